public import HummingbirdCore
import Logging
import NIOCore

extension HTTPServerBuilder {
    /// HTTP/1.1, on connections that are set up when they are served and not when they are accepted.
    ///
    /// A server that is told to stop, or whose task is cancelled, drops what it has accepted and not yet begun. What
    /// Hummingbird drops is a `NIOAsyncChannel`, which ends the whole program when it goes unfinished
    /// (https://github.com/apple/swift-nio/issues/3481). Every server of the house is therefore made here.
    ///
    /// - Parameter configuration: Limits of a head, and how long a connection may be idle.
    /// - Returns: The `server` of an `Application`.
    public static func onceTaken(configuration: HTTP1Channel.Configuration = .init()) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            OnceTaken(served: HTTP1Channel(responder: responder, configuration: configuration))
        }
    }
}

/// Leaves a connection as it is, nothing of it read, until its turn has come.
struct OnceTaken<Served: ServerChildChannel>: ServerChildChannel {
    let served: Served

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedConnection> {
        channel.setOption(.autoRead, value: false).flatMapThrowing {
            try channel.pipeline.syncOperations.addHandler(Waiting())
            return AcceptedConnection(channel)
        }
    }

    func handle(value connection: AcceptedConnection, logger: Logger) async {
        let channel = connection.take()
        do {
            let value = try await channel.eventLoop.flatSubmit { begin(channel, logger) }.get()
            await served.handle(value: value, logger: logger)
        } catch {
            // The peer has left, or the server stops.
            channel.close(promise: nil)
        }
    }

    /// What serves takes the place of what waits in one turn of the loop: a word to stop reaches one of the two, and what
    /// came meanwhile reaches what serves.
    private func begin(_ channel: any Channel, _ logger: Logger) -> EventLoopFuture<Served.Value> {
        channel.eventLoop.makeCompletedFuture {
            NIOLoopBound(
                try channel.pipeline.syncOperations.handler(type: Waiting.self), eventLoop: channel.eventLoop)
        }
        .flatMap { waiting in
            served.setup(channel: channel, logger: logger).map { value in
                waiting.value.giveWay()
                // Refused where the peer has left: who serves it sees that as the end of what comes in.
                channel.setOption(.autoRead, value: true).whenComplete { _ in }
                return value
            }
        }
    }
}

/// Stands before what will serve a connection: closes it when its server stops, and keeps what comes unasked.
///
/// A peer that has said its last word is read to the end at once, whether or not anybody asked.
private final class Waiting: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private var context: ChannelHandlerContext?
    private var kept: [ByteBuffer] = []
    private var isInputClosed = false

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { kept.append(unwrapInboundIn(data)) }
    func channelReadComplete(context: ChannelHandlerContext) {}

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: context.close(promise: nil)
        case ChannelEvent.inputClosed: isInputClosed = true
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    /// Hands on what came, and goes.
    func giveWay() {
        guard let context else { return }
        for part in kept { context.fireChannelRead(wrapInboundOut(part)) }
        if !kept.isEmpty { context.fireChannelReadComplete() }
        if isInputClosed { context.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
}
