public import Audit
public import Base
public import Storage
public import Vault

/// Forgets a person's WeChat, whoever wants it so, and writes that down for her.
///
/// It asks nothing of the rooms around it, and is made before those that shut her phone out.
public struct ForgetWeChat: Sendable {
    let vault: Vault
    let audit: AuditLog

    public init(vault: Vault, audit: AuditLog) {
        self.vault = vault
        self.audit = audit
    }

    /// Harmless where none is bound; pictures that wait count no more.
    public func callAsFunction(
        of citizen: Token, by actor: AuditActor, because reason: String, requestID: String?,
        in db: any SQLConnection
    ) throws {
        guard try WeChatStore.unbind(citizen, in: db) else { return }
        try note(
            "notice.wechat-ended", of: citizen, by: actor, decision: reason, requestID: requestID, in: db)
    }

    /// Writes down what was done about her WeChat.
    func note(
        _ action: String, of citizen: Token, by actor: AuditActor, decision: String? = nil,
        requestID: String?, in db: any SQLConnection
    ) throws {
        try audit.append(
            AuditAct(
                action, actor: actor, purpose: "consent/\(WeChatChannel.purpose)", caseNumber: nil,
                subject: try vault.subject(citizen, in: db).commitment(), fields: [NoticeParts.byWeChat],
                decision: decision, requestID: requestID),
            in: db)
    }
}
