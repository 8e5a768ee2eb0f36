import Base
import Storage

/// Every statement about the `phone_logins` table, and there is no other.
enum PhoneLoginStore {
    struct Login: Sendable {
        let id: Token
        let session: Token
        let expiresAt: Instant
        let citizen: Token?
        let decision: PhoneLogin.Decision?
        let isUsed: Bool
        let isWithCard: Bool
    }

    static func insert(
        _ id: Token, session: Token, codeHash: [UInt8], withCard: Bool, at now: Instant, expiresAt: Instant,
        in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO phone_logins (id, session_id, code_hash, with_card, made_at_ms, expires_at_ms)
            VALUES (\(id), \(session), \(codeHash), \(withCard), \(now), \(expiresAt))
            """)
    }

    static func newest(of session: Token, in db: any SQLConnection) throws(SQLError) -> Login? {
        try db.rows(
            """
            SELECT \(raw: columns) FROM phone_logins WHERE session_id = \(session)
            ORDER BY made_at_ms DESC, id DESC LIMIT 1
            """
        ).first.map(read)
    }

    /// How many pictures a visit has had.
    static func count(of session: Token, in db: any SQLConnection) throws(SQLError) -> Int {
        let rows = try db.rows("SELECT count(*) AS n FROM phone_logins WHERE session_id = \(session)")
        return Int(try rows.first?.int("n") ?? 0)
    }

    static func find(codeHash: [UInt8], in db: any SQLConnection) throws(SQLError) -> Login? {
        try db.rows("SELECT \(raw: columns) FROM phone_logins WHERE code_hash = \(codeHash)").first.map(read)
    }

    /// - Returns: False when somebody decided before, or the visit has used it.
    static func decide(
        _ id: Token, _ decision: PhoneLogin.Decision, by citizen: Token, provedAt: Instant, at now: Instant,
        in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE phone_logins SET decision = \(decision.rawValue), citizen_id = \(citizen), decided_at_ms = \(now),
                   proved_at_ms = \(provedAt)
            WHERE id = \(id) AND decision IS NULL AND used_at_ms IS NULL AND expires_at_ms > \(now)
            """) == 1
    }

    static func markUsed(_ id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run("UPDATE phone_logins SET used_at_ms = \(now) WHERE id = \(id) AND used_at_ms IS NULL") == 1
    }

    /// When she had last proved herself on the phone that opened a visit; nil when no phone of hers did.
    static func provedAt(
        visit: Token, by citizen: Token, in db: any SQLConnection
    ) throws(SQLError) -> Instant? {
        try db.rows(
            """
            SELECT proved_at_ms FROM phone_logins
            WHERE session_id = \(visit) AND citizen_id = \(citizen) AND decision = 'yes'
            ORDER BY decided_at_ms DESC LIMIT 1
            """
        ).first?.intIfPresent("proved_at_ms").map { Instant(milliseconds: $0) }
    }

    /// What anybody has agreed to and nobody has entered yet counts no more.
    static func markAllUsed(at now: Instant, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            "UPDATE phone_logins SET used_at_ms = \(now) WHERE decision = 'yes' AND used_at_ms IS NULL")
    }

    /// What she has agreed to and nobody has entered yet counts no more.
    static func markAllUsed(by citizen: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            "UPDATE phone_logins SET used_at_ms = \(now) WHERE citizen_id = \(citizen) AND used_at_ms IS NULL"
        )
    }

    private static let columns: StaticString =
        "id, session_id, expires_at_ms, citizen_id, decision, used_at_ms, with_card"

    private static func read(_ row: SQLRow) throws(SQLError) -> Login {
        Login(
            id: try row.value("id"), session: try row.value("session_id"),
            expiresAt: try row.instant("expires_at_ms"),
            citizen: try row.textIfPresent("citizen_id").flatMap(Token.init(rawValue:)),
            decision: try row.textIfPresent("decision").flatMap(PhoneLogin.Decision.init),
            isUsed: try row.intIfPresent("used_at_ms") != nil, isWithCard: try row.flag("with_card"))
    }
}
