import AsyncHTTPClient
import Audit
import Base
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import Sandbox
import ServiceLifecycle
import Stations
import Support
import Synchronization
import Terminal
import Vault
import Web

@testable import egret

/// Sandbox, centre and terminal as they run in a city, on loopback: three programs in one process.
final class WholeHouse: Sendable {
    struct Centre: Sendable {
        let house: House
        let running: Running
        let ports: [String: Int]
    }

    let box: HouseBox
    let logs = LogBook()
    let http: HTTPClient
    let sandboxPort: Int
    let papers: URL
    private let sandbox: Running
    private let live: Mutex<Centre>
    private let terminals = Mutex<[Running]>([])

    var centre: Centre { live.withLock { $0 } }
    var house: House { centre.house }

    /// Runs a test in a house of its own, with one terminal admitted.
    static func run(
        _ engine: TestEngine, suite: Suite = .international,
        _ body: (WholeHouse, Citizen) async throws -> Void
    ) async throws {
        let whole = try await WholeHouse(engine, suite)
        do {
            let browser = Citizen(whole, port: try await whole.openTerminal())
            try await browser.waitUntilReady()
            try await body(whole, browser)
        } catch {
            await whole.close()
            throw error
        }
        await whole.close()
    }

    private init(_ engine: TestEngine, _ suite: Suite) async throws {
        box = try await HouseBox(engine, suite: suite)
        papers = box.folder.appending(path: "papers")
        var settings = HTTPClient.Configuration()
        settings.redirectConfiguration = .disallow
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
        let ports = Ports()
        let box = box
        sandbox = Running(
            [try box.sandbox().application(logger: logs.logger("sandbox")) { ports.put("sandbox", $0) }],
            ports: ports, logger: logs.logger("sandbox"))
        sandboxPort = try await sandbox.first(1, of: ports)["sandbox"] ?? 0
        live = Mutex(try await Self.start(box, sandboxPort, terminalsPort: ChosenPort.next(), logs))
        try await house.settle(box.city)
    }

    private static func start(
        _ box: HouseBox, _ sandboxPort: Int, terminalsPort: Int, _ logs: LogBook
    ) async throws -> Centre {
        let house = try await box.house(
            sandboxPort: sandboxPort, terminalsPort: terminalsPort, logger: logs.logger("egret"))
        let ports = Ports()
        let running = Running(
            try house.services { surface, port in ports.put(surface.rawValue, port ?? 0) },
            ports: ports, logger: logs.logger("egret"))
        return Centre(house: house, running: running, ports: try await running.first(3, of: ports))
    }

    /// Admits a terminal with a code of its own, and opens it.
    func openTerminal() async throws -> Int {
        let station = box.city.stations[0].id
        let code = try await house.stations.createCode(station: station, by: .staff("test"))
        let name = Token(.live).rawValue
        var configuration = TerminalConfiguration(
            centre: "http://127.0.0.1:\(centre.ports["terminal"] ?? 0)",
            state: box.folder.appending(path: "terminal-\(name)"), serial: name, version: "0.0.0",
            printer: .simulated(papers))
        configuration.enrolmentCode = code.text
        configuration.camera = .simulated
        configuration.sandbox = "http://127.0.0.1:\(sandboxPort)"
        configuration.isVirtual = true
        let ports = Ports()
        let agent = TerminalAgent(configuration: configuration, logger: logs.logger("terminal")) {
            ports.put("agent", $0)
        }
        let running = Running([agent], ports: ports, logger: logs.logger("terminal"))
        terminals.withLock { $0.append(running) }
        return try await running.first(1, of: ports)["agent"] ?? 0
    }

    func address(_ surface: Surface) -> String { "http://127.0.0.1:\(centre.ports[surface.rawValue] ?? 0)" }

    func stopCentre() async throws {
        try await centre.running.stop()
        await house.close()
    }

    /// Builds a new centre on the same files and the same database, where the terminals look for it.
    func startCentre() async throws {
        let next = try await Self.start(
            box, sandboxPort, terminalsPort: centre.ports["terminal"] ?? 0, logs)
        live.withLock { $0 = next }
    }

    func fetch(_ url: String, body: (type: String, bytes: [UInt8])? = nil) async throws -> (Int, [UInt8]) {
        var request = HTTPClientRequest(url: url)
        if let body {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: body.type)
            request.body = .bytes(body.bytes)
        }
        let answer = try await http.execute(request, timeout: .seconds(30))
        let bytes = try await answer.body.collect(upTo: 16 * 1_024 * 1_024)
        return (Int(answer.status.code), [UInt8](buffer: bytes))
    }

    /// The papers that came out, oldest first.
    func printed() throws -> [URL] {
        let files = try FileManager.default.contentsOfDirectory(
            at: papers, includingPropertiesForKeys: [.contentModificationDateKey])
        return files.filter { $0.pathExtension == "pdf" }.sorted { $0.path < $1.path }
    }

    private func close() async {
        for terminal in terminals.withLock({ $0 }) { try? await terminal.stop() }
        try? await centre.running.stop()
        await house.close()
        try? await sandbox.stop()
        try? await http.shutdown()
        await box.remove()
    }
}
