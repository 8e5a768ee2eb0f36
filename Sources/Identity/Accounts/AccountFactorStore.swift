import Base
import Storage
import Vault

/// Every statement about the `account_factors` table, and there is no other.
enum AccountFactorStore {
    static func insert(_ factor: AccountFactor, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO account_factors (id, citizen_id, kind, secret_sealed, session_id, created_at_ms,
                confirmed_at_ms)
            VALUES (\(factor.id), \(factor.citizen), \(factor.kind.rawValue), \(factor.sealed),
                    \(factor.session), \(factor.createdAt), \(factor.confirmedAt))
            """)
    }

    /// Those that are not revoked, oldest first.
    static func all(of citizen: Token, in db: any SQLConnection) throws(SQLError) -> [AccountFactor] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM account_factors WHERE citizen_id = \(citizen) AND revoked_at_ms IS NULL
            ORDER BY created_at_ms, id LIMIT 50
            """
        ).map(read)
    }

    static func newest(
        _ kind: AccountFactor.Kind, of citizen: Token, isConfirmed: Bool, in db: any SQLConnection
    ) throws(SQLError) -> AccountFactor? {
        try all(of: citizen, in: db).last { $0.kind == kind && ($0.confirmedAt != nil) == isConfirmed }
    }

    /// The key that was begun in a session within the last ten minutes.
    static func begun(
        in session: AccountSession, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> AccountFactor? {
        try all(of: session.citizen, in: db).last {
            $0.kind == .totp && $0.confirmedAt == nil && $0.session == session.id
                && now.since($0.createdAt) <= AccountSession.proofFreshFor
        }
    }

    /// Counts a code's step as used.
    ///
    /// - Returns: False when it, or a later one, was used before: whoever came second gets nothing.
    static func use(_ id: Token, step: Int64, at now: Instant, in db: any SQLConnection) throws(SQLError)
        -> Bool
    {
        try db.run(
            """
            UPDATE account_factors SET last_step = \(step), last_used_at_ms = \(now)
            WHERE id = \(id) AND revoked_at_ms IS NULL AND (last_step IS NULL OR last_step < \(step))
            """) == 1
    }

    static func confirm(_ id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE account_factors SET confirmed_at_ms = \(now)
            WHERE id = \(id) AND revoked_at_ms IS NULL AND confirmed_at_ms IS NULL
            """) == 1
    }

    static func revoke(
        _ id: Token, of citizen: Token, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE account_factors SET revoked_at_ms = \(now)
            WHERE id = \(id) AND citizen_id = \(citizen) AND revoked_at_ms IS NULL
            """) == 1
    }

    private static let columns: StaticString = """
        id, citizen_id, kind, secret_sealed, session_id, last_step, created_at_ms, confirmed_at_ms, last_used_at_ms
        """

    private static func read(_ row: SQLRow) throws(SQLError) -> AccountFactor {
        AccountFactor(
            id: try row.value("id"), citizen: try row.value("citizen_id"), kind: try row.value("kind"),
            createdAt: try row.instant("created_at_ms"),
            confirmedAt: try row.intIfPresent("confirmed_at_ms").map(Instant.init(milliseconds:)),
            lastUsedAt: try row.intIfPresent("last_used_at_ms").map(Instant.init(milliseconds:)),
            sealed: try row.bytes("secret_sealed"),
            session: try row.textIfPresent("session_id").flatMap(Token.init(rawValue:)),
            lastStep: try row.intIfPresent("last_step"))
    }
}

extension AccountFactor {
    static func place(_ id: Token) -> FieldPlace { FieldPlace("account_factors", "secret", row: id.rawValue) }

    /// A way whose secret is sealed under the person's own key.
    init(
        _ kind: Kind, secret: [UInt8], of citizen: Token, begunIn session: Token? = nil, id: Token,
        at now: Instant, isConfirmed: Bool,
        vault: Vault, in db: any SQLConnection
    ) throws {
        self.init(
            id: id, citizen: citizen, kind: kind, createdAt: now, confirmedAt: isConfirmed ? now : nil,
            lastUsedAt: nil,
            sealed: try vault.subject(citizen, in: db).seal(secret, at: Self.place(id)), session: session,
            lastStep: nil)
    }

    func secret(_ vault: Vault, in db: any SQLConnection) throws -> [UInt8] {
        try vault.subject(citizen, in: db).open(sealed, at: Self.place(id))
    }
}
