import Audit
public import Storage

/// Holds what the tables say clerks did against the log, which nobody changes unnoticed: whoever writes into the database
/// by hand, past the house, is found.
///
/// It asks about steps (who took, gave back, handed over, referred, approved or refused which, and who asked for a correction), about
/// the state of each case, which must be where its history leads, and about cases that were handed in and are no more: of
/// those the log says how many were forgotten by their schedule, which takes the oldest.
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
            /// The case stands where its history does not lead; the event is the state.
            case standing
            /// The case was handed in, is no more, and no schedule has forgotten it.
            case gone
        }

        public let kind: Kind
        public let caseNumber: String
        public let step: String
        /// The event's word, such as `step-approved`.
        public let event: String
        public let account: String

        init(_ kind: Kind, _ caseNumber: String, _ event: String) {
            self.init(kind: kind, caseNumber: caseNumber, step: "-", event: event, account: "-")
        }

        init(kind: Kind, caseNumber: String, step: String, event: String, account: String) {
            self.kind = kind
            self.caseNumber = caseNumber
            self.step = step
            self.event = event
            self.account = account
        }

        public var description: String {
            switch kind {
            case .standing: "\(caseNumber): stands as \(event), where its history does not lead"
            case .gone: "\(caseNumber): was handed in, is not there, and was not forgotten by its schedule"
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
        .accepted, .stepReferred,
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
            var open = try Self.replay(cases, in: db, &report)
            var logged: Set<Act> = []
            var handedIn = HandedIn()
            try AuditHistory.forEach(in: db) { leaf in
                handedIn.take(leaf, isThere: { cases[$0] != nil })
                guard let act = Self.act(of: leaf), cases[act.caseNumber] != nil else { return }
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
            for number in handedIn.unexplained { report.add(Finding(.gone, number, "-")) }
            return report
        }
    }

    /// Takes each case through its history; what clerks did in it is what the log must have.
    private static func replay(
        _ cases: [String: CaseState], in db: any SQLConnection, _ report: inout Report
    ) throws -> [Act: Int] {
        var (open, acts): ([Act: Int], Int) = ([:], 0)
        var reached: [String: CaseState] = [:]
        var (number, state): (String, CaseState?) = ("", nil)
        try CaseActStore.history(in: db) { event, act in
            if act.caseNumber != number {
                reached[number] = state
                (number, state) = (act.caseNumber, event == .opened ? .open : nil)
            } else {
                state = event.flatMap { state?.after($0) }
            }
            guard let event, events.contains(event) else { return }
            open[act, default: 0] += 1
            acts += 1
        }
        reached[number] = state
        report.acts = acts
        for (number, state) in cases.sorted(by: { $0.key < $1.key }) where reached[number] != state {
            report.add(Finding(.standing, number, state.rawValue))
        }
        return open
    }

    /// What the log says of cases that are no more.
    private struct HandedIn {
        private var gone: [String] = []
        private var forgotten = 0

        mutating func take(_ leaf: AuditHistory.Act, isThere: (String) -> Bool) {
            switch leaf.action {
            case "case.submitted", "case.lodged":
                if let number = leaf.caseNumber, !isThere(number) { gone.append(number) }
            case "data.forgotten" where leaf.purpose == RetentionClass.cases.rawValue:
                // Releases before this one did not say of what.
                guard leaf.fields.isEmpty || leaf.fields == [CaseRetentionStore.forgottenWord] else { return }
                forgotten += leaf.decision.flatMap { Int($0) } ?? 0
            default: break
            }
        }

        /// The youngest, for a schedule takes the oldest.
        var unexplained: [String] { gone.suffix(max(0, gone.count - forgotten)) }
    }

    private static func act(of leaf: AuditHistory.Act) -> Act? {
        guard leaf.action.hasPrefix("case."), let number = leaf.caseNumber,
            let event = CaseEvent(rawValue: String(leaf.action.dropFirst("case.".count))),
            events.contains(event)
        else { return nil }
        let step = leaf.decision?.split(separator: " ").first.map(String.init)
        // What the house itself did is no account's, in the history as in the log.
        let account = leaf.actorKind == "staff" ? leaf.actorName : nil
        return Act(
            caseNumber: number, step: step ?? "-", event: event.rawValue, account: account ?? "-")
    }
}
