public import Storage

/// What the tables of persons and their visits hold.
public enum IdentityInventory {
    public static let tables: [StoredTable] = [
        StoredTable(
            "citizens", .after(.persons),
            [
                StoredField("id", .pseudonym, .clear, "one person's rows belong together"),
                StoredField(
                    "number_term", .pseudonym, .keyedIndex,
                    "find a person without storing the number readably; several people can share one"),
                StoredField(
                    "number_sealed", .number, .sealedByPerson, "ask the departments, print the paper"),
                StoredField("name_sealed", .name, .sealedByPerson, "ask the departments, print the paper"),
                StoredField("phone_sealed", .phone, .sealedByPerson, "send a code"),
                StoredField("created_at_ms", .trace, .clear, "when the person was first met"),
            ]),
        StoredTable(
            "sessions", .after(.visits),
            [
                StoredField("token_hash", .credential, .hash, "recognise the visit"),
                StoredField("citizen_id", .pseudonym, .clear, "whose visit it is"),
                StoredField(
                    "claim_sealed", .number, .sealedByRing,
                    "name and number from the card, compared with the authority's answer; emptied when that is done"
                ),
            ]
                + .each(
                    [
                        "id", "terminal_id", "language", "service", "way", "factors", "face_tries",
                        "code_tries",
                        "started_at_ms", "last_seen_at_ms", "ended_at_ms", "end_reason",
                    ], .trace, .clear, "limits, throttling, operation")),
        StoredTable(
            "consents", .after(.consents),
            .each(
                ["id", "session_id", "purpose", "wording", "given_at_ms", "withdrawn_at_ms"], .consent,
                .clear,
                "proof of a separate consent, by visit")),
        StoredTable(
            "login_codes", .after(.codes),
            [
                StoredField("number_term", .pseudonym, .keyedIndex, "so many codes a person and hour"),
                StoredField("code_hash", .credential, .hash, "check the code; of no use after five minutes"),
            ]
                + .each(
                    ["id", "session_id", "sent_at_ms", "expires_at_ms", "used_at_ms"], .trace, .clear,
                    "the newest code of a visit counts, once")),
    ]
}
