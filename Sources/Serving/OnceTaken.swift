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

    /// What serves takes the place of what waits in one turn of the loop: a word to stop reaches one of the two.
    private func begin(_ channel: any Channel, _ logger: Logger) -> EventLoopFuture<Served.Value> {
        let pipeline = channel.pipeline
        return channel.eventLoop.makeCompletedFuture {
            let waiting = try pipeline.syncOperations.handler(type: Waiting.self)
            return pipeline.syncOperations.removeHandler(waiting)
        }
        .flatMap { $0 }
        .flatMap { served.setup(channel: channel, logger: logger) }
        .map { value in
            // Refused where the peer has left: who serves it sees that as the end of what comes in.
            channel.setOption(.autoRead, value: true).whenComplete { _ in }
            return value
        }
    }
}

/// Closes a connection that nobody serves yet when its server stops.
private final class Waiting: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
