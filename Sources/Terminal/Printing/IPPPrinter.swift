import Glibc
public import Wire

/// A printer that speaks IPP: a queue of CUPS, or the printer itself.
///
/// The job is created, the document sent, and the states of job and printer asked for until the printer itself says
/// that the job is over. A job that cannot go on is cancelled, so that it never comes out for the next citizen.
public struct IPPPrinter: Printer {
    let uri: String
    /// How long a complaint such as an empty tray may last before the job is given up.
    let patience: Duration
    /// The longest a job may take.
    let limit: Duration
    private let turn = PrinterTurn()

    public init(uri: String, patience: Duration = .seconds(20), limit: Duration = .seconds(100)) {
        self.uri = uri
        self.patience = patience
        self.limit = limit
    }

    public func condition() async -> PrinterCondition {
        await OwnThread.run {
            guard let printer = try? IPPConnection(uri: self.uri) else { return PrinterCondition([.offline]) }
            defer { printer.close() }
            self.turn.whenFree { Self.takeBackLeft(on: printer) }
            guard let (state, reasons) = try? printer.printerState() else {
                return PrinterCondition([.offline])
            }
            // A stopped printer without a reason is as good as unplugged.
            let stopped = state == 5 && !reasons.contains(where: \.stopsPrinting)
            return PrinterCondition(stopped ? reasons + [.offline] : reasons)
        }
    }

    public func print(_ paper: Paper) async -> PrintOutcome {
        await OwnThread.run { self.printNow(paper) }
    }

    /// Takes back what an earlier run left in the queue, or could not take back then: it never comes out for the next.
    private static func takeBackLeft(on printer: IPPConnection) {
        for job in (try? printer.unfinishedJobs()) ?? [] { try? printer.cancel(job, purge: true) }
    }

    private func printNow(_ paper: Paper) -> PrintOutcome {
        turn.begin()
        defer { turn.end() }
        // Nothing was sent: a job without a document prints nothing.
        let unsent = PrintOutcome(state: .failed, reason: PrinterReason.offline.rawValue, pagesPrinted: 0)
        guard let printer = try? IPPConnection(uri: uri) else { return unsent }
        defer { printer.close() }
        guard let job = try? printer.createJob(name: paper.ticketID) else { return unsent }
        do {
            try printer.sendDocument(paper.pdf, job: job)
        } catch {
            return giveUp(job, .offline, pagesSeen: 0, started: false)
        }
        return follow(job, of: paper, on: printer)
    }

    private func follow(_ job: Int32, of paper: Paper, on printer: IPPConnection) -> PrintOutcome {
        let end = ContinuousClock.now + limit
        var complaintSince: ContinuousClock.Instant?
        var pages = 0
        var started = false
        while ContinuousClock.now < end {
            guard let now = try? printer.job(job), let (_, reasons) = try? printer.printerState() else {
                return giveUp(job, .offline, pagesSeen: pages, started: started)
            }
            pages = max(pages, now.pages)
            started = started || now.hasStarted
            if now.isCompleted {
                try? printer.cancel(job, purge: true)
                return PrintOutcome(state: .printed, reason: nil, pagesPrinted: max(pages, paper.pages))
            }
            let complaint = reasons.first(where: \.stopsPrinting)
            if now.isGivenUp {
                return PrintOutcome(
                    state: pages == 0 && complaint != nil ? .failed : .unknown,
                    reason: (complaint ?? .other).rawValue, pagesPrinted: pages)
            }
            if let complaint {
                let since = complaintSince ?? ContinuousClock.now
                complaintSince = since
                if ContinuousClock.now - since >= patience {
                    return giveUp(job, complaint, pagesSeen: pages, started: started)
                }
            } else {
                complaintSince = nil
            }
            usleep(250_000)
        }
        return giveUp(job, .other, pagesSeen: pages, started: started)
    }

    /// Cancels on a connection of its own (the old one may be what broke) and asks what became of the job.
    private func giveUp(_ job: Int32, _ reason: PrinterReason, pagesSeen: Int, started: Bool) -> PrintOutcome
    {
        let unknown = PrintOutcome(state: .unknown, reason: reason.rawValue, pagesPrinted: pagesSeen)
        guard let printer = try? IPPConnection(uri: uri) else { return unknown }
        defer { printer.close() }
        try? printer.cancel(job, purge: false)
        for _ in 0..<20 {
            guard let now = try? printer.job(job) else { return unknown }
            let pages = max(pagesSeen, now.pages)
            if now.isCompleted { return PrintOutcome(state: .printed, reason: nil, pagesPrinted: pages) }
            if now.isGivenUp {
                try? printer.cancel(job, purge: true)
                // The printer complained before any page and then let the job go: nothing usable came out.
                let nothing = pages == 0 && (reason.stopsPrinting || !started)
                return PrintOutcome(
                    state: nothing ? .failed : .unknown, reason: reason.rawValue, pagesPrinted: pages)
            }
            usleep(250_000)
        }
        return unknown
    }
}
