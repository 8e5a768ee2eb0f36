public import Storage

/// What the tables of ratings hold.
public enum SupervisionInventory {
    public static let tables = [
        StoredTable(
            "ratings",
            .never("says nothing about anybody once the application it was given for is forgotten"),
            .each(["level", "tags"], .opinion, .clear, "the quality of a service")
                + .each(
                    ["case_number", "service", "terminal_id", "station_id", "at_ms"], .trace, .clear,
                    "one rating for an application")),
        StoredTable(things: "rating_counts", ["service", "about", "level", "n", "shown"]),
    ]
}
