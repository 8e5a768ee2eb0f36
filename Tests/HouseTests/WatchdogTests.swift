import AsyncHTTPClient
import Base
import Configuration
import Foundation
import Glibc
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Serving
import Synchronization
import Testing

@testable import egret

/// What the service manager hears: a socket of ours in the place of systemd's.
@Suite struct WatchdogTests {
    /// A datagram socket as systemd gives one.
    private final class Ear: Sendable {
        let path: String
        private let descriptor: Int32

        init() throws {
            path = "/tmp/egret-notify-\(Token(.live))"
            descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
            let bound = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            try #require(descriptor >= 0 && bound == 0)
        }

        deinit {
            close(descriptor)
            unlink(path)
        }

        /// Everything said since the last call.
        func heard() -> [String] {
            var words: [String] = []
            var buffer = [UInt8](repeating: 0, count: 256)
            while case let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT)),
                count > 0
            {
                words.append(String(decoding: buffer.prefix(count), as: UTF8.self))
            }
            return words
        }
    }

    /// Beats a watchdog whose program answers, or does not, until the world has slept `beats` times.
    private func beat(_ ear: Ear, answers: Bool, beats: Int) async throws {
        let (ports, bound) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { _, _ in
                Response(status: answers ? .ok : .serviceUnavailable)
            },
            server: .onceTaken(), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in bound.yield(channel.localAddress?.port ?? 0) })
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        var world = World.live
        let left = Countdown(beats)
        world.sleep = { _ in guard left.next() else { throw CancellationError() } }
        let watchdog = Watchdog(
            manager: ServiceManager(socket: ear.path, watchdog: .seconds(9)), client: client, world: world)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            for await port in ports {
                watchdog.listens(at: "http://127.0.0.1:\(port)/livez")
                break
            }
            group.addTask { try await watchdog.run() }
            while !left.isOver { try await Task.sleep(for: .milliseconds(5)) }
            group.cancelAll()
        }
        try await client.shutdown()
    }

    private final class Countdown: Sendable {
        private let left: Mutex<Int>
        init(_ count: Int) { left = Mutex(count) }
        var isOver: Bool { left.withLock { $0 < 0 } }
        func next() -> Bool {
            left.withLock { left in
                left -= 1
                return left >= 0
            }
        }
    }

    @Test("Row 11: a program that answers itself says so at every beat")
    func whoAnswersIsAlive() async throws {
        let ear = try Ear()

        try await beat(ear, answers: true, beats: 3)

        #expect(ear.heard() == ["READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"])
    }

    @Test("Row 11: a program that no longer answers itself stays silent, which restarts it")
    func whoDoesNotAnswerStaysSilent() async throws {
        let ear = try Ear()

        try await beat(ear, answers: false, beats: 3)

        #expect(ear.heard() == ["READY=1"])
    }

    @Test func theManagersVariablesAreReadAsItSetsThem() throws {
        func manager(_ variables: [String: String]) throws -> ServiceManager {
            try ServiceManager(
                ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: variables)))
        }

        let watched = try manager(["NOTIFY_SOCKET": "/run/systemd/notify", "WATCHDOG_USEC": "15000000"])

        #expect(watched.socket == "/run/systemd/notify")
        #expect(watched.watchdog == .seconds(15))
        #expect(try manager([:]).watchdog == nil)
        #expect(throws: ConfigProblem.self) { try manager(["WATCHDOG_USEC": "-1"]) }
    }

    @Test func withoutAManagerNothingIsSaidAndNothingFails() {
        ServiceManager(socket: nil, watchdog: nil).isReady()
        ServiceManager(socket: "/nowhere/at/all", watchdog: nil).isReady()
        ServiceManager(socket: String(repeating: "x", count: 500), watchdog: nil).isReady()
    }
}
