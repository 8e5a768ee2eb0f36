import Base
import Synchronization

/// What the message gateway has accepted, each key once, and what lies on the phones behind it.
final class MessageBook: Sendable {
    struct Message: Sendable {
        let phone: String
        let text: String
        let at: Instant
    }

    private struct State {
        var keys: [String: [UInt8]] = [:]
        /// Newest first.
        var inbox: [Message] = []
    }

    private static let inboxMax = 200

    private let state = Mutex(State())

    var inbox: [Message] { state.withLock { $0.inbox } }

    /// - Returns: False when the key was given to another message before.
    func take(_ message: Message, key: String, content: [UInt8]) -> Bool {
        state.withLock { state in
            if let earlier = state.keys[key] { return earlier == content }
            state.keys[key] = content
            state.inbox.insert(message, at: 0)
            state.inbox = Array(state.inbox.prefix(Self.inboxMax))
            return true
        }
    }
}
