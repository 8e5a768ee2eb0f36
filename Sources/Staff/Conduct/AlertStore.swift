import Base
import Storage

/// Every statement about the `conduct_alerts` table.
enum AlertStore {
    static let listMax = 200

    static func insert(_ alert: ConductAlert, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO conduct_alerts (id, rule, account_id, case_number, at_ms)
            VALUES (\(alert.id), \(alert.rule.rawValue), \(alert.account), \(alert.caseNumber), \(alert.at))
            """)
    }

    /// Those that nobody has dealt with, the youngest first.
    static func open(in db: any SQLConnection) throws(SQLError) -> [ConductAlert] {
        var alerts: [ConductAlert] = []
        for row in try db.rows(
            """
            SELECT id, rule, account_id, case_number, at_ms, seen_by FROM conduct_alerts
            WHERE seen_by IS NULL ORDER BY at_ms DESC, id LIMIT \(listMax)
            """)
        {
            alerts.append(
                ConductAlert(
                    id: try row.value("id"), rule: try row.value("rule"), account: try row.text("account_id"),
                    caseNumber: try row.text("case_number"), at: try row.instant("at_ms"),
                    seenBy: try row.textIfPresent("seen_by")))
        }
        return alerts
    }

    /// Nobody deals with an alert about herself.
    ///
    /// - Returns: Whether it was open.
    static func see(
        _ id: Token, by account: String, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE conduct_alerts SET seen_by = \(account), seen_at_ms = \(now)
            WHERE id = \(id) AND seen_by IS NULL AND account_id <> \(account)
            """) == 1
    }
}
