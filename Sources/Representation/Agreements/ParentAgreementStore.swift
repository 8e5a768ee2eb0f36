import Base
import Storage

/// Every statement about the `parent_agreements` table, and there is no other.
enum ParentAgreementStore {
    static let listMax: Int64 = 50

    /// Asks; who was asked before is not asked anew.
    static func ask(
        _ id: Token, parent: Token, child: Token, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO parent_agreements (id, parent_id, child_id, asked_at_ms)
            VALUES (\(id), \(parent), \(child), \(now))
            """)
    }

    static func find(
        parent: Token, child: Token, in db: any SQLConnection
    ) throws(SQLError) -> ParentAgreement? {
        try db.rows(
            """
            SELECT \(raw: columns) FROM parent_agreements WHERE parent_id = \(parent) AND child_id = \(child)
            """
        ).first.map(read)
    }

    /// Those of one parent, the youngest first.
    static func all(of parent: Token, in db: any SQLConnection) throws(SQLError) -> [ParentAgreement] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM parent_agreements WHERE parent_id = \(parent)
            ORDER BY asked_at_ms DESC, id LIMIT \(listMax)
            """
        ).map(read)
    }

    /// Her last word counts.
    ///
    /// - Returns: False when nobody of this id asked her.
    static func answer(
        _ id: Token, _ answer: ParentAgreement.Answer, of parent: Token, at now: Instant, until: Instant?,
        in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE parent_agreements SET answer = \(answer.rawValue), answered_at_ms = \(now), until_ms = \(until)
            WHERE id = \(id) AND parent_id = \(parent)
            """) == 1
    }

    private static let columns: StaticString =
        "id, parent_id, child_id, asked_at_ms, answer, answered_at_ms, until_ms"

    private static func read(_ row: SQLRow) throws(SQLError) -> ParentAgreement {
        ParentAgreement(
            id: try row.value("id"), parent: try row.value("parent_id"), child: try row.value("child_id"),
            askedAt: try row.instant("asked_at_ms"),
            answer: try row.textIfPresent("answer").flatMap(ParentAgreement.Answer.init),
            answeredAt: try row.instantIfPresent("answered_at_ms"),
            until: try row.instantIfPresent("until_ms"))
    }
}
