import Synchronization

/// Facts about one request that reach its answer and the access log although contexts are copied on their way inwards.
final class RequestNotes: Sendable {
    private let terminal = Mutex<String?>(nil)
    private let wholeBody = Mutex(false)
    private let refusalSlug = Mutex<String?>(nil)

    var terminalID: String? {
        get { terminal.withLock { $0 } }
        set { terminal.withLock { $0 = newValue } }
    }

    /// The closed word of the refusal or fault that the request ended in; nil when it did not.
    var refusal: String? {
        get { refusalSlug.withLock { $0 } }
        set { refusalSlug.withLock { $0 = newValue } }
    }

    /// Whether all of the body has arrived.
    var hasWholeBody: Bool {
        get { wholeBody.withLock { $0 } }
        set { wholeBody.withLock { $0 = newValue } }
    }
}
