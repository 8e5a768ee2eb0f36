public import Catalogue
public import Identity
public import Storage

/// The verbs of this room, wired once.
public final class PrivacyVerbs: Sendable {
    public let looked: WhoLooked
    public let delay: DelayLooks
    public let askForDelay: AskForDelay
    public let make: MakeRequest
    public let own: OwnRequests
    public let work: WorkRequests
    public let consents: ConsentLedger
    public let assess: KeepAssessment
    public let copy: CollectCopy
    public let erase: EraseOnRequest
    public let passOverNumbers: PassOverRequestNumbers
    let parts: PrivacyParts

    public var rules: PrivacyRules { parts.rules }
    public var purposes: [ConsentPurpose] { parts.purposes }

    /// - Parameters:
    ///   - parts: What the verbs work with.
    ///   - visits: The consents that are given in visits.
    ///   - exporters: What every room gives for a copy.
    ///   - schedule: For how long each class is kept.
    ///   - holdings: What other rooms keep of a person, and how it goes.
    ///   - agreed: The days that two people of the desk have agreed on, by class; the schedule's where there are none.
    ///   - isGuardian: Whether somebody is known as the guardian of a child; nobody is by default.
    ///   - findSubject: Finds whom a case is about.
    ///   - house: What other rooms do under a consent.
    ///   - answered: Told after an answer to a request is kept.
    public init(
        _ parts: PrivacyParts, visits: VisitConsents, exporters: [PersonExporter],
        schedule: RetentionSchedule, holdings: PersonHoldings,
        agreed: @escaping EraseOnRequest.AgreedDays = { [:] },
        isGuardian: @escaping ConsentLedger.Guardianship = { _, _, _ in false },
        findSubject: @escaping FindSubject = { _, _ in nil },
        house: ConsentLedger.House = ConsentLedger.House(),
        answered: @escaping @Sendable (_ request: PrivacyRequest) async -> Void = { _ in }
    ) {
        self.parts = parts
        looked = WhoLooked(parts)
        delay = DelayLooks(parts, findSubject: findSubject)
        askForDelay = AskForDelay(parts: parts, delay: delay)
        make = MakeRequest(parts)
        own = OwnRequests(parts)
        work = WorkRequests(parts, answered: answered)
        consents = ConsentLedger(parts, visits: visits, isGuardian: isGuardian, house: house)
        assess = KeepAssessment(parts)
        copy = CollectCopy(parts, exporters: exporters)
        passOverNumbers = PassOverRequestNumbers(parts: parts)
        erase = EraseOnRequest(parts, schedule: schedule, holdings: holdings, agreed: agreed)
    }

    func sources(_ catalogue: Catalogue) -> LookSources {
        LookSources(catalogue: catalogue, rules: parts.rules, purposes: parts.purposes)
    }
}
