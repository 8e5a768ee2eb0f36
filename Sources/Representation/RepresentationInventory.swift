public import Storage

/// What this room keeps, column by column.
public enum RepresentationInventory {
    public static let tables: [StoredTable] = [
        StoredTable(
            "actings", .after(.cases),
            [
                StoredField("actor_id", .pseudonym, .clear, "who acted for somebody"),
                StoredField("subject_id", .pseudonym, .clear, "for whom"),
            ]
                + .each(
                    ["id", "session_id", "kind", "mandate_id", "chosen_at_ms", "valid_until_ms"], .trace,
                    .clear, "by what somebody acted for another, and until when that holds")),
        StoredTable(
            "parent_agreements", .after(.consents),
            [
                StoredField("parent_id", .pseudonym, .clear, "whose word it is"),
                StoredField("child_id", .pseudonym, .clear, "to whom it was said"),
            ]
                + .each(
                    ["id", "asked_at_ms", "answer", "answered_at_ms", "until_ms"], .consent, .clear,
                    "proof of what a parent agreed to or refused, and until when")),
        StoredTable(
            "mandates", .after(.consents),
            [
                StoredField("giver_id", .pseudonym, .clear, "whose mandate it is"),
                StoredField(
                    "holder_term", .pseudonym, .keyedIndex, "find the mandates of who stands at a terminal"),
                StoredField(
                    "holder_sealed", .number, .sealedByPerson,
                    "name and number of who may act, compared with who stands at the terminal"),
            ]
                + .each(
                    ["id", "services", "given_at_ms", "expires_at_ms", "revoked_at_ms"], .consent, .clear,
                    "proof of what was allowed, and until when")),
    ]
}
