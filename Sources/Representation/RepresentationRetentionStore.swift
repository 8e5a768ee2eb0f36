public import Base
public import Storage
public import Vault
import Identity

/// How representations are forgotten.
public enum RepresentationRetentionStore {
    public static let forgetters = [mandates, agreements, actings]

    /// Whether something of this room still needs the person.
    public static func holds(_ citizen: Token, in db: any SQLConnection) throws(SQLError) -> Bool {
        let given = try db.rows("SELECT 1 AS one FROM mandates WHERE giver_id = \(citizen) LIMIT 1")
        guard given.isEmpty else { return true }
        let said = try db.rows(
            """
            SELECT 1 AS one FROM parent_agreements WHERE parent_id = \(citizen) OR child_id = \(citizen)
            LIMIT 1
            """)
        guard said.isEmpty else { return true }
        return try !db.rows(
            "SELECT 1 AS one FROM actings WHERE actor_id = \(citizen) OR subject_id = \(citizen) LIMIT 1"
        ).isEmpty
    }

    /// When the youngest of a person's mandates came to its end; nil when she gave none.
    public static func youngestMandate(of citizen: Token, in db: any SQLConnection) throws(SQLError)
        -> Instant?
    {
        try db.rows(
            """
            SELECT max(coalesce(revoked_at_ms, expires_at_ms)) AS youngest FROM mandates
            WHERE giver_id = \(citizen)
            """
        ).first?.instantIfPresent("youngest")
    }

    /// Everything of a person who is erased, on either side.
    ///
    /// A visit that goes on keeps its choice: it stays a visit for somebody for whom nobody can act any more, and never
    /// becomes its actor's own again.
    public static func erase(_ citizen: Token, vault: Vault, in db: any SQLConnection) throws {
        try db.run("DELETE FROM mandates WHERE giver_id = \(citizen)")
        try db.run(
            "DELETE FROM parent_agreements WHERE parent_id = \(citizen) OR child_id = \(citizen)")
        // What others gave her names her too, and is of use to nobody without her.
        if let number = try CitizenStore.find(citizen, vault: vault, in: db)?.number {
            try MandateStore.forget(heldBy: number, vault: vault, in: db)
        }
        let rows = try db.rows(
            """
            SELECT id, session_id FROM actings WHERE actor_id = \(citizen) OR subject_id = \(citizen)
            ORDER BY id LIMIT 10000
            """)
        for row in rows where try !IdentityRetentionStore.isOpen(row.value("session_id"), in: db) {
            let id: Token = try row.value("id")
            try db.run("DELETE FROM actings WHERE id = \(id)")
        }
    }

    private static let mandates = Forgetter(
        .consents,
        due: { before, after, limit in
            """
            SELECT id AS key FROM mandates
            WHERE id > \(after) AND coalesce(revoked_at_ms, expires_at_ms) < \(before) ORDER BY id LIMIT \(limit)
            """
        },
        forget: { key, before in
            """
            DELETE FROM mandates
            WHERE id = \(key) AND coalesce(revoked_at_ms, expires_at_ms) < \(before)
            """
        })

    private static let agreements = Forgetter(
        .consents,
        due: { before, after, limit in
            """
            SELECT id AS key FROM parent_agreements
            WHERE id > \(after) AND coalesce(until_ms, answered_at_ms, asked_at_ms) < \(before)
            ORDER BY id LIMIT \(limit)
            """
        },
        forget: { key, before in
            """
            DELETE FROM parent_agreements
            WHERE id = \(key) AND coalesce(until_ms, answered_at_ms, asked_at_ms) < \(before)
            """
        })

    private static let actings = Forgetter(
        .cases, of: "actings",
        due: { before, after, limit in
            """
            SELECT id AS key FROM actings WHERE id > \(after) AND valid_until_ms < \(before)
            ORDER BY id LIMIT \(limit)
            """
        },
        forget: { key, before in "DELETE FROM actings WHERE id = \(key) AND valid_until_ms < \(before)" })
}
