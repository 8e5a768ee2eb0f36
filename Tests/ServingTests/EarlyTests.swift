import HummingbirdCore
import Logging
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import Serving

/// What comes on a connection before it is served: a peer that has said its last word is read to the end unasked.
@Suite struct EarlyTests {
    /// Serves by writing down what it hears.
    private struct Listening: ServerChildChannel {
        struct Value: ServerChildChannelValue { let channel: any Channel }

        final class Heard: Sendable {
            let words = Mutex<[String]>([])
            func add(_ word: String) { words.withLock { $0.append(word) } }
        }

        final class Ear: ChannelInboundHandler {
            typealias InboundIn = ByteBuffer
            let heard: Heard
            init(_ heard: Heard) { self.heard = heard }
            func channelRead(context: ChannelHandlerContext, data: NIOAny) {
                heard.add(String(buffer: unwrapInboundIn(data)))
            }
            func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
                if case ChannelEvent.inputClosed = event { heard.add("end") }
            }
        }

        let heard: Heard

        func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(Ear(heard))
                return Value(channel: channel)
            }
        }

        func handle(value: Value, logger: Logger) async { heard.add("served") }
    }

    private func accepted(_ door: OnceTaken<Listening>, _ logger: Logger) async throws -> (
        NIOAsyncTestingChannel, AcceptedConnection
    ) {
        let channel = try await NIOAsyncTestingChannel { _ in }
        let connection = try await channel.testingEventLoop.executeInContext {
            door.setup(channel: channel, logger: logger)
        }.get()
        try await channel.connect(to: .init(unixDomainSocketPath: "/nowhere"))
        return (channel, connection)
    }

    @Test func whatCameBeforeIsHeardByWhoServes() async throws {
        let (heard, logger) = (Listening.Heard(), Logger(label: "test"))
        let door = OnceTaken(served: Listening(heard: heard))
        let (channel, connection) = try await accepted(door, logger)
        try await channel.writeInbound(ByteBuffer(string: "a word"))
        try await channel.testingEventLoop.executeInContext {
            channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
        #expect(heard.words.withLock { $0 }.isEmpty)

        await door.handle(value: connection, logger: logger)
        try await channel.writeInbound(ByteBuffer(string: "another"))
        #expect(heard.words.withLock { $0 } == ["a word", "end", "served", "another"])
        _ = try await channel.finish(acceptAlreadyClosed: true)
    }

    @Test func whoIsNotServedYetIsClosedByAStop() async throws {
        let (heard, logger) = (Listening.Heard(), Logger(label: "test"))
        let door = OnceTaken(served: Listening(heard: heard))
        let (channel, connection) = try await accepted(door, logger)
        try await channel.testingEventLoop.executeInContext {
            channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
        #expect(!channel.isActive)
        await door.handle(value: connection, logger: logger)
        #expect(heard.words.withLock { $0 }.isEmpty)
    }

    @Test func whoIsDroppedIsClosed() async throws {
        let door = OnceTaken(served: Listening(heard: Listening.Heard()))
        let channel: NIOAsyncTestingChannel
        do { (channel, _) = try await accepted(door, Logger(label: "test")) }
        await channel.testingEventLoop.run()
        #expect(!channel.isActive)
    }
}
