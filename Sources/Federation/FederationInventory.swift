public import Storage

/// What the tables of sign-ins at other sites hold.
public enum FederationInventory {
    public static let tables: [StoredTable] = [
        StoredTable(
            "oidc_consents", .after(.consents),
            .each(
                ["citizen_id", "client_id", "scopes", "wording", "given_at_ms", "withdrawn_at_ms"], .consent,
                .clear,
                "which site may be told what; kept while given, then for the days, gone with the person")),
        StoredTable(
            "oidc_grants", .after(.visits),
            [
                StoredField("citizen_id", .pseudonym, .clear, "who signed in at the other site"),
                StoredField("session_id", .pseudonym, .clear, "ends when she signs out here"),
                StoredField("code_hash", .credential, .hash, "redeem the code, once and within a minute"),
            ]
                + .each(
                    [
                        "id", "client_id", "scopes", "acr", "amr", "nonce", "redirect_uri", "challenge",
                        "authenticated_at_ms", "issued_at_ms", "code_used_at_ms", "ends_at_ms",
                        "revoked_at_ms",
                    ], .trace, .clear, "what the site is told about one sign-in")),
        StoredTable(
            "oidc_tokens", .byItself("a day after their end, with their sign-in at the latest"),
            [StoredField("token_hash", .credential, .hash, "recognise an access or refresh token")]
                + .each(
                    ["grant_id", "kind", "issued_at_ms", "expires_at_ms", "used_at_ms"], .trace, .clear,
                    "how long a token counts, and that none counts twice")),
        StoredTable(
            "portal_links", .byItself("when she unlinks, or with the person"),
            [
                StoredField("subject_term", .pseudonym, .keyedIndex, "find her by the portal's name for her"),
                StoredField("citizen_id", .pseudonym, .clear, "whose account it is here"),
                StoredField("linked_at_ms", .trace, .clear, "since when"),
            ]),
        StoredTable(
            "portal_sessions", .after(.visits),
            [
                StoredField("subject_term", .pseudonym, .keyedIndex, "the portal signs her out everywhere"),
                StoredField("sid_term", .pseudonym, .keyedIndex, "the portal signs out one session"),
            ]
                + .each(
                    ["session_id", "citizen_id", "begun_at_ms"], .pseudonym, .clear,
                    "which of our sessions came through the portal")),
        StoredTable(things: "seen_tokens", ["issuer", "jti_hash", "expires_at_ms"]),
    ]
}
