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
                        "told_at_ms", "way", "wechat_message", "passed_on_at_ms",
                    ], .trace, .clear, "that a person was told what a law wants told, and how it came to her")
        ),
        StoredTable(
            "notice_choices", .after(.cases),
            [StoredField("citizen_id", .pseudonym, .clear, "whose choice it is")]
                + .each(
                    ["kind", "declined_at_ms"], .trace, .clear, "send no messages that she does not want")),
        StoredTable(
            "wechat_bindings", .byItself("when she unbinds it, unfollows the account or is erased"),
            [
                StoredField("citizen_id", .pseudonym, .clear, "whose WeChat it is"),
                StoredField(
                    "openid_sealed", .pseudonym, .sealedByPerson, "tell her by WeChat, as she agreed"),
                StoredField("openid_term", .pseudonym, .keyedIndex, "know who has unfollowed"),
            ] + .each(["channel", "bound_at_ms"], .trace, .clear, "send messages the way she wants")
                + [
                    StoredField(
                        "elsewhere_at_ms", .trace, .clear,
                        "tell her that WeChat takes no messages for her any more")
                ]),
        StoredTable(
            "wechat_scenes", .after(.codes),
            [
                StoredField("citizen_id", .pseudonym, .clear, "to whom the picture was shown"),
                StoredField(
                    "openid_sealed", .pseudonym, .sealedByPerson, "ask her whether it was she who scanned"),
                StoredField("address_sealed", .credential, .sealedByPerson, "show the picture again"),
                StoredField("scene_hash", .credential, .keyedIndex, "know which picture was scanned"),
                StoredField("code_hash", .credential, .keyedIndex, "check the code that she types"),
            ]
                + .each(
                    ["id", "session_id", "state", "tries", "made_at_ms"], .trace, .clear,
                    "bind only the phone that she holds")),
        StoredTable(
            "wechat_undelivered", .after(.codes),
            .each(
                ["message", "heard_at_ms"], .thing, .clear,
                "know of a message that it did not arrive, though that is told before we know that it went")),
    ]
}
