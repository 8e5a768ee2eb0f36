public import Audit
public import Base
public import Storage
public import Vault

/// Revokes a paper: from then on whoever asks is told so.
///
/// Who may ask for it, and who agrees, is for the caller; its holder reads in her list who did it.
public struct RevokeDocument: Sendable {
    /// Why a paper is revoked.
    public enum Reason: String, Sendable, CaseIterable {
        case issuedInError = "issued-in-error"
        case factsChanged = "facts-changed"
        case holderAsked = "holder-asked"
        case caseWithdrawn = "case-withdrawn"
    }

    private let vault: Vault
    private let audit: AuditLog
    private let world: World

    public init(vault: Vault, audit: AuditLog, world: World) {
        self.vault = vault
        self.audit = audit
        self.world = world
    }

    /// Revokes inside the caller's transaction; `agreedBy` is the second person, who stands in the log beside the first.
    ///
    /// **Errors:** ``DocumentRefused/unknownDocument``, ``DocumentRefused/alreadyRevoked``.
    public func callAsFunction(
        _ id: Token, reason: Reason, actor: AuditActor, agreedBy second: String? = nil,
        requestID: String? = nil, in db: any SQLConnection
    ) throws {
        guard let record = try DocumentStore.find(id, in: db) else { throw DocumentRefused.unknownDocument }
        guard
            try DocumentStore.end(id, as: .revoked, reason: reason.rawValue, at: world.now(), in: db)
        else { throw DocumentRefused.alreadyRevoked }
        try audit.append(
            AuditAct(
                "document.revoked", actor: actor, purpose: record.serviceCode, caseNumber: record.caseNumber,
                subject: try commitment(of: record.subject, in: db),
                decision: ([reason.rawValue] + (second.map { ["agreed", $0] } ?? [])).joined(separator: " "),
                requestID: requestID, payloadHash: record.hash),
            in: db)
    }

    /// Under which the holder finds it; nil once her data were erased.
    private func commitment(of subject: Token, in db: any SQLConnection) throws -> [UInt8]? {
        do {
            return try vault.subject(subject, in: db).commitment()
        } catch VaultError.shredded {
            return nil
        }
    }
}
