public import Storage

/// What the tables of notices hold.
public enum NoticesInventory {
    public static let tables: [StoredTable] = [
        StoredTable(
            "case_notices", .after(.cases),
            [StoredField("citizen_id", .pseudonym, .clear, "who was told")]
                + .each(
                    [
                        "id", "case_number", "service", "kind", "language", "made_at_ms", "outcome",
                        "told_at_ms",
                    ], .trace, .clear, "that a person was told what a law wants told, and how it came to her")
        ),
        StoredTable(
            "notice_choices", .after(.cases),
            [StoredField("citizen_id", .pseudonym, .clear, "whose choice it is")]
                + .each(
                    ["kind", "declined_at_ms"], .trace, .clear, "send no messages that she does not want")),
    ]
}
