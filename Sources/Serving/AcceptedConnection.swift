import HummingbirdCore
import NIOCore
import Synchronization

/// A connection that was accepted and may still be lost before anybody serves it: then it is closed.
final class AcceptedConnection: ServerChildChannelValue {
    let channel: any Channel
    private let isTaken = Atomic(false)

    init(_ channel: any Channel) {
        self.channel = channel
    }

    /// The connection, for whoever sees to its end from here on.
    func take() -> any Channel {
        isTaken.store(true, ordering: .relaxed)
        return channel
    }

    deinit {
        if !isTaken.load(ordering: .relaxed) { channel.close(promise: nil) }
    }
}
