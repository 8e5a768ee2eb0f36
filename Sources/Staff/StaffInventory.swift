public import Storage

/// What the tables of the desk hold: about those who work there, and about no citizen but what a request names.
public enum StaffInventory {
    public static let tables: [StoredTable] = [
        StoredTable(
            "break_glass", .never("who looked without a case, and what was said of it, is evidence"),
            [StoredField("text_sealed", .trace, .sealedByRing, "why it could not wait, for the review")]
                + .things([
                    "id", "account_id", "reason", "opened_at_ms", "reviewed_by", "reviewed_at_ms", "finding",
                    "alarmed_at_ms",
                ])),
        StoredTable(
            "staff_looks", .byItself("a day after the look; the log keeps it"),
            [
                StoredField("case_number", .pseudonym, .clear, "see rows of numbers"),
                StoredField("citizen_id", .pseudonym, .clear, "see repeated looks at one person"),
                StoredField("at_ms", .trace, .clear, "see how many looks an hour there are"),
            ] + .things(["id", "account_id", "purpose", "ground", "claimed", "searched"])),
        StoredTable(
            "conduct_alerts", .never("what was asked about whose looks is evidence"),
            [
                StoredField("case_number", .pseudonym, .clear, "find the case that was looked at"),
                StoredField("at_ms", .trace, .clear, "find the look in the log"),
            ] + .things(["id", "rule", "account_id", "seen_by", "seen_at_ms"])),
        StoredTable(
            "case_exports", .never("which lists left the house, and why, is evidence"),
            [StoredField("reason_sealed", .trace, .sealedByRing, "why somebody took a list alone")]
                + .things([
                    "id", "account_id", "service", "from_day", "to_day", "persons", "made_at_ms",
                    "approval_id", "fetched_at_ms",
                ])),
        StoredTable(
            "queue_exports", .never("which lists left the house is evidence"),
            .things([
                "id", "account_id", "list", "persons", "made_at_ms", "approval_id", "fetched_at_ms",
            ])),
        StoredTable(things: "agreed_periods", ["kept", "days", "approval_id", "set_at_ms"]),
        StoredTable(
            "permits", .never("who let the console touch the keys is evidence"),
            .things(["code_hash", "act", "approval_id", "expires_at_ms", "used_at_ms"])),
        StoredTable(
            "watched_persons",
            .never("who is to be protected from curiosity stays so; the number is not kept"),
            [
                StoredField(
                    "person_index", .number, .keyedIndex, "see that a look is at somebody who is watched")
            ]
                + .things(["kind", "approval_id", "added_at_ms"])),
        StoredTable(
            "staff_accounts",
            .never("the log names accounts for ever; an ended one keeps its number and name"),
            [
                StoredField(
                    "name_sealed", .name, .sealedByRing, "tell colleagues whom a number in the log means"),
                StoredField(
                    "phone_sealed", .phone, .sealedByRing, "tell her at once that the desk wants her"),
                StoredField(
                    "address_index", .pseudonym, .keyedIndex, "see looks at somebody of her own household"),
                StoredField(
                    "person_index", .number, .keyedIndex, "keep her own cases, and her family's, from her"),
            ]
                + .things(["id", "department", "region", "roles", "state", "created_at_ms"])),
        StoredTable(
            "staff_codes", .byItself("a day after their end"),
            .things(["code_hash", "account_id", "seat", "opens_at_ms", "expires_at_ms", "used_at_ms"])),
        StoredTable(things: "staff_seats", ["seat", "held_since_ms"]),
        StoredTable(
            "staff_recoveries", .never("what the console began about whom is evidence"),
            .things([
                "id", "code_hash", "account_id", "seat", "begun_at_ms", "opens_at_ms", "expires_at_ms",
                "ended_at_ms", "outcome", "refused_by",
            ])),
        StoredTable(
            "staff_sessions", .byItself("seven days after they began"),
            .things([
                "id", "token_hash", "account_id", "passkey_id", "started_at_ms", "last_seen_at_ms",
                "ended_at_ms", "end_reason", "proved_again_at_ms",
            ])),
        StoredTable(
            "approvals", .never("who asked for what and who agreed is evidence"),
            [
                StoredField("matter_sealed", .pseudonym, .sealedByRing, "what the second person decides on"),
                StoredField("reason_sealed", .trace, .sealedByRing, "why it was asked for"),
            ]
                + .things([
                    "id", "kind", "requested_by", "session_id", "passkey_id", "requested_at_ms",
                    "expires_at_ms",
                    "decided_by", "decided_at_ms", "decision",
                ])),
        StoredTable(
            "approval_yeses", .never("who agreed is evidence"),
            .things(["approval_id", "account_id", "session_id", "passkey_id", "at_ms"])),
    ]
}
