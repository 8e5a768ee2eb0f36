public import Storage

/// What the tables of papers and print tickets hold.
public enum DocumentsInventory {
    public static let tables: [StoredTable] = [
        StoredTable(
            "documents",
            .never(
                "whether a paper is genuine can be asked as long as the paper lies somewhere; its bytes go after their days, its facts with the person's key"
            ),
            [
                StoredField("subject_id", .pseudonym, .clear, "whose paper it is"),
                StoredField("subject_commitment", .pseudonym, .hash, "compared with a ticket's"),
                StoredField("case_number", .pseudonym, .clear, "which application it comes from"),
                StoredField(
                    "pdf_sealed", .paper, .sealedByPerson, "print it again; emptied after the days of papers"),
                StoredField("facts_sealed", .answers, .sealedByPerson, "show masked who the holder is"),
                StoredField("code_hash", .pseudonym, .hash, "find the paper by the code on it"),
                StoredField("pdf_hash", .pseudonym, .hash, "find the paper by its file"),
                StoredField("issued_at_ms", .trace, .clear, "tell when it was issued"),
            ]
                + .things([
                    "id", "paper", "edition", "service_code", "service_name", "issuer", "pdf_bytes", "pages",
                    "valid_until", "state", "state_reason", "state_changed_at_ms",
                ])),
        StoredTable(
            "print_tickets", .after(.visits),
            [StoredField("session_hash", .credential, .hash, "only in the visit it was made for")]
                + .each(
                    [
                        "id", "document_id", "case_number", "terminal_id", "issued_at_ms", "expires_at_ms",
                        "fetched_at_ms", "closed_at_ms", "state", "reason", "pages_printed",
                    ], .trace, .clear, "a paper comes out once")),
    ]
}
