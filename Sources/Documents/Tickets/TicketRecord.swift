public import Base
import Storage

/// A print ticket as the centre keeps it.
public struct TicketRecord: Hashable, Sendable {
    public let id: Token
    public let document: Token
    public let caseNumber: String
    public let terminalID: String
    /// SHA-256 of the session's token.
    public let sessionHash: [UInt8]
    public let issuedAt: Instant
    public let expiresAt: Instant
    public let fetchedAt: Instant?
    public let state: TicketState
    /// A closed word; nil when printed.
    public let reason: String?

    init(_ row: SQLRow) throws(SQLError) {
        id = try row.value("id")
        document = try row.value("document_id")
        caseNumber = try row.text("case_number")
        terminalID = try row.text("terminal_id")
        sessionHash = try row.bytes("session_hash")
        issuedAt = try row.instant("issued_at_ms")
        expiresAt = try row.instant("expires_at_ms")
        fetchedAt = try row.instantIfPresent("fetched_at_ms")
        state = try row.value("state")
        reason = try row.textIfPresent("reason")
    }

    init(
        id: Token, document: DocumentRecord, request: PrintRequest, issuedAt: Instant, expiresAt: Instant
    ) {
        self.id = id
        self.document = document.id
        caseNumber = document.caseNumber
        terminalID = request.terminalID
        sessionHash = request.sessionHash
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        fetchedAt = nil
        state = .issued
        reason = nil
    }
}
