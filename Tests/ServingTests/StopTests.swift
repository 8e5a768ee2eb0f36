import Hummingbird
import Logging
import NIOCore
import NIOPosix
import Serving
import ServiceLifecycle
import Synchronization
import Testing

/// A server that stops while people come: some are served, some are turned away, and the program goes on.
///
/// With connections that are set up when they are accepted, every run of the cancelled kind ended the program.
@Suite(.serialized) struct StopTests {
    private struct Place {
        let port: Int
        let group: ServiceGroup
        let running: Task<Void, any Error>
    }

    private func open() async throws -> Place {
        let (ports, bound) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { _, _ in Response(status: .noContent) },
            server: .onceTaken(),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { bound.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [application], logger: logger))
        let running = Task { try await group.run() }
        for await port in ports { return Place(port: port, group: group, running: running) }
        throw CancellationError()
    }

    /// Knocks with a whole request and waits until the other side has closed.
    ///
    /// - Returns: The head of the answer, if there was one.
    private static func knock(_ port: Int) async -> String? {
        let heard = Mutex("")
        final class Ear: ChannelInboundHandler {
            typealias InboundIn = ByteBuffer
            let hear: (ByteBuffer) -> Void
            init(_ hear: @escaping (ByteBuffer) -> Void) { self.hear = hear }
            func channelRead(context: ChannelHandlerContext, data: NIOAny) { hear(unwrapInboundIn(data)) }
            func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
        }
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        guard
            let channel = try? await bootstrap.channelInitializer({ channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        Ear { part in heard.withLock { $0 += String(buffer: part) } })
                }
            }).connect(host: "127.0.0.1", port: port).get()
        else { return nil }
        try? await channel.writeAndFlush(
            ByteBuffer(string: "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        try? await channel.closeFuture.get()
        let text = heard.withLock { $0 }
        return text.isEmpty ? nil : text
    }

    enum Stop: CaseIterable { case graceful, cancelled }

    @Test(arguments: Stop.allCases) func whoComesWhileItStopsIsServedOrTurnedAway(_ stop: Stop) async throws {
        for round in 0..<12 {
            let place = try await open()
            let answers = await withTaskGroup(of: String?.self) { group in
                for _ in 0..<64 { group.addTask { await Self.knock(place.port) } }
                // From none of them to all of them have been accepted by then.
                for _ in 0..<(round * 40) { await Task.yield() }
                switch stop {
                case .graceful: await place.group.triggerGracefulShutdown()
                case .cancelled: place.running.cancel()
                }
                return await group.reduce(into: [String?]()) { $0.append($1) }
            }
            for case let answer? in answers { #expect(answer.hasPrefix("HTTP/1.1 204")) }
            _ = await place.running.result
        }
    }

    @Test func whoComesBeforeIsServed() async throws {
        let place = try await open()
        let answers = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<64 { group.addTask { await Self.knock(place.port) } }
            return await group.reduce(into: [String?]()) { $0.append($1) }
        }
        #expect(answers.count { $0?.hasPrefix("HTTP/1.1 204") == true } == 64)
        await place.group.triggerGracefulShutdown()
        try await place.running.value
    }
}
