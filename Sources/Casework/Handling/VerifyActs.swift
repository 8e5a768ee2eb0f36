import Audit
public import Storage

/// Holds what the tables say clerks did against the log, which nobody changes unnoticed: whoever writes into the database
/// by hand, past the house, is found.
///
/// It asks about steps: who took, gave back, handed over, approved or refused which, and who asked for a correction. A case
/// that was forgotten by its schedule has left the tables and is not asked about.
public struct VerifyActs: Sendable {
    public struct Finding: Hashable, Sendable, CustomStringConvertible {
        public enum Kind: String, Sendable {
            /// The history of the case has an act of which the log knows nothing.
            case unlogged
            /// The log has an act that the history of the case lacks.
            case missing
            /// A step stands as decided by somebody who did not decide it.
            case undecided
            /// A step was decided and does not stand so.
            case undone
        }

        public let kind: Kind
        public let caseNumber: String
        public let step: String
        /// The event's word, such as `step-approved`.
        public let event: String
        public let account: String

        public var description: String {
            switch kind {
            case .unlogged: "\(caseNumber): \(event) of \(step) by \(account) is not in the log"
            case .missing: "\(caseNumber): the log has \(event) of \(step) by \(account), the case has not"
            case .undecided: "\(caseNumber): \(step) stands as \(event) by \(account), who did not do it"
            case .undone: "\(caseNumber): \(step) does not stand as \(event) by \(account), who did it"
            }
        }
    }

    public struct Report: Hashable, Sendable {
        /// At most ``findingsMax`` of them.
        public internal(set) var findings: [Finding] = []
        public internal(set) var findingCount = 0
        public internal(set) var cases = 0
        public internal(set) var acts = 0

        mutating func add(_ finding: Finding) {
            findingCount += 1
            if findings.count < findingsMax { findings.append(finding) }
        }
    }

    public static let findingsMax = 1_000

    static let events: Set<CaseEvent> = [
        .stepClaimed, .stepReleased, .stepHandedOver, .stepApproved, .stepRefused, .correctionAsked,
    ]

    /// An act, the same for history and log.
    struct Act: Hashable {
        let caseNumber: String
        let step: String
        let event: String
        let account: String

        /// Whether it is the last word on its step.
        fileprivate var isDecision: Bool {
            event == CaseEvent.stepApproved.rawValue || event == CaseEvent.stepRefused.rawValue
        }

        fileprivate func finding(_ kind: Finding.Kind) -> Finding {
            Finding(kind: kind, caseNumber: caseNumber, step: step, event: event, account: account)
        }
    }

    private let engine: any SQLEngine

    public init(_ engine: any SQLEngine) {
        self.engine = engine
    }

    /// Reads everything in one snapshot, so that work may go on meanwhile; memory grows with the acts, some hundred bytes each.
    ///
    /// - Throws: ``SQLError``; `AuditError` when the log cannot be read.
    public func callAsFunction() async throws -> Report {
        try await engine.read { db in
            var report = Report()
            let cases = try CaseActStore.cases(in: db)
            report.cases = cases.count
            var open: [Act: Int] = [:]
            try CaseActStore.history(of: Self.events, in: db) { act in
                open[act, default: 0] += 1
                report.acts += 1
            }
            var logged: Set<Act> = []
            try Self.log(in: db) { act in
                guard cases.contains(act.caseNumber) else { return }
                if act.isDecision { logged.insert(act) }
                let left = open[act, default: 0] - 1
                open[act] = left == 0 ? nil : left
                if left < 0 {
                    report.add(act.finding(.missing))
                    open[act] = nil
                }
            }
            for (act, count) in open.sorted(by: { $0.key.caseNumber < $1.key.caseNumber }) {
                for _ in 0..<count { report.add(act.finding(.unlogged)) }
            }
            try CaseActStore.decisions(in: db) { act in
                if logged.remove(act) == nil { report.add(act.finding(.undecided)) }
            }
            for act in logged.sorted(by: { $0.caseNumber < $1.caseNumber }) {
                report.add(act.finding(.undone))
            }
            return report
        }
    }

    private static func log(in db: any SQLConnection, _ body: (Act) -> Void) throws {
        try AuditHistory.forEach(in: db) { act in
            guard act.action.hasPrefix("case."), let number = act.caseNumber,
                let event = CaseEvent(rawValue: String(act.action.dropFirst("case.".count))),
                events.contains(event)
            else { return }
            let step = act.decision?.split(separator: " ").first.map(String.init)
            body(
                Act(
                    caseNumber: number, step: step ?? "-", event: event.rawValue,
                    account: act.actorName ?? "-"))
        }
    }
}
