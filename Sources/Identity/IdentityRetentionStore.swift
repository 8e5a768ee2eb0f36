public import Base
public import Storage
public import Vault
import Passkeys

/// How codes, consents, visits and persons are forgotten, in the order in which they lean on each other.
public struct IdentityRetentionStore: Sendable {
    /// Whether something beyond this room is still kept about a person.
    public typealias Need = @Sendable (_ citizen: Token, _ db: any SQLConnection) throws -> Bool

    let vault: Vault
    let isNeeded: Need

    public init(vault: Vault, isNeeded: @escaping Need) {
        self.vault = vault
        self.isNeeded = isNeeded
    }

    public var forgetters: [Forgetter] {
        [codes, accountCodes, phoneLogins, networkLogins, consents, visits, accountSessions, persons]
    }

    private var accountCodes: Forgetter {
        Forgetter(
            .codes,
            due: { before, after, limit in
                """
                SELECT id AS key FROM account_codes WHERE id > \(after) AND made_at_ms < \(before)
                ORDER BY id LIMIT \(limit)
                """
            },
            forget: { key, before in "DELETE FROM account_codes WHERE id = \(key) AND made_at_ms < \(before)"
            })
    }

    private var phoneLogins: Forgetter {
        Forgetter(
            .codes,
            due: { before, after, limit in
                """
                SELECT id AS key FROM phone_logins WHERE id > \(after) AND made_at_ms < \(before)
                ORDER BY id LIMIT \(limit)
                """
            },
            forget: { key, before in "DELETE FROM phone_logins WHERE id = \(key) AND made_at_ms < \(before)" }
        )
    }

    private var networkLogins: Forgetter {
        Forgetter(
            .codes,
            due: { before, after, limit in
                """
                SELECT id AS key FROM network_logins WHERE id > \(after) AND opened_at_ms < \(before)
                ORDER BY id LIMIT \(limit)
                """
            },
            forget: { key, before in
                "DELETE FROM network_logins WHERE id = \(key) AND opened_at_ms < \(before)"
            })
    }

    private var accountSessions: Forgetter {
        Forgetter(
            .visits,
            due: { before, after, limit in
                """
                SELECT id AS key FROM account_sessions WHERE id > \(after) AND ended_at_ms < \(before)
                ORDER BY id LIMIT \(limit)
                """
            },
            forget: { key, before in
                "DELETE FROM account_sessions WHERE id = \(key) AND ended_at_ms < \(before)"
            })
    }

    /// When she last gave a consent in a visit; nil when none is kept.
    public static func youngestConsent(of citizen: Token, in db: any SQLConnection) throws(SQLError)
        -> Instant?
    {
        try db.rows(
            """
            SELECT max(given_at_ms) AS youngest FROM consents JOIN sessions ON sessions.id = consents.session_id
            WHERE citizen_id = \(citizen)
            """
        ).first?.instantIfPresent("youngest")
    }

    /// Whether a visit goes on.
    public static func isOpen(_ session: Token, in db: any SQLConnection) throws(SQLError) -> Bool {
        try !db.rows("SELECT 1 AS one FROM sessions WHERE id = \(session) AND ended_at_ms IS NULL").isEmpty
    }

    /// Whether a visit of hers is open.
    public static func isHere(_ citizen: Token, in db: any SQLConnection) throws(SQLError) -> Bool {
        try !db.rows(
            "SELECT 1 AS one FROM sessions WHERE citizen_id = \(citizen) AND ended_at_ms IS NULL LIMIT 1"
        ).isEmpty
    }

    /// Erases a person: the visits stay as the log that a law asks for, and lead to nobody.
    ///
    /// Her account goes with all by which anybody could sign in.
    public static func erase(_ citizen: Token, vault: Vault, in db: any SQLConnection) throws {
        try AccountStore.close(citizen, in: db)
        try Passkeys.forget(citizen.rawValue, .citizen, in: db)
        try db.run("DELETE FROM account_sessions WHERE citizen_id = \(citizen)")
        try db.run("DELETE FROM account_codes WHERE citizen_id = \(citizen)")
        try db.run("UPDATE phone_logins SET citizen_id = NULL WHERE citizen_id = \(citizen)")
        try NetworkIdentityStore.forget(citizen, in: db)
        try db.run("UPDATE sessions SET citizen_id = NULL WHERE citizen_id = \(citizen)")
        try db.run("DELETE FROM citizens WHERE id = \(citizen)")
        try vault.shred(citizen, in: db)
    }

    private var codes: Forgetter {
        Forgetter(
            .codes,
            due: { before, after, limit in
                """
                SELECT id AS key FROM login_codes WHERE id > \(after) AND sent_at_ms < \(before)
                ORDER BY id LIMIT \(limit)
                """
            },
            forget: { key, before in "DELETE FROM login_codes WHERE id = \(key) AND sent_at_ms < \(before)" })
    }

    private var consents: Forgetter {
        Forgetter(
            .consents,
            due: { before, after, limit in
                """
                SELECT id AS key FROM consents WHERE id > \(after) AND given_at_ms < \(before)
                ORDER BY id LIMIT \(limit)
                """
            },
            forget: { key, before in "DELETE FROM consents WHERE id = \(key) AND given_at_ms < \(before)" })
    }

    /// A visit stays as long as a consent or a code of it.
    private var visits: Forgetter {
        Forgetter(
            .visits,
            due: { before, after, limit in
                """
                SELECT s.id AS key FROM sessions s WHERE s.id > \(after) AND s.ended_at_ms < \(before)
                    AND NOT EXISTS (SELECT 1 FROM consents c WHERE c.session_id = s.id)
                    AND NOT EXISTS (SELECT 1 FROM login_codes l WHERE l.session_id = s.id)
                ORDER BY s.id LIMIT \(limit)
                """
            },
            forget: { key, before in
                """
                DELETE FROM sessions WHERE id = \(key) AND ended_at_ms < \(before)
                    AND NOT EXISTS (SELECT 1 FROM consents c WHERE c.session_id = sessions.id)
                    AND NOT EXISTS (SELECT 1 FROM login_codes l WHERE l.session_id = sessions.id)
                """
            })
    }

    /// A person goes with her key, so that no copy of a row of hers can be read any more.
    private var persons: Forgetter {
        Forgetter(
            .persons,
            due: { [isNeeded] before, after, limit, db in
                var after = after
                var found: [String] = []
                // Most of those without a visit still have an application: look on until there are enough.
                while found.count < limit {
                    let page = try CitizenStore.withoutVisits(
                        metBefore: before, after: after, limit: limit, in: db)
                    found += try page.filter { try !isNeeded($0, db) }.map(\.rawValue)
                    guard page.count == limit, let last = page.last else { break }
                    after = last.rawValue
                }
                return Array(found.prefix(limit))
            },
            forget: { [vault, isNeeded] key, before, db in
                guard let citizen = Token(rawValue: key), try !isNeeded(citizen, db),
                    try CitizenStore.remove(citizen, metBefore: before, in: db)
                else { return false }
                try NetworkIdentityStore.forget(citizen, in: db)
                try vault.shred(citizen, in: db)
                return true
            })
    }
}
