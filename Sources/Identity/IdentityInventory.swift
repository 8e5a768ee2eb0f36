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
                StoredField(
                    "phone_sealed", .phone, .sealedByPerson,
                    "send a code, stand in her form where it asks for one"),
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
                        "started_at_ms", "last_seen_at_ms", "ended_at_ms", "end_reason", "for_another",
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
        StoredTable(
            "accounts", .byItself("when the person closes her account"),
            [
                StoredField("citizen_id", .pseudonym, .clear, "whose account it is"),
                StoredField("phone_term", .pseudonym, .keyedIndex, "find an account by phone"),
                StoredField("opened_at_ms", .trace, .clear, "since when there is an account"),
                StoredField(
                    "sure_from_ms", .trace, .clear, "a new account does not yet speak for what must be sure"),
            ]),
        StoredTable(
            "account_factors", .byItself("when the person closes her account"),
            [
                StoredField("citizen_id", .pseudonym, .clear, "whose way to sign in it is"),
                StoredField(
                    "secret_sealed", .credential, .sealedByPerson,
                    "the password's hash, the authenticator's key"),
            ]
                + .each(
                    [
                        "id", "kind", "session_id", "last_step", "created_at_ms", "confirmed_at_ms",
                        "last_used_at_ms",
                        "revoked_at_ms",
                    ], .trace, .clear, "show her ways to her; each code counts once")),
        StoredTable(
            "account_sessions", .after(.visits),
            [
                StoredField("token_hash", .credential, .hash, "recognise the browser's session"),
                StoredField("citizen_id", .pseudonym, .clear, "whose session it is"),
            ]
                + .each(
                    [
                        "id", "state", "factors", "level", "language", "tries", "started_at_ms",
                        "last_seen_at_ms", "authenticated_at_ms", "ended_at_ms", "end_reason",
                    ], .trace, .clear, "limits, throttling, and her own list of sessions")),
        StoredTable(
            "account_codes", .after(.codes),
            [
                StoredField("citizen_id", .pseudonym, .clear, "whose code it is"),
                StoredField(
                    "code_hash", .credential, .keyedIndex, "check the code; of no use after ten minutes"),
            ]
                + .each(
                    ["id", "purpose", "session_id", "made_at_ms", "expires_at_ms", "used_at_ms"], .trace,
                    .clear, "the newest code counts, once")),
        StoredTable(
            "account_devices", .byItself("when the person closes her account"),
            [
                StoredField("id_hash", .credential, .hash, "know a browser again"),
                StoredField("citizen_id", .pseudonym, .clear, "whose browser it is"),
            ]
                + .each(
                    ["first_seen_at_ms", "last_seen_at_ms"], .trace, .clear,
                    "tell her of new browsers, and let hers in while others must wait")),
        StoredTable(
            "throttles", .byItself("thirty days after the last wrong try"),
            [
                StoredField(
                    "scope_term", .pseudonym, .keyedIndex, "count wrong tries a person, browser and terminal")
            ] + .each(["failures", "last_failed_at_ms"], .trace, .clear, "let the waits grow")),
        StoredTable(
            "phone_logins", .after(.codes),
            [
                StoredField("citizen_id", .pseudonym, .clear, "who agreed to a visit on her phone"),
                StoredField("code_hash", .credential, .hash, "find the visit that a picture stands for"),
            ]
                + .each(
                    [
                        "id", "session_id", "made_at_ms", "expires_at_ms", "decision", "decided_at_ms",
                        "used_at_ms",
                    ], .trace, .clear, "one answer for one visit, within two minutes")
                + [
                    StoredField(
                        "proved_at_ms", .trace, .clear,
                        "what is dear asks for a proof of the last ten minutes"),
                    StoredField(
                        "with_card", .trace, .clear, "what is dear asks for the card beside the phone"),
                ]),
        StoredTable(
            "network_identities", .after(.persons),
            [
                StoredField("citizen_id", .pseudonym, .clear, "whose name at the national service it is"),
                StoredField(
                    "identifier_term", .pseudonym, .keyedIndex,
                    "know her again by the name that the service has for her towards this application alone"),
                StoredField(
                    "identifier_sealed", .pseudonym, .sealedByPerson, "tell apart who shares a term"),
            ] + .each(["id", "linked_at_ms"], .trace, .clear, "since when she is known by it")),
        StoredTable(
            "network_logins", .after(.codes),
            [
                StoredField(
                    "expected_term", .pseudonym, .keyedIndex,
                    "the second answer of a visit is of whoever gave the first"),
                StoredField(
                    "address_sealed", .credential, .sealedByRing,
                    "the picture on the screen; emptied when it is answered"),
                StoredField(
                    "outcome_sealed", .number, .sealedByRing,
                    "what the service answered, until she presses; emptied then, or with the visit"),
            ]
                + .each(
                    [
                        "id", "session_id", "scope", "opened_at_ms", "expires_at_ms", "decision",
                        "decided_at_ms", "used_at_ms",
                    ], .trace, .clear, "one answer for one visit, within three minutes")),
    ]
}
