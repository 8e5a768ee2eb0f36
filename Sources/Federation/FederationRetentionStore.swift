public import Base
public import Storage

/// How sign-ins at other sites are forgotten.
public enum FederationRetentionStore {
    public static let forgetters = [consents, grants, portalSessions]

    /// A consent stays as long as it is given; a withdrawn one for its days.
    private static let consents = Forgetter(
        .consents,
        due: { before, after, limit in
            """
            SELECT citizen_id || ' ' || client_id AS key FROM oidc_consents
            WHERE citizen_id || ' ' || client_id > \(after) AND withdrawn_at_ms < \(before)
            ORDER BY citizen_id || ' ' || client_id LIMIT \(limit)
            """
        },
        forget: { key, before in
            """
            DELETE FROM oidc_consents
            WHERE citizen_id || ' ' || client_id = \(key) AND withdrawn_at_ms < \(before)
            """
        })

    private static let grants = Forgetter(
        .visits,
        due: { before, after, limit in
            """
            SELECT id AS key FROM oidc_grants WHERE id > \(after) AND ends_at_ms < \(before)
            ORDER BY id LIMIT \(limit)
            """
        },
        forget: { key, before in "DELETE FROM oidc_grants WHERE id = \(key) AND ends_at_ms < \(before)" })

    private static let portalSessions = Forgetter(
        .visits,
        due: { before, after, limit in
            """
            SELECT session_id AS key FROM portal_sessions WHERE session_id > \(after) AND begun_at_ms < \(before)
            ORDER BY session_id LIMIT \(limit)
            """
        },
        forget: { key, before in
            "DELETE FROM portal_sessions WHERE session_id = \(key) AND begun_at_ms < \(before)"
        })

    /// Forgets tokens of which nobody can make use any more, and names of tokens that could not come again.
    ///
    /// - Returns: How many went, at most twice the limit.
    public static func prune(
        before moment: Instant, limit: Int, in db: any SQLConnection
    ) throws(SQLError) -> Int {
        try TokenStore.prune(before: moment, limit: limit, in: db)
            + SeenTokenStore.prune(before: moment, limit: limit, in: db)
    }
}
