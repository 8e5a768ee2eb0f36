public import Storage

public enum DeskMigrations {
    public static let all: [Migration] = [filters]

    static let filters = Migration(
        id: "0107-desk-filters",
        statements: [
            """
            CREATE TABLE desk_filters (
                account_id \(.text) NOT NULL,
                name \(.text) NOT NULL,
                query \(.text) NOT NULL,
                is_default \(.int64) NOT NULL CHECK (is_default IN (0, 1)),
                saved_at_ms \(.int64) NOT NULL,
                PRIMARY KEY (account_id, name)
            ) \(.strict)
            """
        ])
}

/// What the desk's tables hold: nothing about any citizen.
public enum DeskInventory {
    public static let tables = [
        StoredTable(
            things: "desk_filters", ["account_id", "name", "query", "is_default", "saved_at_ms"])
    ]
}
