import Base
import Catalogue
import Storage

extension CaseStore {
    static func heading(_ number: CaseNumber, in db: any SQLConnection) throws(SQLError) -> CaseHeading? {
        try db.rows(
            """
            SELECT state, service, service_version, citizen_id, actor_id, acting_id, language, submitted_at_ms
            FROM cases WHERE number = \(number)
            """
        ).first.map { row throws(SQLError) in
            CaseHeading(
                number: number, state: try row.value("state"), service: try row.value("service"),
                serviceVersion: Int(try row.int("service_version")), citizen: try row.value("citizen_id"),
                actor: try row.textIfPresent("actor_id").flatMap(Token.init),
                acting: try row.textIfPresent("acting_id").flatMap(Token.init),
                language: try row.value("language"),
                submittedAt: try row.instantIfPresent("submitted_at_ms"))
        }
    }
}
