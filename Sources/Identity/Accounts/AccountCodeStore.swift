import Base
import Storage

/// Every statement about the `account_codes` table, and there is no other.
enum AccountCodeStore {
    struct Code: Sendable {
        let id: Token
        let citizen: Token
        let purpose: String
        let hash: [UInt8]
        /// What the code is bound to: the visit at a terminal, or the sign-in that waits for it.
        let session: Token?
        let madeAt: Instant
        let expiresAt: Instant
    }

    /// Keeps a code in place of the person's codes of its purpose, which no longer count.
    static func replace(_ code: Code, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            UPDATE account_codes SET used_at_ms = \(code.madeAt)
            WHERE citizen_id = \(code.citizen) AND purpose = \(code.purpose) AND used_at_ms IS NULL
            """)
        try db.run(
            """
            INSERT INTO account_codes (id, citizen_id, purpose, code_hash, session_id, made_at_ms, expires_at_ms)
            VALUES (\(code.id), \(code.citizen), \(code.purpose), \(code.hash), \(code.session), \(code.madeAt),
                    \(code.expiresAt))
            """)
    }

    static func find(hash: [UInt8], purpose: String, in db: any SQLConnection) throws(SQLError) -> Code? {
        try db.rows(
            """
            SELECT \(raw: columns) FROM account_codes
            WHERE code_hash = \(hash) AND purpose = \(purpose) AND used_at_ms IS NULL LIMIT 1
            """
        ).first.map(read)
    }

    /// The code that counts in a session.
    static func open(
        of citizen: Token, purpose: String, session: Token, in db: any SQLConnection
    ) throws(SQLError) -> Code? {
        try db.rows(
            """
            SELECT \(raw: columns) FROM account_codes
            WHERE citizen_id = \(citizen) AND purpose = \(purpose) AND session_id = \(session)
              AND used_at_ms IS NULL LIMIT 1
            """
        ).first.map(read)
    }

    static func made(
        of citizen: Token, purpose: String, since: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Int {
        Int(
            try db.rows(
                """
                SELECT count(*) AS n FROM account_codes
                WHERE citizen_id = \(citizen) AND purpose = \(purpose) AND made_at_ms > \(since)
                """
            ).first?.int("n") ?? 0)
    }

    static func markAllUsed(
        of citizen: Token, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            "UPDATE account_codes SET used_at_ms = \(now) WHERE citizen_id = \(citizen) AND used_at_ms IS NULL"
        )
    }

    static func markUsed(_ id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run("UPDATE account_codes SET used_at_ms = \(now) WHERE id = \(id) AND used_at_ms IS NULL")
            == 1
    }

    private static let columns: StaticString =
        "id, citizen_id, purpose, code_hash, session_id, made_at_ms, expires_at_ms"

    private static func read(_ row: SQLRow) throws(SQLError) -> Code {
        Code(
            id: try row.value("id"), citizen: try row.value("citizen_id"), purpose: try row.text("purpose"),
            hash: try row.bytes("code_hash"),
            session: try row.textIfPresent("session_id").flatMap(Token.init(rawValue:)),
            madeAt: try row.instant("made_at_ms"), expiresAt: try row.instant("expires_at_ms"))
    }
}
