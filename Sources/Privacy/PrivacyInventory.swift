public import Storage

/// What the tables of persons' rights hold.
public enum PrivacyInventory {
    public static let tables: [StoredTable] = [
        StoredTable(
            "privacy_requests", .after(.requests),
            [
                StoredField("citizen_id", .pseudonym, .clear, "whose request it is"),
                StoredField("text_sealed", .answers, .sealedByPerson, "what the person wrote"),
                StoredField("answer_sealed", .answers, .sealedByPerson, "what she is answered"),
                StoredField(
                    "about_index", .pseudonym, .clear, "the act in the public log that is asked about"),
            ]
                + .each(
                    [
                        "number", "kind", "topic", "state", "language", "reason", "made_at_ms", "due_at_ms",
                        "remind_at_ms", "reminded_at_ms", "ended_at_ms",
                    ], .trace, .clear, "the request's course and its clock")),
        StoredTable(
            "privacy_request_events", .after(.requests),
            .each(
                ["request_number", "seq", "event", "official", "at_ms"], .trace, .clear,
                "the request's history, in closed words")),
        StoredTable(things: "privacy_request_numbers", ["day", "last"]),
        StoredTable(
            "look_delays", .never("proof that two decided, counted on the public page of the log"),
            [StoredField("leaf_index", .pseudonym, .clear, "which act is shown later")]
                + .things([
                    "basis", "first_approver", "second_approver", "decided_at_ms", "release_at_ms",
                    "released_by", "released_at_ms",
                ])),
        StoredTable(
            "consent_grants", .after(.consents),
            [
                StoredField("citizen_id", .pseudonym, .clear, "whose data it is about"),
                StoredField("giver_id", .pseudonym, .clear, "who agreed: she herself, or her guardian"),
            ]
                + .each(
                    [
                        "id", "purpose", "wording", "terminal_id", "given_at_ms", "expires_at_ms",
                        "withdrawn_at_ms",
                    ], .consent, .clear, "proof of a consent, and until when it holds")),
        StoredTable(
            "impact_assessments", .after(.assessments),
            .things(["id", "made_at_ms", "made_by", "release", "record_text"])),
    ]
}
