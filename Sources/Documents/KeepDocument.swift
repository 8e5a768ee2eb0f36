public import Audit
public import Storage
public import Vault
import Base

/// Keeps a finished paper, after checking on the page itself whose paper it is.
public struct KeepDocument: Sendable {
    private let audit: AuditLog

    public init(audit: AuditLog) {
        self.audit = audit
    }

    /// Checks and keeps a paper inside the caller's transaction.
    ///
    /// `holder` is the session's subject as identified, not as ordered; `subject` is the same person's key. A repeat
    /// for the same case and edition keeps nothing and gives the paper that is there.
    ///
    /// **Errors:** ``DocumentRefused/otherSubject`` when the page does not show that person and only that person.
    public func callAsFunction(
        _ sealed: SealedDocument, of holder: Holder, subject: SubjectKey, actor: AuditActor = .citizen,
        requestID: String? = nil, in db: any SQLConnection
    ) throws -> DocumentRecord {
        try SubjectCheck.require(holder, fetchedBy: sealed.order.agent, on: sealed.drawn)
        let record = try DocumentStore.insert(sealed, subject: subject, in: db)
        guard record.id == sealed.documentID else { return record }
        try audit.append(
            AuditAct(
                "document.sealed", actor: actor, purpose: record.serviceCode, caseNumber: record.caseNumber,
                subject: subject.commitment(), requestID: requestID, payloadHash: record.hash),
            in: db)
        return record
    }
}
