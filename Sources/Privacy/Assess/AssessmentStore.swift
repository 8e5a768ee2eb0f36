import Base
import Storage

/// Every statement about the `impact_assessments` table.
enum AssessmentStore {
    static func insert(_ record: ImpactAssessment, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO impact_assessments (id, made_at_ms, made_by, release, record_text)
            VALUES (\(record.id), \(record.madeAt), \(record.madeBy), \(record.release), \(record.text))
            """)
    }

    /// The youngest first.
    static func all(limit: Int64, in db: any SQLConnection) throws(SQLError) -> [ImpactAssessment] {
        try db.rows(
            """
            SELECT id, made_at_ms, made_by, release, record_text FROM impact_assessments
            ORDER BY made_at_ms DESC, id LIMIT \(limit)
            """
        ).map { row throws(SQLError) in
            ImpactAssessment(
                id: try row.value("id"), madeAt: try row.instant("made_at_ms"),
                madeBy: try row.text("made_by"), release: try row.text("release"),
                text: try row.text("record_text"))
        }
    }
}
