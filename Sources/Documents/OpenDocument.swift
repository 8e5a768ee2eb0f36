public import Audit
public import Base
public import Storage
public import Vault

/// Opens a kept paper; every opening leaves a leaf in the audit log or does not happen.
public struct OpenDocument: Sendable {
    private let vault: Vault
    private let audit: AuditLog

    public init(vault: Vault, audit: AuditLog) {
        self.vault = vault
        self.audit = audit
    }

    /// Reads the PDF inside the caller's transaction, which must be a write.
    ///
    /// A paper of anybody but `subject` is as unknown as none; `purpose` is a closed word such as `download`.
    ///
    /// **Errors:** ``DocumentRefused/unknownDocument``.
    public func callAsFunction(
        caseNumber: String, for subject: Token, actor: AuditActor = .citizen, purpose: String,
        requestID: String? = nil, in db: any SQLConnection
    ) throws -> (record: DocumentRecord, pdf: [UInt8]) {
        guard let record = try DocumentStore.find(caseNumber: caseNumber, in: db), record.subject == subject
        else { throw DocumentRefused.unknownDocument }
        let key = try vault.subject(subject, in: db)
        try audit.append(
            AuditAct(
                "document.opened", actor: actor, purpose: purpose, caseNumber: caseNumber,
                subject: key.commitment(), requestID: requestID, payloadHash: record.hash),
            in: db)
        return (record, try DocumentStore.pdf(record.id, subject: key, in: db))
    }
}
