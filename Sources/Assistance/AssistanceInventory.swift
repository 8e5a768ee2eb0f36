public import Storage

/// What this room keeps, column by column.
public enum AssistanceInventory {
    public static let tables: [StoredTable] = [
        StoredTable(
            "assistances", .after(.visits),
            .each(
                ["terminal_id", "session_id", "called_at_ms", "begun_at_ms", "told_at_ms", "ended_at_ms"],
                .trace, .clear, "that somebody helped at a visit, from when to when")
                + [
                    StoredField(
                        "case_number", .pseudonym, .clear, "name the help once in the log of the case")
                ]
                + .things([
                    "id", "volunteer_id", "code_hash", "code_tries", "code_until_ms", "aside", "end_reason",
                ])),
        StoredTable(
            "volunteers", .after(.visits),
            [
                StoredField("name_sealed", .name, .sealedByRing, "tell the desk who helps"),
                StoredField("phone_sealed", .phone, .sealedByRing, "send her a code"),
                StoredField("person_term", .pseudonym, .keyedIndex, "keep her from helping herself"),
            ]
                + .things([
                    "id", "number", "station_id", "enrolled_at_ms", "enrolled_by", "approved_by",
                    "retired_at_ms", "retired_by",
                ])),
    ]
}
