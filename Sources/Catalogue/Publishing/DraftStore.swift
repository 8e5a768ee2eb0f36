import Base
import Storage

/// Every statement about the `service_drafts` and `service_proposals` tables, and there is no other.
enum DraftStore {
    /// **Range:** savings of one service that are kept, the youngest of them.
    static let revisionsMax: Int64 = 50
    static let proposalsMax: Int64 = 200

    static func latest(_ service: ServiceID, in db: any SQLConnection) throws -> ServiceDraft? {
        try db.rows(
            """
            SELECT \(raw: draftColumns) FROM service_drafts WHERE service = \(service)
            ORDER BY revision DESC LIMIT 1
            """
        ).first.map(draft)
    }

    static func revision(_ number: Int, of service: ServiceID, in db: any SQLConnection) throws
        -> ServiceDraft?
    {
        try db.rows(
            """
            SELECT \(raw: draftColumns) FROM service_drafts
            WHERE service = \(service) AND revision = \(Int64(number))
            """
        ).first.map(draft)
    }

    /// The latest saving of each service of a department.
    static func all(of department: DepartmentID, in db: any SQLConnection) throws -> [ServiceDraft] {
        try db.rows(
            """
            SELECT \(raw: draftColumns) FROM service_drafts d
            WHERE service LIKE \(department.rawValue + "/%") AND revision = (
                SELECT max(revision) FROM service_drafts o WHERE o.service = d.service)
            ORDER BY service LIMIT 1000
            """
        ).map(draft)
    }

    /// The next saving; the key keeps two of one number apart, whoever comes first.
    ///
    /// - Returns: False when somebody has saved since.
    static func insert(_ draft: ServiceDraft, in db: any SQLConnection) throws(SQLError) -> Bool {
        let kept = try db.run(
            """
            INSERT INTO service_drafts (service, revision, source, layout, parts, account_id, saved_at_ms)
            VALUES (\(draft.service), \(Int64(draft.revision)), \(draft.files.source), \(draft.files.keptLayout),
                \(draft.files.keptParts), \(draft.savedBy), \(draft.savedAt))
            ON CONFLICT (service, revision) DO NOTHING
            """)
        try db.run(
            """
            DELETE FROM service_drafts
            WHERE service = \(draft.service) AND revision <= \(Int64(draft.revision) - revisionsMax)
            """)
        return kept == 1
    }

    static func insert(_ proposal: ServiceProposal, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO service_proposals (id, service, version, source, layout, parts, effective_from_ms,
                account_id, proposed_at_ms)
            VALUES (\(proposal.id), \(proposal.service), \(Int64(proposal.version)), \(proposal.files.source),
                \(proposal.files.keptLayout), \(proposal.files.keptParts), \(proposal.effectiveFrom),
                \(proposal.proposedBy), \(proposal.proposedAt))
            """)
    }

    static func proposal(_ id: Token, in db: any SQLConnection) throws -> ServiceProposal? {
        try db.rows("SELECT \(raw: proposalColumns) FROM service_proposals WHERE id = \(id)").first
            .map(proposal)
    }

    /// The youngest first.
    static func proposals(of department: DepartmentID, in db: any SQLConnection) throws -> [ServiceProposal] {
        try db.rows(
            """
            SELECT \(raw: proposalColumns) FROM service_proposals
            WHERE service LIKE \(department.rawValue + "/%")
            ORDER BY proposed_at_ms DESC, id LIMIT \(proposalsMax)
            """
        ).map(proposal)
    }

    /// The youngest first.
    static func unpublished(
        _ service: ServiceID, version: Int, in db: any SQLConnection
    ) throws(SQLError) -> [Token] {
        try db.rows(
            """
            SELECT id FROM service_proposals
            WHERE service = \(service) AND version = \(Int64(version)) AND published_at_ms IS NULL
            ORDER BY proposed_at_ms DESC, id LIMIT \(proposalsMax)
            """
        ).map { row throws(SQLError) in try row.value("id") }
    }

    static func publish(_ id: Token, at now: Instant, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            "UPDATE service_proposals SET published_at_ms = \(now) WHERE id = \(id) AND published_at_ms IS NULL"
        )
            == 1
    }

    private static let draftColumns: StaticString =
        "service, revision, source, layout, parts, account_id, saved_at_ms"
    private static let proposalColumns: StaticString = """
        id, service, version, source, layout, parts, effective_from_ms, account_id, proposed_at_ms,
        published_at_ms
        """

    private static func draft(_ row: SQLRow) throws -> ServiceDraft {
        ServiceDraft(
            service: try row.value("service"), revision: Int(try row.int("revision")),
            files: try files(row), savedBy: try row.text("account_id"),
            savedAt: try row.instant("saved_at_ms"))
    }

    private static func proposal(_ row: SQLRow) throws -> ServiceProposal {
        ServiceProposal(
            id: try row.value("id"), service: try row.value("service"), version: Int(try row.int("version")),
            files: try files(row), effectiveFrom: try row.instant("effective_from_ms"),
            proposedBy: try row.text("account_id"), proposedAt: try row.instant("proposed_at_ms"),
            publishedAt: try row.instantIfPresent("published_at_ms"))
    }

    private static func files(_ row: SQLRow) throws -> ServiceFiles {
        ServiceFiles(
            source: try row.text("source"), keptLayout: try row.textIfPresent("layout"),
            keptParts: try ServiceFiles.parts(kept: try row.textIfPresent("parts")))
    }
}
