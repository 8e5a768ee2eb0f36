import AsyncHTTPClient
public import Base
import Foundation
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle
import Web

/// The agent on a station's machine: the only thing the browser talks to, and the only one with the devices.
///
/// ```swift
/// let agent = TerminalAgent(configuration: configuration, logger: logger)
/// try await agent.run()
/// ```
/// **Errors:** ``TerminalProblem`` when it cannot start; afterwards faults become pages and health reports.
public struct TerminalAgent: Service {
    private let configuration: TerminalConfiguration
    private let world: World
    private let uptime: Uptime
    private let logger: Logger
    private let onRunning: @Sendable (_ port: Int) async -> Void

    /// An agent that has not started; `onRunning` is told the port once it listens.
    public init(
        configuration: TerminalConfiguration, world: World = .live, uptime: Uptime = .live(),
        logger: Logger = Logger(label: "egret.terminal"),
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.world = world
        self.uptime = uptime
        self.logger = logger
        self.onRunning = onRunning
    }

    public func run() async throws {
        try configuration.check()
        var client = HTTPClient.Configuration()
        client.redirectConfiguration = .disallow
        client.timeout.connect = .seconds(3)
        client.decompression = .disabled
        // Shorter than the centre's patience, so that no request meets a connection that is being closed.
        client.connectionPool.idleTimeout = .seconds(20)
        // A centre that is away is said at once; who may ask again decides it above.
        client.connectionPool.retryConnectionEstablishment = false
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: client)
        do {
            try await run(http)
        } catch {
            try? await http.shutdown()
            throw error
        }
        try await http.shutdown()
    }

    private func run(_ http: HTTPClient) async throws {
        let state = try StateFolder(configuration.state)
        let enrol = Enrol(
            http: http, centre: configuration.centre, state: state, serial: configuration.serial,
            version: configuration.version)
        let identity = try await enrol(code: configuration.enrolmentCode)
        let centre = Centre(
            http: http, base: configuration.centre, identity: identity,
            clock: CentreClock(world: world, uptime: uptime))
        let devices = try Devices(
            configuration, address: "http://\(configuration.host):\(configuration.port)/", http: http,
            world: world, logger: logger)
        defer { devices.simulator?.reader.stop() }
        let agent = try Agent(
            configuration: configuration, centre: centre, state: state, devices: devices,
            frame: try Self.frame(), world: world, uptime: uptime, logger: logger)
        try await agent.application(onRunning: onRunning).run()
    }

    static func frame() throws -> Frame {
        try Frame(rooms: [.module], assetFolders: [Bundle.module.bundleURL.appendingPathComponent("Public")])
    }
}
