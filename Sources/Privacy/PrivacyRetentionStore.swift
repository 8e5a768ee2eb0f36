public import Base
public import Storage

/// How requests are forgotten, and whether something of this room is still kept about a person.
public enum PrivacyRetentionStore {
    public static let forgetters = [requests, grants, assessments]

    /// Requests and consents whose days are not over.
    public static func holds(_ citizen: Token, in db: any SQLConnection) throws(SQLError) -> Bool {
        let asked = try db.rows("SELECT 1 AS one FROM privacy_requests WHERE citizen_id = \(citizen) LIMIT 1")
        guard asked.isEmpty else { return true }
        return try !db.rows("SELECT 1 AS one FROM consent_grants WHERE citizen_id = \(citizen) LIMIT 1")
            .isEmpty
    }

    /// When the last consent outside of a visit ended, or will; nil when none is kept.
    public static func youngestConsent(of citizen: Token, in db: any SQLConnection) throws(SQLError)
        -> Instant?
    {
        try db.rows(
            """
            SELECT max(coalesce(withdrawn_at_ms, expires_at_ms)) AS youngest FROM consent_grants
            WHERE citizen_id = \(citizen)
            """
        ).first?.instantIfPresent("youngest")
    }

    /// A consent's days are counted from its end.
    private static let grants = Forgetter(
        .consents,
        due: { before, after, limit in
            """
            SELECT id AS key FROM consent_grants
            WHERE id > \(after) AND coalesce(withdrawn_at_ms, expires_at_ms) < \(before) ORDER BY id LIMIT \(limit)
            """
        },
        forget: { key, before in
            """
            DELETE FROM consent_grants
            WHERE id = \(key) AND coalesce(withdrawn_at_ms, expires_at_ms) < \(before)
            """
        })

    private static let assessments = Forgetter(
        .assessments,
        due: { before, after, limit in
            """
            SELECT id AS key FROM impact_assessments WHERE id > \(after) AND made_at_ms < \(before)
            ORDER BY id LIMIT \(limit)
            """
        },
        forget: { key, before in
            "DELETE FROM impact_assessments WHERE id = \(key) AND made_at_ms < \(before)"
        })

    private static let requests = Forgetter(
        .requests,
        due: { before, after, limit, db in
            try db.rows(
                """
                SELECT number AS key FROM privacy_requests WHERE number > \(after) AND ended_at_ms < \(before)
                ORDER BY number LIMIT \(limit)
                """
            ).map { try $0.text("key") }
        },
        forget: { key, before, db in
            let due = try db.rows(
                "SELECT number FROM privacy_requests WHERE number = \(key) AND ended_at_ms < \(before)")
            guard !due.isEmpty else { return false }
            try db.run("DELETE FROM privacy_request_events WHERE request_number = \(key)")
            return try db.run("DELETE FROM privacy_requests WHERE number = \(key)") == 1
        })
}
