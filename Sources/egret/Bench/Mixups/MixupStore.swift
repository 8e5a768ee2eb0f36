import Storage

/// What the check of a round reads from the product's tables, page by page.
enum MixupStore {
    static let pageMax = 2_000

    struct Leaf: Sendable {
        let index: Int64
        let bytes: [UInt8]
        /// Whom it is noted to be about.
        let subject: [UInt8]?
    }

    struct Document: Sendable {
        let id: String
        let caseNumber: String
        let subject: String
        let hash: [UInt8]
    }

    struct Ticket: Sendable {
        let id: String
        let caseNumber: String
        let state: String
        let isFetched: Bool
    }

    static func leaves(from index: Int64, in db: any SQLConnection) throws -> [Leaf] {
        try db.rows(
            """
            SELECT audit_leaves.idx AS idx, leaf_bytes, subject FROM audit_leaves
            LEFT JOIN audit_subjects ON audit_subjects.idx = audit_leaves.idx
            WHERE audit_leaves.idx >= \(index) ORDER BY audit_leaves.idx LIMIT \(pageMax)
            """
        ).map {
            Leaf(
                index: try $0.int("idx"), bytes: try $0.bytes("leaf_bytes"),
                subject: try $0.bytesIfPresent("subject"))
        }
    }

    static func documents(after id: String, in db: any SQLConnection) throws -> [Document] {
        try db.rows(
            """
            SELECT id, case_number, subject_id, pdf_hash FROM documents WHERE id > \(id) ORDER BY id LIMIT \(pageMax)
            """
        ).map {
            Document(
                id: try $0.text("id"), caseNumber: try $0.text("case_number"),
                subject: try $0.text("subject_id"),
                hash: try $0.bytes("pdf_hash"))
        }
    }

    static func tickets(after id: String, in db: any SQLConnection) throws -> [Ticket] {
        try db.rows(
            """
            SELECT id, case_number, state, fetched_at_ms FROM print_tickets WHERE id > \(id)
            ORDER BY id LIMIT \(pageMax)
            """
        ).map {
            Ticket(
                id: try $0.text("id"), caseNumber: try $0.text("case_number"), state: try $0.text("state"),
                isFetched: try $0.intIfPresent("fetched_at_ms") != nil)
        }
    }

    static func count(in db: any SQLConnection) throws -> (leaves: Int64, pending: Int64) {
        let leaves = try db.rows("SELECT COUNT(*) AS n FROM audit_leaves")[0].int("n")
        return (leaves, try db.rows("SELECT COUNT(*) AS n FROM audit_pending")[0].int("n"))
    }
}
