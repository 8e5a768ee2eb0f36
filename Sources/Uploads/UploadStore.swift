public import Base
public import Storage
public import Vault

/// Every statement about `uploads`.
public enum UploadStore {
    private static let columns: StaticString =
        "id, case_number, question, citizen_id, media_type, size_bytes, state, uploaded_at_ms"

    /// Keeps a file, unless the same bytes answer the same question already.
    ///
    /// - Returns: Whether it was new.
    @discardableResult
    public static func insert(
        _ upload: Upload, _ received: FileIntake.Received, subject: SubjectKey, in db: any SQLConnection
    ) throws -> Bool {
        let sealed = try subject.seal(received.bytes, at: place(upload.id))
        return try db.run(
            """
            INSERT INTO uploads (id, case_number, question, citizen_id, media_type, size_bytes, state, content_hash,
                content_sealed, uploaded_at_ms, looked_at_ms)
            VALUES (\(upload.id), \(upload.caseNumber), \(upload.question), \(upload.citizen), \(upload.type),
                \(upload.size), \(upload.state), \(received.hash), \(sealed), \(upload.uploadedAt), \(upload.uploadedAt))
            ON CONFLICT (case_number, question, content_hash) DO NOTHING
            """) == 1
    }

    /// What answers a question, in the order it came.
    public static func all(
        of caseNumber: String, question: String, in db: any SQLConnection
    ) throws(SQLError) -> [Upload] {
        try all(of: caseNumber, in: db).filter { $0.question == question }
    }

    /// What a case holds, in the order it came.
    public static func all(
        of caseNumber: String, in db: any SQLConnection
    ) throws(SQLError) -> [Upload] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM uploads WHERE case_number = \(caseNumber)
            ORDER BY uploaded_at_ms, id LIMIT 1000
            """
        ).map(read)
    }

    /// How much is kept of a person's.
    ///
    /// **Unit:** bytes.
    public static func bytes(of citizen: Token, in db: any SQLConnection) throws(SQLError) -> Int {
        try db.rows(
            """
            SELECT CAST(coalesce(sum(size_bytes), 0) AS BIGINT) AS size FROM uploads
            WHERE citizen_id = \(citizen) AND state <> \(Upload.State.infected)
            """
        ).first.map { row throws(SQLError) in Int(try row.int("size")) } ?? 0
    }

    /// The file itself.
    ///
    /// Only verbs that leave an audit leaf in the same transaction, and the scanner, may call it.
    ///
    /// - Throws: ``UploadRefused/unknown``, also when its bytes are gone.
    public static func content(
        of id: Token, subject: SubjectKey, in db: any SQLConnection
    ) throws -> [UInt8] {
        guard let row = try db.rows("SELECT content_sealed FROM uploads WHERE id = \(id)").first else {
            throw UploadRefused.unknown
        }
        let sealed = try row.bytes("content_sealed")
        guard !sealed.isEmpty else { throw UploadRefused.unknown }
        return try subject.open(sealed, at: place(id))
    }

    /// Those in quarantine about which nobody has been asked for longest, up to a moment.
    static func waiting(
        lookedBy moment: Instant, limit: Int, in db: any SQLConnection
    ) throws(SQLError) -> [Upload] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM uploads WHERE state = 'waiting' AND looked_at_ms <= \(moment)
            ORDER BY looked_at_ms, id LIMIT \(limit)
            """
        ).map(read)
    }

    /// It was asked about and nothing was said: the others come first next time.
    static func passBy(_ id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) {
        try db.run("UPDATE uploads SET looked_at_ms = \(now) WHERE id = \(id) AND state = 'waiting'")
    }

    /// Writes down what the scanner said; of what it knew, nothing but that is left, and the same may be sent once more.
    ///
    /// - Returns: Whether it was still in quarantine.
    static func judge(
        _ id: Token, _ verdict: ScanVerdict, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        switch verdict {
        case .clean:
            try db.run(
                """
                UPDATE uploads SET state = \(Upload.State.clean) WHERE id = \(id) AND state = 'waiting'
                """) == 1
        case .infected:
            try db.run(
                """
                UPDATE uploads SET state = \(Upload.State.infected), content_sealed = \([UInt8]()),
                    content_hash = \(Array(id.rawValue.utf8))
                WHERE id = \(id) AND state = 'waiting'
                """) == 1
        }
    }

    /// - Returns: Whether it was there.
    public static func remove(
        _ id: Token, of caseNumber: String, question: String, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            DELETE FROM uploads
            WHERE id = \(id) AND case_number = \(caseNumber) AND question = \(question)
            """) == 1
    }

    /// With its case.
    public static func forget(_ caseNumber: String, in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM uploads WHERE case_number = \(caseNumber)")
    }

    private static func read(_ row: SQLRow) throws(SQLError) -> Upload {
        Upload(
            id: try row.value("id"), caseNumber: try row.text("case_number"),
            question: try row.text("question"), citizen: try row.value("citizen_id"),
            type: try row.value("media_type"), size: Int(try row.int("size_bytes")),
            state: try row.value("state"), uploadedAt: try row.instant("uploaded_at_ms"))
    }

    static func place(_ id: Token) -> FieldPlace {
        FieldPlace("uploads", "content_sealed", row: id.rawValue)
    }
}
