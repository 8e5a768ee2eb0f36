public import Base
import Audit
import Catalogue
import Storage

/// Puts off the showing of an act to its person: decided by two, told in the log at once, told to her on the day.
///
/// No page and no command calls it: a mechanism in which two people decide does.
public struct DelayLooks: Sendable {
    /// **Unit:** characters of the citation.
    static let basisMax = 200

    let parts: PrivacyParts

    public init(_ parts: PrivacyParts) {
        self.parts = parts
    }

    /// - Parameters:
    ///   - index: The act's place in the log; it must be about a person, and not her own doing.
    ///   - release: When she sees it.
    ///   - basis: The article of the law.
    ///   - approvers: The accounts of the two who decided; both stand in the log.
    /// - Throws: ``PrivacyRefused``.
    public func callAsFunction(
        act index: Int64, until release: Instant, basis: String, approvers: (String, String)
    ) async throws {
        guard (1...Self.basisMax).contains(basis.count) else { throw PrivacyRefused.choiceUnknown }
        let parts = parts
        try await parts.engine.write { db in
            let now = parts.world.now()
            guard let act = try AuditHistory.act(at: index, in: db), act.isAboutSomebody,
                act.actorKind != "citizen"
            else { throw PrivacyRefused.unknownAct }
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
    }

    /// How many acts are kept back now, and how many ever were, for the public page of the log.
    public func counts() async throws -> (now: Int64, ever: Int64) {
        let now = parts.world.now()
        return try await parts.engine.read { db in try LookDelayStore.counts(at: now, in: db) }
    }
}
