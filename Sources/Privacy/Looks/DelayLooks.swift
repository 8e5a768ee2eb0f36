public import Base
import Audit
import Catalogue
public import Staff
public import Storage
import Vault
import Web

/// Puts off the showing of an act to its person: decided by two, told in the log at once, told to her on the day.
public struct DelayLooks: Sendable {
    let parts: PrivacyParts
    let findSubject: FindSubject

    public init(_ parts: PrivacyParts, findSubject: @escaping FindSubject = { _, _ in nil }) {
        self.parts = parts
        self.findSubject = findSubject
    }

    /// What an approved request sets off: the two who said yes are those who decided.
    public var effect: ApprovalEffect {
        { [self] approval, decider, db in
            guard let matter = DelayMatter(approval.matter), let first = approval.yeses.first else {
                throw StaffRefused.malformed
            }
            try self(
                act: matter.act, concerning: matter.concerns, until: matter.release, basis: matter.basis,
                approvers: (first.by, decider.id), in: db)
            return nil
        }
    }

    /// Who reads that a delay is asked for, and says yes or no to it: neither she whom the look is about, nor hers.
    public var circle: ApprovalCircle {
        ApprovalCircle(
            mayRead: { [self] approval, reader, db in
                do {
                    try requireStranger(reader, to: approval, in: db)
                    return true
                } catch let error where error is any Refusal {
                    return false
                }
            },
            checkDecider: { [self] approval, decider, db in
                try requireStranger(decider, to: approval, in: db)
            },
            wantsSelf: { $0.person == nil && $0.may(.readDelays) })
    }

    /// - Parameters:
    ///   - index: The act's place in the log; it must be about a person, and not her own doing.
    ///   - number: The case or request that it was done in; nil to take the act as it stands.
    ///   - release: When she sees it.
    ///   - basis: The article of the law, one of those in `privacy.yml`.
    ///   - approvers: The accounts of the two who decided; both stand in the log.
    ///   - db: The transaction in which they decided.
    /// - Throws: ``PrivacyRefused``.
    public func callAsFunction(
        act index: Int64, concerning number: String? = nil, until release: Instant, basis: String,
        approvers: (String, String), in db: any SQLConnection
    ) throws {
        let now = parts.world.now()
        let act = try check(act: index, concerning: number, basis: basis, at: now, in: db)
        try LookDelay.check(
            approvers: approvers, actor: act.actorName, now: now, release: release,
            longest: parts.rules.delay.longest)
        try LookDelayStore.insert(
            LookDelay(
                index: index, basis: basis, approvers: [approvers.0, approvers.1], decidedAt: now,
                releaseAt: release),
            in: db)
        for approver in [approvers.0, approvers.1] {
            try parts.note(
                "look.delayed", by: .staff(approver), about: nil, fields: ["record \(index)"],
                decision: "until \(CalendarDate(inChinaAt: release))", purpose: nil, in: db)
        }
    }

    /// Whether an act can be put off at all, whoever decides and until when.
    ///
    /// - Throws: ``PrivacyRefused/unknownAct``, ``PrivacyRefused/basisUnknown``, ``PrivacyRefused/shownAlready``.
    @discardableResult
    func check(
        act index: Int64, concerning number: String?, basis: String, at now: Instant,
        in db: any SQLConnection
    ) throws -> AuditHistory.Act {
        guard parts.rules.delay.bases.contains(basis) else { throw PrivacyRefused.basisUnknown }
        guard let act = try AuditHistory.act(at: index, in: db), act.isAboutSomebody,
            act.actorKind != "citizen", number == nil || act.caseNumber == number
        else { throw PrivacyRefused.unknownAct }
        let earlier = try LookDelayStore.latest(index...index, in: db)[index]
        guard earlier.map({ $0.shownAt > now }) ?? true else { throw PrivacyRefused.shownAlready }
        return act
    }

    /// Shows an act before its day; one alone may do that, for it takes nothing from anybody.
    ///
    /// She whom it is about would show it to herself.
    ///
    /// - Throws: ``PrivacyRefused/unknownAct`` for one that is not kept back, or of which nobody can say any more whom it is
    ///   about; ``PrivacyRefused/ownMatter``, ``PrivacyRefused/unknownSelf``.
    public func release(_ index: Int64, by presence: StaffPresence, requestID: String) async throws {
        guard presence.account.may(.releaseDelays) else { throw StaffRefused.rightMissing }
        try await parts.engine.write { [parts] db in
            let number = try AuditHistory.act(at: index, in: db)?.caseNumber
            guard let subject = try number.flatMap({ try subject(of: $0, in: db) }) else {
                throw PrivacyRefused.unknownAct
            }
            try requireStranger(presence.account, to: subject, in: db)
            guard
                try LookDelayStore.release(
                    index, by: presence.account.id, at: parts.world.now(), in: db) > 0
            else { throw PrivacyRefused.unknownAct }
            try parts.note(
                "look.released", by: .staff(presence.account.id), about: nil, fields: ["record \(index)"],
                purpose: nil, requestID: requestID, in: db)
        }
    }

    /// What is kept back, and what was.
    public func recent() async throws -> [LookDelay] {
        let now = parts.world.now()
        return try await parts.engine.read { db in try LookDelayStore.recent(at: now, in: db) }
    }

    /// Whom the number of a case or a request is about; nil when there is none.
    func subject(of number: String, in db: any SQLConnection) throws -> MatterSubject? {
        guard let request = RequestNumber(rawValue: number) else { return try findSubject(number, db) }
        return try PrivacyRequestStore.find(request, in: db).map {
            MatterSubject(citizen: $0.citizen, scope: .everywhere)
        }
    }

    /// - Throws: As ``PrivacyParts/requireStranger(_:to:in:)``.
    func requireStranger(
        _ official: StaffAccount, to subject: MatterSubject, in db: any SQLConnection
    ) throws {
        let persons = try [subject.citizen, subject.actor].compactMap(\.self).map {
            try parts.key($0, in: db)
        }
        try parts.requireStranger(official, to: persons, in: db)
    }

    private func requireStranger(
        _ official: StaffAccount, to approval: Approval, in db: any SQLConnection
    ) throws {
        guard let matter = DelayMatter(approval.matter) else { throw StaffRefused.malformed }
        guard let subject = try subject(of: matter.concerns, in: db) else { throw PrivacyRefused.unknownAct }
        try requireStranger(official, to: subject, in: db)
    }

    /// How many acts are kept back now, and how many ever were, for the public page of the log.
    public func counts() async throws -> (now: Int64, ever: Int64) {
        let now = parts.world.now()
        return try await parts.engine.read { db in try LookDelayStore.counts(at: now, in: db) }
    }
}

extension PrivacyRules.Delay {
    /// The articles that may be named, as they are told.
    var bases: [String] { legalBasis.map { "《\($0.title)》\($0.clause)" } }
}
