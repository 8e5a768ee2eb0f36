import Base
import Storage

/// The statement about `cases` that tells whose a case is, and nothing else.
enum ProgressStore {
    static func holder(of number: CaseNumber?, in db: any SQLConnection) throws(SQLError) -> Token? {
        try db.rows("SELECT citizen_id FROM cases WHERE number = \(number?.rawValue ?? "")").first
            .map { row throws(SQLError) in try row.value("citizen_id") }
    }
}
