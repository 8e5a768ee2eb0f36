public import Storage

/// What the tables of applications hold.
public enum CaseworkInventory {
    public static let tables: [StoredTable] = [
        StoredTable(
            "cases", .after(.cases),
            [
                StoredField("citizen_id", .pseudonym, .clear, "whose application it is"),
                StoredField(
                    "actor_id", .pseudonym, .clear, "who acts for that person, when she did not come herself"),
                StoredField(
                    "event_number", .pseudonym, .clear, "for which event in life of who acts for that person"),
                StoredField("answers_sealed", .answers, .sealedByPerson, "the form"),
                StoredField(
                    "record_sealed", .answers, .sealedByPerson,
                    "what the service's register answered, to fill form and paper"),
            ]
                + .each(
                    [
                        "number", "service", "service_version", "terminal_id", "language", "state",
                        "record_read_at_ms", "opened_at_ms", "submitted_at_ms", "decided_at_ms",
                        "issued_at_ms",
                        "read_at_ms",
                        "acting_id",
                    ], .trace, .clear, "the application's course")),
        StoredTable(
            "case_events", .after(.cases),
            .each(
                [
                    "case_number", "seq", "event", "terminal_id", "detail", "step", "account_id", "took_ms",
                    "at_ms",
                ], .trace, .clear, "the application's history, in closed words")),
        StoredTable(
            "case_steps", .after(.cases),
            [
                StoredField(
                    "note_sealed", .answers, .sealedByPerson,
                    "what a department says to the person about its refusal"),
                StoredField(
                    "referral_sealed", .answers, .sealedByPerson,
                    "what one office of the department says to the next about the application"),
            ]
                + .each(
                    [
                        "case_number", "step", "place", "queue", "department", "level", "service",
                        "after_steps", "working_days", "state", "account_id", "ready_at_ms", "due_at_ms",
                        "due_is_firm", "claimed_at_ms", "paused_at_ms", "paused_ms", "decided_at_ms",
                        "reason", "reason_words", "referrals",
                    ], .trace, .clear, "who has to decide the application, and by when")),
        StoredTable(
            "case_terms", .byItself("when the last department has decided"),
            [
                StoredField(
                    "name_term", .name, .keyedIndex, "a clerk finds the case of who stands before her"),
                StoredField("number_term", .number, .keyedIndex, "the same by her number"),
                StoredField("phone_term", .phone, .keyedIndex, "the same by her phone"),
                StoredField("case_number", .trace, .clear, "which case it is"),
            ]),
        StoredTable(
            "case_corrections", .after(.cases),
            [
                StoredField(
                    "note_sealed", .answers, .sealedByPerson, "what the person is asked to correct")
            ]
                + .each(
                    [
                        "case_number", "step", "round", "questions", "answered", "reason",
                        "reason_words", "asked_at_ms", "answer_by_ms", "answered_at_ms",
                    ], .trace, .clear, "what has to be answered again, by the names of the questions")),
        StoredTable(
            "overdue_steps", .after(.cases),
            .each(
                [
                    "case_number", "step", "department", "due_at_ms", "found_at_ms", "ended_at_ms",
                    "told_at_ms", "escalated_level",
                ],
                .trace,
                .clear, "what a department did not decide in time")),
        StoredTable(
            "case_hand_overs", .after(.codes),
            [
                StoredField(
                    "code_hash", .credential, .hash, "find the form that a picture stands for, once")
            ]
                + .each(
                    ["id", "case_number", "session_id", "made_at_ms", "expires_at_ms", "taken_at_ms"], .trace,
                    .clear, "carry a form from a terminal to its person's phone within five minutes")),
        StoredTable(
            "appointments", .after(.cases),
            [StoredField("citizen_id", .pseudonym, .clear, "whose visit it is")]
                + .each(
                    [
                        "case_number", "service", "place", "starts_at_ms", "ends_at_ms", "state", "people",
                        "seat", "only_day", "held_until_ms", "changed_at_ms",
                    ], .trace, .clear, "when and where a visit is booked, and whether the person came")),
        StoredTable(things: "case_numbers", ["prefix", "last"]),
    ]
}
