import Synchronization

/// Keeps the job that is being printed apart from those that somebody left behind.
final class PrinterTurn: Sendable {
    private let isPrinting = Mutex(false)

    /// Waits until nobody clears the queue.
    func begin() {
        isPrinting.withLock { $0 = true }
    }

    func end() {
        isPrinting.withLock { $0 = false }
    }

    /// Does work, which may block, unless a paper is being printed.
    func whenFree(_ work: () -> Void) {
        isPrinting.withLock { if !$0 { work() } }
    }
}
