public import Base

/// Where a department hears what came of a case, so that its register says so from then on: the way back of
/// ``RegisterPort``.
///
/// Contract: delivering a result twice is delivering it once, told by its case's number; both times the receipt is the same.
/// The receipt is signed by the department and names person and case; an adapter hands on only one whose signature holds
/// and that is about them, else it throws `PortError.untrustworthy`. The call ends within ``CaseResult/deadline``.
public protocol ResultPort: Sendable {
    func deliver(_ result: CaseResult) async throws(PortError) -> ResultReceipt

    /// Takes back what ``deliver(_:)`` told, because the paper of the case was revoked; under the same contract.
    ///
    /// It may come before the result, which is then on its way: the department writes down that nothing is to be taken any
    /// more of this case. It may come again when an answer was lost: the department takes it once, and answers alike.
    func withdraw(_ withdrawal: ResultWithdrawal) async throws(PortError) -> ResultReceipt
}

/// What came of a case: for the department that decides such cases, and nobody else.
public struct CaseResult: Hashable, Sendable {
    public static let deadline = Duration.seconds(8)

    /// What a register of the department's says of the person from now on.
    public struct Change: Hashable, Sendable {
        /// `<department>/<resource>`, such as `insurance/cards`.
        public let resource: String
        /// By field, as the register writes it.
        public let values: [String: String]
        /// By field of a number or of money, by how much it is more from now on; below zero, less.
        public let added: [String: Int]
        /// By table, rows that come on top.
        public let rows: [String: [[String: String]]]
        /// By table, columns of rows that go: a row goes when it says all that one of them says.
        public let removed: [String: [[String: String]]]

        public init(
            resource: String, values: [String: String], added: [String: Int] = [:],
            rows: [String: [[String: String]]] = [:], removed: [String: [[String: String]]] = [:]
        ) {
            self.resource = resource
            self.values = values
            self.added = added
            self.rows = rows
            self.removed = removed
        }
    }

    public let department: String
    /// `register`, `licence` or `money`.
    public let kind: String
    public let subject: CitizenNumber
    public let caseNumber: String
    /// The service's basic code.
    public let purpose: String
    /// The day in China on which the result was issued.
    public let day: CalendarDate
    /// What the person answered, by question; files and signatures are not among them.
    public let answers: [String: String]
    public let changes: [Change]
    /// The identifier that stands on the paper of an electronic licence; nil where the department gives one itself.
    public let licence: LicenceIdentifier?

    public init(
        department: String, kind: String, subject: CitizenNumber, caseNumber: String, purpose: String,
        day: CalendarDate, answers: [String: String], changes: [Change],
        licence: LicenceIdentifier? = nil
    ) {
        self.department = department
        self.kind = kind
        self.subject = subject
        self.caseNumber = caseNumber
        self.purpose = purpose
        self.day = day
        self.answers = answers
        self.licence = licence
        self.changes = changes
    }
}

/// That what came of a case holds no longer: for the department that was told, and nobody else.
public struct ResultWithdrawal: Hashable, Sendable {
    public let department: String
    public let subject: CitizenNumber
    public let caseNumber: String
    /// The service's basic code.
    public let purpose: String
    /// The day in China on which the paper was revoked.
    public let day: CalendarDate

    public init(
        department: String, subject: CitizenNumber, caseNumber: String, purpose: String, day: CalendarDate
    ) {
        self.department = department
        self.subject = subject
        self.caseNumber = caseNumber
        self.purpose = purpose
        self.day = day
    }
}

/// What the department says of a result or its withdrawal.
public enum ResultReceipt: Hashable, Sendable {
    /// It stands in the department's books under this reference.
    case recorded(reference: String)
    /// The department does not take it; a closed word says why.
    case refused(code: String)

    /// The most characters of a reference or a code.
    public static let wordMax = 40

    /// Letters, digits and hyphens: what may stand in a history beside a case.
    public static func isWord(_ text: String) -> Bool {
        (1...wordMax).contains(text.count)
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
            }
    }
}
