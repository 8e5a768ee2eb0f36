import Foundation
import Hummingbird
import HummingbirdTesting
import HTTPTypes
import NIOCore
import NIOPosix
import Testing
import Web

/// What only a real socket shows.
@Suite(.serialized) struct LiveTests {
    private func application(_ change: (inout Listener.Settings) -> Void = { _ in }) throws
        -> some ApplicationProtocol
    {
        let listener = try TestHouse().listener(.public) {
            $0.bodyDeadline = .milliseconds(300)
            $0.requestDeadline = .milliseconds(900)
            change(&$0)
        }
        let router = listener.router()
        router.post("act") { request, context in
            _ = try await form(of: request, context)
            return "done"
        }
        router.get("slow") { _, _ in
            try await Task.sleep(for: .seconds(60))
            return "late"
        }
        return listener.application(router)
    }

    /// Sends bytes as they are, and returns all that comes back until the server closes.
    ///
    /// What stays open for a minute does so for good: the server's own waits are under a second, and a loaded machine makes ten of one.
    private func exchange(_ text: String, port: Int) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            return try await withThrowingTaskGroup(of: String.self) { group in
                group.addTask {
                    var answer = ""
                    for try await part in inbound { answer += String(buffer: part) }
                    return answer
                }
                group.addTask {
                    try await Task.sleep(for: .seconds(60))
                    return "still open"
                }
                defer { group.cancelAll() }
                return try await group.next() ?? ""
            }
        }
    }

    @Test func pagesAndAssetsComeOverTheWire() async throws {
        try await application().test(.live) { client in
            let page = try await client.execute(uri: "/help", method: .get)
            #expect(page.status == .ok)
            #expect(page.headers[.server] == nil)
            let head = try await client.execute(uri: "/help", method: .head)
            #expect(head.status == .ok)
            #expect(head.body.readableBytes == 0)
        }
    }

    @Test func aBodyThatDoesNotArriveIsGivenUp() async throws {
        try await application().test(.live) { client in
            let port = try #require(client.port)
            let answer = try await exchange(
                "POST /act HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + "Content-Length: 100\r\n\r\na=", port: port)
            #expect(answer.hasPrefix("HTTP/1.1 408 "))
            #expect(answer.contains("等得太久了"))
        }
    }

    @Test(arguments: ["/act", "/nowhere"])
    func aBodyThatGoesOnDrippingAfterItsRefusalLosesItsConnection(path: String) async throws {
        try await application().test(.live) { client in
            let port = try #require(client.port)
            // Half closed by the other side is not closed: only a reset ends it.
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.allowRemoteHalfClosure, value: true)
                .connect(host: "127.0.0.1", port: port).get()
            let head =
                "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: 100000\r\n\r\n"
            await #expect(throws: (any Error).self) {
                try await channel.writeAndFlush(ByteBuffer(string: head))
                for _ in 1...1_200 {
                    try await channel.writeAndFlush(ByteBuffer(string: "a"))
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
            try? await channel.close()
        }
    }

    @Test func aRequestThatTakesTooLongIsGivenUp() async throws {
        try await application().test(.live) { client in
            let answer = try await client.execute(uri: "/slow", method: .get)
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.headers[.retryAfter] == "5")
        }
    }

    @Test func headersBeyondTheLimitAreRefused() async throws {
        try await application().test(.live) { client in
            let port = try #require(client.port)
            let long = String(repeating: "x", count: 9_000)
            let answer = try await exchange(
                "GET /help HTTP/1.1\r\nHost: localhost\r\nX-Long: \(long)\r\n\r\n", port: port)
            #expect(answer.hasPrefix("HTTP/1.1 400 ") || answer.isEmpty)
            let many = (0..<200).map { "X-\($0): y\r\n" }.joined()
            let other = try await exchange("GET /help HTTP/1.1\r\nHost: localhost\r\n\(many)\r\n", port: port)
            #expect(other.hasPrefix("HTTP/1.1 400 ") || other.isEmpty)
        }
    }

    @Test func anAnnouncedGiantIsRefusedBeforeItIsRead() async throws {
        try await application().test(.live) { client in
            let port = try #require(client.port)
            let answer = try await exchange(
                "POST /act HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 99999999\r\n\r\n",
                port: port)
            #expect(answer.hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test func anIdleConnectionIsClosed() async throws {
        try await application { $0.idleTimeout = .milliseconds(300) }.test(.live) { client in
            let port = try #require(client.port)
            #expect(try await exchange("GET /help HT", port: port) != "still open")
        }
    }
}
