public import Catalogue
public import Storage
public import Vault
import Base

/// What this room gives a person of her applications.
public enum CaseCopyStore {
    public static func exporters(_ vault: Vault, _ catalogue: Catalogue) -> [PersonExporter] {
        [
            PersonExporter(
                "cases", caseColumns,
                left: [
                    "actor_id":
                        "another person's; whether somebody acted for her, the choices in the copy tell",
                    "event_number": "another person's: the number of what a parent began for herself",
                ],
                select: {
                    """
                    SELECT number, service, service_version, citizen_id, terminal_id, language, state, answers_sealed,
                        record_sealed, record_read_at_ms, opened_at_ms, submitted_at_ms, decided_at_ms, issued_at_ms,
                        read_at_ms, acting_id
                    FROM cases WHERE citizen_id = \($0) ORDER BY opened_at_ms LIMIT 10000
                    """
                },
                open: { column, sealed, row, citizen, db in
                    let key = try vault.subject(citizen, in: db)
                    guard column == "answers_sealed" else {
                        return try key.openText(
                            sealed, at: FieldPlace("cases", "record", row: row.text("number")))
                    }
                    var answers = try SealedCase.answers(sealed, of: row.value("number"), key: key)
                    // Where somebody acted for her, a telephone is that person's, as a rule.
                    if try row.textIfPresent("acting_id") != nil {
                        let item = catalogue[try row.value("service")]
                        for question in item?.questions ?? [] where question.kind == .phone {
                            answers[question.id] = nil
                        }
                    }
                    return String(decoding: try SealedCase.written(answers), as: UTF8.self)
                }),
            PersonExporter(
                "case_events",
                [
                    "case_number", "seq", "event", "terminal_id", "detail", "step", "account_id", "took_ms",
                    "at_ms",
                ],
                select: {
                    """
                    SELECT case_number, seq, event, e.terminal_id AS terminal_id, detail, step, account_id, took_ms,
                        at_ms
                    FROM case_events e JOIN cases c ON c.number = e.case_number
                    WHERE c.citizen_id = \($0) ORDER BY case_number, seq LIMIT 100000
                    """
                }),
            PersonExporter(
                "appointments", appointmentColumns,
                select: {
                    """
                    SELECT case_number, citizen_id, service, place, starts_at_ms, ends_at_ms, state, people,
                        seat, only_day, held_until_ms, changed_at_ms
                    FROM appointments WHERE citizen_id = \($0) ORDER BY starts_at_ms LIMIT 10000
                    """
                }),
        ] + handling(vault)
    }

    private static let appointmentColumns = [
        "case_number", "citizen_id", "service", "place", "starts_at_ms", "ends_at_ms", "state", "people",
        "seat", "only_day", "held_until_ms", "changed_at_ms",
    ]

    private static let caseColumns = [
        "number", "service", "service_version", "citizen_id", "terminal_id", "language", "state",
        "answers_sealed", "record_sealed", "record_read_at_ms", "opened_at_ms", "submitted_at_ms",
        "decided_at_ms", "issued_at_ms", "read_at_ms", "acting_id",
    ]
}
