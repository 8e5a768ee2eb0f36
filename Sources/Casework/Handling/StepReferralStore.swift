import Base
import Storage
import Vault

/// The statements about what goes from one office to another, on rows of `case_steps`.
extension CaseStepStore {
    /// Lays a step into another queue, if it still is as it was found; what the last office said gives way to what this one says.
    ///
    /// - Throws: ``StepRefused/taken`` when somebody else was faster.
    static func refer(
        _ step: CaseStep, found before: CaseStep, note: [UInt8]?, in db: any SQLConnection
    ) throws {
        let changed = try db.run(
            """
            UPDATE case_steps SET queue = \(step.queue), state = \(step.state), account_id = \(step.account),
                claimed_at_ms = \(step.claimedAt), referrals = \(Int64(step.referrals)), referral_sealed = \(note)
            WHERE case_number = \(step.key.number) AND step = \(step.key.step) AND queue = \(before.queue)
                AND state = \(before.state) AND coalesce(account_id, '') = \(before.account ?? "")
            """)
        guard changed == 1 else { throw StepRefused.taken }
    }

    /// What the office that had a step before says to the one that has it now.
    static func referralNote(
        of key: CaseStep.Key, by subject: SubjectKey, in db: any SQLConnection
    ) throws -> String? {
        let row = try db.rows(
            "SELECT referral_sealed FROM case_steps WHERE case_number = \(key.number) AND step = \(key.step)"
        ).first
        return try row?.bytesIfPresent("referral_sealed").map {
            try subject.openText($0, at: referralPlace(key))
        }
    }

    static func referralPlace(_ key: CaseStep.Key) -> FieldPlace {
        FieldPlace("case_steps", "referral_sealed", row: "\(key.number) \(key.step)")
    }

    /// How many of the steps that each department still owes came from another of its offices, by the department's id.
    static func referredCounts(in db: any SQLConnection) throws(SQLError) -> [String: Int] {
        var counts: [String: Int] = [:]
        for row in try db.rows(
            """
            SELECT department, count(*) AS n FROM case_steps
            WHERE referrals > 0 AND state IN ('waiting', 'ready', 'claimed', 'correction')
            GROUP BY department ORDER BY department LIMIT 200
            """)
        {
            counts[try row.text("department")] = Int(try row.int("n"))
        }
        return counts
    }
}
