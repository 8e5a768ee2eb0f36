import Synchronization
import Wire

@testable import Terminal

/// A printer that keeps what it was given and answers what a test wants.
final class RecordingPrinter: Printer {
    private let papers = Mutex<[Paper]>([])
    private let outcome = Mutex(PrintOutcome(state: .printed, reason: nil, pagesPrinted: 1))
    private let reasons = Mutex<[PrinterReason]>([])
    private let before = Mutex<(@Sendable () async -> Void)?>(nil)

    var printed: [Paper] { papers.withLock { $0 } }

    func answers(_ outcome: PrintOutcome) {
        self.outcome.withLock { $0 = outcome }
    }

    func complains(_ reasons: [PrinterReason]) {
        self.reasons.withLock { $0 = reasons }
    }

    /// Does something while the paper is in the printer.
    func whilePrinting(_ work: @escaping @Sendable () async -> Void) {
        before.withLock { $0 = work }
    }

    func condition() async -> PrinterCondition { PrinterCondition(reasons.withLock { $0 }) }

    func print(_ paper: Paper) async -> PrintOutcome {
        papers.withLock { $0.append(paper) }
        if let work = before.withLock({ $0 }) { await work() }
        return outcome.withLock { $0 }
    }
}
