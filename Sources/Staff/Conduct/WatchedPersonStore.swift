import Base
import Storage

/// Every statement about the `watched_persons` table.
enum WatchedPersonStore {
    /// The last word counts: whoever is listed anew changes the list.
    static func insert(
        _ term: [UInt8], _ kind: WatchedPerson.Kind, approval: Token, at now: Instant,
        in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO watched_persons (person_index, kind, approval_id, added_at_ms)
            VALUES (\(term), \(kind.rawValue), \(approval), \(now))
            ON CONFLICT (person_index) DO UPDATE SET kind = excluded.kind, approval_id = excluded.approval_id,
                added_at_ms = excluded.added_at_ms
            """)
    }

    static func kind(of term: [UInt8], in db: any SQLConnection) throws(SQLError) -> WatchedPerson.Kind? {
        let rows = try db.rows("SELECT kind FROM watched_persons WHERE person_index = \(term)")
        guard let row = rows.first else { return nil }
        return WatchedPerson.Kind(rawValue: try row.text("kind"))
    }

    static func counts(in db: any SQLConnection) throws(SQLError) -> [WatchedPerson.Kind: Int] {
        var counts: [WatchedPerson.Kind: Int] = [:]
        for row in try db.rows("SELECT kind, count(*) AS n FROM watched_persons GROUP BY kind LIMIT 10") {
            if let kind = WatchedPerson.Kind(rawValue: try row.text("kind")) {
                counts[kind] = Int(try row.int("n"))
            }
        }
        return counts
    }
}
