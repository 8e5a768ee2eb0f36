import Base
import Storage

/// Every statement about the `actings` table, and there is no other.
enum ActingStore {
    static func insert(_ acting: Acting, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO actings (id, session_id, kind, actor_id, subject_id, mandate_id, chosen_at_ms, valid_until_ms)
            VALUES (\(acting.id), \(acting.session), \(acting.kind), \(acting.actor), \(acting.subject),
                    \(acting.mandate), \(acting.chosenAt), \(acting.validUntil))
            """)
    }

    static func find(session: Token, in db: any SQLConnection) throws(SQLError) -> Acting? {
        try db.rows("SELECT \(raw: columns) FROM actings WHERE session_id = \(session)").first.map(read)
    }

    static func find(_ id: Token, in db: any SQLConnection) throws(SQLError) -> Acting? {
        try db.rows("SELECT \(raw: columns) FROM actings WHERE id = \(id)").first.map(read)
    }

    /// The youngest ground on which one acts as another's guardian.
    static func guardianship(
        of guardian: Token, over child: Token, in db: any SQLConnection
    ) throws(SQLError) -> Acting? {
        try db.rows(
            """
            SELECT \(raw: columns) FROM actings
            WHERE actor_id = \(guardian) AND subject_id = \(child) AND kind = 'child'
            ORDER BY chosen_at_ms DESC, id LIMIT 1
            """
        ).first.map(read)
    }

    /// Everybody for whom one has come.
    static func subjects(of actor: Token, limit: Int, in db: any SQLConnection) throws(SQLError) -> [Token] {
        try db.rows(
            """
            SELECT DISTINCT subject_id FROM actings WHERE actor_id = \(actor) ORDER BY subject_id LIMIT \(limit)
            """
        ).map { row throws(SQLError) in try row.value("subject_id") }
    }

    private static let columns: StaticString =
        "id, session_id, kind, actor_id, subject_id, mandate_id, chosen_at_ms, valid_until_ms"

    private static func read(_ row: SQLRow) throws(SQLError) -> Acting {
        Acting(
            id: try row.value("id"), session: try row.value("session_id"), kind: try row.value("kind"),
            actor: try row.value("actor_id"), subject: try row.value("subject_id"),
            mandate: try row.textIfPresent("mandate_id").flatMap(Token.init),
            chosenAt: try row.instant("chosen_at_ms"), validUntil: try row.instant("valid_until_ms"))
    }
}
