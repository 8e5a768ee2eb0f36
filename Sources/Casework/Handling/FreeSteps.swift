import Audit
import Base
import Catalogue
import Storage
import Vault

/// Puts back into their queues the steps that somebody had claimed who decides none any more: nobody else could take them.
///
/// What waits for its person at her word stays until the answer is there; the next round puts it back.
public struct FreeSteps: Sendable {
    /// **Range:** more of one account are left to the next round.
    static let stepsMax = 1_000

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// Tries all of them, also where one cannot be put back.
    ///
    /// - Parameter decides: Whether who has a number at work decides cases still.
    /// - Returns: How many steps lie in their queues again.
    /// - Throws: The first error, after all were tried.
    @discardableResult
    public func callAsFunction(where decides: (String) async throws -> Bool) async throws -> Int {
        var (freed, failure) = (0, (any Error)?.none)
        for holder in try await parts.engine.read({ db in try CaseStepStore.holders(in: db) })
        where try await !decides(holder) {
            let held = try await parts.engine.read { db in
                try CaseStepStore.claimed(by: holder, limit: Self.stepsMax, in: db)
            }
            let now = parts.world.now()
            for step in held {
                do {
                    if try await parts.engine.write({ [self] db in try free(step, at: now, in: db) }) {
                        freed += 1
                    }
                } catch {
                    failure = failure ?? error
                }
            }
        }
        if let failure { throw failure }
        return freed
    }

    /// - Returns: False for what is claimed no more, or by somebody else.
    private func free(_ found: CaseStep, at now: Instant, in db: any SQLConnection) throws -> Bool {
        guard let step = try CaseStepStore.find(found.key, in: db), step.state == .claimed,
            step.account == found.account, let heading = try CaseStore.heading(step.key.number, in: db)
        else { return false }
        var freed = step
        try freed.take(.released)
        (freed.account, freed.claimedAt) = (nil, nil)
        try CaseStepStore.save(freed, found: step, in: db)
        try CaseStore.advance(
            step.key.number, by: .stepReleased, terminal: nil, EventTrace(step, account: nil, at: now),
            at: now, in: db)
        try parts.audit.append(
            AuditAct(
                "case.step-released", actor: .system("desk"),
                purpose: try parts.item(heading.service, version: heading.serviceVersion).basicCode,
                caseNumber: step.key.number.rawValue,
                subject: try parts.vault.subject(heading.citizen, in: db).commitment(),
                decision: step.key.step),
            in: db)
        return true
    }
}
