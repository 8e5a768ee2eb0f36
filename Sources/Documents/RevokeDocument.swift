public import Audit
public import Base
public import Storage
import Vault

/// Revokes a paper: from then on whoever asks is told so.
public struct RevokeDocument: Sendable {
    /// Why a paper is revoked.
    public enum Reason: String, Sendable, CaseIterable {
        case issuedInError = "issued-in-error"
        case factsChanged = "facts-changed"
        case holderAsked = "holder-asked"
        case caseWithdrawn = "case-withdrawn"
    }

    private let audit: AuditLog
    private let world: World

    public init(audit: AuditLog, world: World) {
        self.audit = audit
        self.world = world
    }

    /// Revokes inside the caller's transaction.
    ///
    /// **Errors:** ``DocumentRefused/unknownDocument``, ``DocumentRefused/alreadyRevoked``.
    public func callAsFunction(
        _ id: Token, reason: Reason, actor: AuditActor, requestID: String? = nil, in db: any SQLConnection
    ) throws {
        guard let record = try DocumentStore.find(id, in: db) else { throw DocumentRefused.unknownDocument }
        guard
            try DocumentStore.end(id, as: .revoked, reason: reason.rawValue, at: world.now(), in: db)
        else { throw DocumentRefused.alreadyRevoked }
        try audit.append(
            AuditAct(
                "document.revoked", actor: actor, purpose: reason.rawValue, caseNumber: record.caseNumber,
                subject: nil, requestID: requestID, payloadHash: record.hash),
            in: db)
    }
}
