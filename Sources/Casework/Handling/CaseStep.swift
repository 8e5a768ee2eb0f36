public import Base
public import Catalogue

/// One step of deciding a case, as it stands now.
public struct CaseStep: Hashable, Sendable {
    /// A case's number and a step's id.
    public struct Key: Hashable, Sendable {
        public let number: CaseNumber
        public let step: String

        public init(_ number: CaseNumber, _ step: String) {
            self.number = number
            self.step = step
        }
    }

    public let key: Key
    /// In the order in which the service names its steps; 1 and up.
    public let place: Int
    public internal(set) var queue: StepQueue
    public let department: DepartmentID
    public let level: Int
    public let service: ServiceID
    /// As the service's version of the case had it.
    public let after: [String]
    public let workingDays: Int
    public internal(set) var state: StepState
    /// Who works at it, or decided it.
    public internal(set) var account: String?
    public internal(set) var readyAt: Instant?
    /// Nil as long as it waits for others.
    public internal(set) var due: StepDeadline?
    public internal(set) var claimedAt: Instant?
    public internal(set) var pausedAt: Instant?
    /// How long it has waited for its person since it was claimed, ended waits only.
    public internal(set) var paused: Duration
    public internal(set) var decidedAt: Instant?
    public internal(set) var reason: GivenReason?
    /// How often it went to another office of its department.
    public internal(set) var referrals = 0
    /// The version of the service under which its case runs; nil before the step is read from its row.
    public internal(set) var version: Int?

    /// The service to name it by in a list: as its case has it, or as it is offered where that is not here.
    public func item(in catalogue: Catalogue) -> ServiceItem? {
        catalogue[service, version: version]
    }

    /// How it is called; its id when the service has changed meanwhile.
    public func name(_ item: ServiceItem, _ language: Language) -> String {
        item.steps.first { $0.id == key.step }?.name[language] ?? key.step
    }

    /// Whether its clock runs.
    public var isRunning: Bool { state == .ready || state == .claimed }

    /// - Throws: ``StepRefused/notNow`` when the event has no place where the step stands, ``StepRefused/ended`` when none has any.
    mutating func take(_ event: StepEvent) throws(StepRefused) {
        guard let next = state.after(event) else { throw state == .void ? .ended : .notNow }
        state = next
    }
}
