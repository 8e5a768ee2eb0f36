public import Storage

/// What the tables of the comparison hold: about services, and about no citizen.
public enum ComparisonInventory {
    public static let tables: [StoredTable] = [
        StoredTable(things: "portal_items", ["code", "item_json"]),
        StoredTable(things: "portal_imports", ["seq", "source", "items", "account_id", "made_at_ms"]),
        StoredTable(
            "match_decisions", .never("who decided what about which service is told to those who come after"),
            .things([
                "seq", "there_code", "here_service", "verdict", "reason", "account_id", "there_prints",
                "here_prints", "made_at_ms",
            ])),
    ]
}
