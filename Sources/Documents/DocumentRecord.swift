public import Base
import Storage
public import Wire

/// A kept paper, without its bytes and without what it says.
public struct DocumentRecord: Hashable, Sendable {
    public enum State: String, Sendable, CaseIterable {
        case valid
        /// A later edition took its place.
        case superseded
        case revoked
    }

    public let id: Token
    public let caseNumber: String
    public let paper: CasePaper
    /// Counts from 1 for each paper of a case.
    public let edition: Int
    /// The holder's subject in the vault.
    public let subject: Token
    public let serviceCode: String
    public let serviceName: String
    public let issuer: String
    /// SHA-256 of the PDF.
    public let hash: [UInt8]
    public let bytes: Int
    public let pages: Int
    public let issuedAt: Instant
    public let validUntil: CalendarDate?
    public let state: State
    /// A closed word: why it is no longer valid.
    public let stateReason: String?
    /// Since when its state is what it is.
    public let stateChangedAt: Instant

    init(_ row: SQLRow) throws(SQLError) {
        id = try row.value("id")
        caseNumber = try row.text("case_number")
        paper = try row.value("paper")
        edition = Int(try row.int("edition")) - paper.editionsBefore
        subject = try row.value("subject_id")
        serviceCode = try row.text("service_code")
        serviceName = try row.text("service_name")
        issuer = try row.text("issuer")
        hash = try row.bytes("pdf_hash")
        bytes = Int(try row.int("pdf_bytes"))
        pages = Int(try row.int("pages"))
        issuedAt = try row.instant("issued_at_ms")
        validUntil = try row.textIfPresent("valid_until").flatMap { CalendarDate($0) }
        state = try row.value("state")
        stateReason = try row.textIfPresent("state_reason")
        stateChangedAt = try row.instant("state_changed_at_ms")
    }

    /// Whether the paper's last valid day is over in China.
    public func isExpired(at now: Instant) -> Bool {
        validUntil.map { $0 < CalendarDate(inChinaAt: now) } ?? false
    }
}
