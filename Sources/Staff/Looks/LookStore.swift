import Base
import Storage

/// Every statement about the `staff_looks` table.
enum LookStore {
    static func insert(_ look: Look, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO staff_looks (id, account_id, case_number, citizen_id, purpose, ground, at_ms, claimed,
                searched)
            VALUES (\(look.id), \(look.account), \(look.caseNumber), \(look.citizen),
                \(look.purpose.rawValue), \(look.ground.rawValue), \(look.at), \(look.isClaimed),
                \(look.isSearch))
            """)
    }

    /// What an account has looked at since, the youngest first.
    static func recent(
        of account: String, since moment: Instant, limit: Int, in db: any SQLConnection
    ) throws(SQLError) -> [Look] {
        var looks: [Look] = []
        for row in try db.rows(
            """
            SELECT id, account_id, case_number, citizen_id, purpose, ground, at_ms, claimed, searched FROM staff_looks
            WHERE account_id = \(account) AND at_ms >= \(moment) ORDER BY at_ms DESC, id LIMIT \(limit)
            """)
        {
            looks.append(
                Look(
                    id: try row.value("id"), account: try row.text("account_id"),
                    caseNumber: try row.text("case_number"),
                    citizen: try row.textIfPresent("citizen_id").flatMap { Token(rawValue: $0) },
                    purpose: try row.value("purpose"), ground: try row.value("ground"),
                    at: try row.instant("at_ms"), isClaimed: try row.flag("claimed"),
                    isSearch: try row.flag("searched")))
        }
        return looks
    }

    /// Forgets what the rules do not look back at any more; the log keeps every look.
    static func forget(before moment: Instant, in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM staff_looks WHERE at_ms < \(moment)")
    }
}
