import Synchronization

/// Facts about one request that reach the access log although contexts are copied on their way inwards.
final class RequestNotes: Sendable {
    private let terminal = Mutex<String?>(nil)

    var terminalID: String? {
        get { terminal.withLock { $0 } }
        set { terminal.withLock { $0 = newValue } }
    }
}
