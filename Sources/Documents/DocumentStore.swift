public import Base
public import Storage
import Vault
public import Wire

/// Kept papers: bytes and facts sealed under their subject's key, the rest in clear without personal data.
public enum DocumentStore {
    private static let columns: StaticString = """
        id, case_number, paper, edition, subject_id, service_code, service_name, issuer, pdf_hash, pdf_bytes, pages,
        issued_at_ms, valid_until, state, state_reason, state_changed_at_ms
        """

    /// Keeps a paper as it is; ``KeepDocument`` checks it first.
    ///
    /// - Returns: This paper of this case and edition: this one, or the one that was there before.
    static func insert(
        _ sealed: SealedDocument, subject: SubjectKey, in db: any SQLConnection
    ) throws -> DocumentRecord {
        let order = sealed.order
        let id = order.documentID.rawValue
        let pdf = try subject.seal(sealed.pdf, at: FieldPlace("documents", "pdf_sealed", row: id))
        let facts = try subject.seal(
            PaperFacts(order: order).bytes(), at: FieldPlace("documents", "facts_sealed", row: id))
        let validUntil = (order.validUntil?.description).sqlValue
        let edition = order.edition + order.paper.editionsBefore
        try db.run(
            """
            INSERT INTO documents (id, case_number, paper, edition, subject_id, subject_commitment, service_code,
                service_name, issuer, code_hash, pdf_hash, pdf_bytes, pages, pdf_sealed, facts_sealed,
                issued_at_ms, valid_until, state, state_changed_at_ms)
            VALUES (\(id), \(order.caseNumber), \(order.paper), \(edition), \(subject.subject),
                \(subject.commitment()), \(order.serviceCode), \(order.serviceName), \(order.issuer), \(hash(of: order.code)),
                \(sealed.hash), \(sealed.pdf.count), \(sealed.pages), \(pdf), \(facts), \(order.issuedAt),
                \(validUntil), \(DocumentRecord.State.valid), \(order.issuedAt))
            ON CONFLICT (case_number, edition) DO NOTHING
            """)
        let kept = try db.rows(
            """
            SELECT \(raw: columns) FROM documents
            WHERE case_number = \(order.caseNumber) AND edition = \(edition)
            """)
        guard let row = kept.first else { throw DocumentRefused.unknownDocument }
        return try DocumentRecord(row)
    }

    public static func find(_ id: Token, in db: any SQLConnection) throws -> DocumentRecord? {
        try db.rows("SELECT \(raw: columns) FROM documents WHERE id = \(id)").first.map(DocumentRecord.init)
    }

    /// The latest edition of a paper of a case.
    public static func find(
        _ paper: CasePaper = .result, caseNumber: String, in db: any SQLConnection
    ) throws -> DocumentRecord? {
        try db.rows(
            """
            SELECT \(raw: columns) FROM documents WHERE case_number = \(caseNumber) AND paper = \(paper)
            ORDER BY edition DESC LIMIT 1
            """
        ).first.map(DocumentRecord.init)
    }

    /// Whose case a code's paper belongs to; nil for a code of none of these papers, or of one that is void.
    public static func caseNumber(
        of code: VerificationCode, on papers: Set<CasePaper>, in db: any SQLConnection
    ) throws -> String? {
        try find(code: code, in: db).flatMap {
            $0.state == .valid && papers.contains($0.paper) ? $0.caseNumber : nil
        }
    }

    /// The paper on which a code stands, whatever has become of it.
    public static func find(code: VerificationCode, in db: any SQLConnection) throws -> DocumentRecord? {
        try db.rows("SELECT \(raw: columns) FROM documents WHERE code_hash = \(hash(of: code))")
            .first.map(DocumentRecord.init)
    }

    static func find(hash: [UInt8], in db: any SQLConnection) throws -> DocumentRecord? {
        try db.rows("SELECT \(raw: columns) FROM documents WHERE pdf_hash = \(hash)")
            .first.map(DocumentRecord.init)
    }

    /// Whether a paper's bytes are kept still; when its days are over they are forgotten, and it is printed no more.
    public static func isKept(_ id: Token, in db: any SQLConnection) throws -> Bool {
        try !db.rows("SELECT 1 AS one FROM documents WHERE id = \(id) AND length(pdf_sealed) > 0").isEmpty
    }

    /// The PDF.
    ///
    /// Only verbs that leave an audit leaf in the same transaction may call it.
    static func pdf(_ id: Token, subject: SubjectKey, in db: any SQLConnection) throws -> [UInt8] {
        guard let row = try db.rows("SELECT pdf_sealed FROM documents WHERE id = \(id)").first else {
            throw DocumentRefused.unknownDocument
        }
        let sealed = try row.bytes("pdf_sealed")
        // Its days are over, and its bytes were forgotten.
        guard !sealed.isEmpty else { throw DocumentRefused.unknownDocument }
        return try subject.open(sealed, at: FieldPlace("documents", "pdf_sealed", row: id.rawValue))
    }

    /// What the paper says.
    ///
    /// Only verbs that leave an audit leaf in the same transaction may call it.
    static func facts(_ id: Token, subject: SubjectKey, in db: any SQLConnection) throws -> PaperFacts {
        guard let row = try db.rows("SELECT facts_sealed FROM documents WHERE id = \(id)").first else {
            throw DocumentRefused.unknownDocument
        }
        return try PaperFacts(
            bytes: subject.open(
                row.bytes("facts_sealed"), at: FieldPlace("documents", "facts_sealed", row: id.rawValue)))
    }

    /// Ends a paper's validity.
    ///
    /// - Returns: Whether it was valid until now.
    static func end(
        _ id: Token, as state: DocumentRecord.State, reason: String, at now: Instant,
        in db: any SQLConnection
    ) throws -> Bool {
        try db.run(
            """
            UPDATE documents SET state = \(state), state_reason = \(reason), state_changed_at_ms = \(now)
            WHERE id = \(id) AND state = 'valid'
            """) == 1
    }

    /// A code has eighty random bits, so its bare hash gives nothing away; looking up the hash takes the same time
    /// however much of a wrong code is right.
    private static func hash(of code: VerificationCode) -> [UInt8] {
        Digest.sha256(Array("egret verification code 1\n\(code.text)".utf8))
    }
}

extension DocumentRecord.State: SQLConvertible {}
extension CasePaper: SQLConvertible {}

extension CasePaper {
    /// What is added to an edition where it is kept: the table was made when a case had one paper, and its editions are unique.
    var editionsBefore: Int {
        switch self {
        case .result: 0
        case .receipt: 1_000
        case .acceptance: 2_000
        case .refusal: 3_000
        }
    }
}
