public import Base
public import Catalogue
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

    /// What the house did for a person on her request and did not undo: whose, and when.
    public struct CarriedOut: Hashable, Sendable {
        public let citizen: Token
        public let at: Instant
    }

    /// Deletions that wait for a law's day while what no law keeps is gone, or accounts closed; the oldest first.
    ///
    /// Continue with the last one's moment and person.
    public static func carriedOut(
        _ right: PersonRight, since moment: Instant, after citizen: String = "", limit: Int,
        in db: any SQLConnection
    ) throws(SQLError) -> [CarriedOut] {
        let event = right == .closing ? RequestEvent.answered : .deferred
        return try db.rows(
            """
            SELECT r.citizen_id AS citizen_id, e.at_ms AS at_ms FROM privacy_request_events e
            JOIN privacy_requests r ON r.number = e.request_number
            WHERE r.kind = \(right.rawValue) AND e.event = \(event) AND e.official IS NULL
                AND (e.at_ms > \(moment) OR (e.at_ms = \(moment) AND r.citizen_id > \(citizen)))
            ORDER BY e.at_ms, r.citizen_id LIMIT \(limit)
            """
        ).map { row throws(SQLError) in
            CarriedOut(citizen: try row.value("citizen_id"), at: try row.instant("at_ms"))
        }
    }

    /// When the youngest of those was done; nil when none is known.
    public static func lastCarriedOut(in db: any SQLConnection) throws(SQLError) -> Instant? {
        try db.rows(
            """
            SELECT max(e.at_ms) AS last FROM privacy_request_events e
            JOIN privacy_requests r ON r.number = e.request_number
            WHERE e.official IS NULL AND ((r.kind = \(PersonRight.closing.rawValue) AND e.event = \(RequestEvent.answered))
                OR (r.kind = \(PersonRight.deletion.rawValue) AND e.event = \(RequestEvent.deferred)))
            """
        ).first?.instantIfPresent("last")
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
