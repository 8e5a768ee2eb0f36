import Storage
import Vault

/// What a person is given of how her applications were decided.
extension CaseCopyStore {
    static func handling(_ vault: Vault) -> [PersonExporter] {
        [
            PersonExporter(
                "case_steps",
                [
                    "case_number", "step", "place", "queue", "department", "level", "service", "after_steps",
                    "working_days", "state", "account_id", "ready_at_ms", "due_at_ms", "due_is_firm",
                    "claimed_at_ms", "paused_at_ms", "paused_ms", "decided_at_ms", "reason",
                    "reason_words", "note_sealed", "referrals", "referral_sealed",
                ],
                select: {
                    """
                    SELECT case_number, step, place, queue, department, level, s.service AS service, after_steps,
                        working_days, s.state AS state, account_id, ready_at_ms, due_at_ms, due_is_firm, claimed_at_ms,
                        paused_at_ms, paused_ms, s.decided_at_ms AS decided_at_ms, reason,
                        reason_words, note_sealed, referrals, referral_sealed
                    FROM case_steps s JOIN cases c ON c.number = s.case_number
                    WHERE c.citizen_id = \($0) ORDER BY case_number, place LIMIT 100000
                    """
                },
                open: { column, sealed, row, citizen, db in
                    let key = try key(row)
                    return try vault.subject(citizen, in: db).openText(
                        sealed,
                        at: column == "referral_sealed"
                            ? CaseStepStore.referralPlace(key) : CaseStepStore.place(key))
                }),
            PersonExporter(
                "case_terms", ["case_number"],
                left: [
                    "name_term": "made of the name, which is in the copy",
                    "number_term": "made of the number, which is in the copy",
                    "phone_term": "made of the phone, which is in the copy",
                ],
                select: {
                    """
                    SELECT case_number FROM case_terms t JOIN cases c ON c.number = t.case_number
                    WHERE c.citizen_id = \($0) ORDER BY case_number LIMIT 100000
                    """
                }),
            PersonExporter(
                "case_corrections",
                [
                    "case_number", "step", "round", "questions", "answered", "reason", "reason_words",
                    "note_sealed", "asked_at_ms", "answer_by_ms", "answered_at_ms",
                ],
                select: {
                    """
                    SELECT case_number, step, round, questions, answered, reason, reason_words, note_sealed,
                        asked_at_ms, answer_by_ms, answered_at_ms
                    FROM case_corrections k JOIN cases c ON c.number = k.case_number
                    WHERE c.citizen_id = \($0) ORDER BY case_number, step, round LIMIT 100000
                    """
                },
                open: { _, sealed, row, citizen, db in
                    try vault.subject(citizen, in: db).openText(
                        sealed, at: CorrectionStore.place(key(row), Int(row.int("round"))))
                }),
            PersonExporter(
                "overdue_steps",
                [
                    "case_number", "step", "department", "due_at_ms", "found_at_ms", "ended_at_ms",
                    "told_at_ms", "escalated_level",
                ],
                select: {
                    """
                    SELECT case_number, step, department, due_at_ms, found_at_ms, ended_at_ms, told_at_ms,
                        escalated_level
                    FROM overdue_steps o JOIN cases c ON c.number = o.case_number
                    WHERE c.citizen_id = \($0) ORDER BY case_number, step LIMIT 100000
                    """
                }),
        ]
    }

    private static func key(_ row: SQLRow) throws(SQLError) -> CaseStep.Key {
        CaseStep.Key(try row.value("case_number"), try row.text("step"))
    }
}
