import Base
import Storage

/// Every statement about the `desk_filters` table, and there is no other.
enum SavedFilterStore {
    /// In the order of their names.
    static func all(of account: String, in db: any SQLConnection) throws(SQLError) -> [SavedFilter] {
        try db.rows(
            """
            SELECT name, query, is_default FROM desk_filters WHERE account_id = \(account)
            ORDER BY name LIMIT \(SavedFilter.countMax)
            """
        ).map { row throws(SQLError) in
            SavedFilter(
                name: try row.text("name"), list: ListAddress(query: try row.text("query")).list,
                isDefault: try row.flag("is_default"))
        }
    }

    /// Of one name there is one; of those that the desk opens with, too.
    static func save(
        _ filter: SavedFilter, of account: String, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        if filter.isDefault {
            try db.run("UPDATE desk_filters SET is_default = 0 WHERE account_id = \(account)")
        }
        try db.run(
            """
            INSERT INTO desk_filters (account_id, name, query, is_default, saved_at_ms)
            VALUES (\(account), \(filter.name), \(filter.address.query), \(filter.isDefault), \(now))
            ON CONFLICT (account_id, name) DO UPDATE SET query = excluded.query,
                is_default = excluded.is_default, saved_at_ms = excluded.saved_at_ms
            """)
    }

    static func remove(_ name: String, of account: String, in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM desk_filters WHERE account_id = \(account) AND name = \(name)")
    }
}
