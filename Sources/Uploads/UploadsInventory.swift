public import Storage

/// What the table of sent files holds.
public enum UploadsInventory {
    public static let tables: [StoredTable] = [
        StoredTable(
            "uploads", .after(.cases),
            [
                StoredField("citizen_id", .pseudonym, .clear, "whose file it is"),
                StoredField(
                    "content_sealed", .answers, .sealedByPerson, "a department looks at what she sent"),
                StoredField("content_hash", .pseudonym, .hash, "the same file sent twice is kept once"),
            ]
                + .each(
                    ["id", "case_number", "question", "uploaded_at_ms", "looked_at_ms"], .trace, .clear,
                    "which question of which application it answers")
                + .things(["media_type", "size_bytes", "state"]))
    ]
}
