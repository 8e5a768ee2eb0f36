import Synchronization

/// Whether the agent may serve: not before the centre has ended whatever session this terminal had.
final class Readiness: Sendable {
    private let ready = Mutex(false)

    var isReady: Bool { ready.withLock { $0 } }

    func open() {
        ready.withLock { $0 = true }
    }
}
