public import Audit
public import Base
public import Catalogue
public import Identity
public import Storage
public import Vault
public import Web

/// What every verb of notices works with.
public final class NoticeParts: Sendable {
    /// What becomes of a notice now: whoever acted for a case's person when it was made may do so no more when it goes out, and
    /// what it tells may be so no more.
    public typealias Fate = @Sendable (_ notice: CaseNotice, _ db: any SQLConnection) throws -> NoticeFate

    let engine: any SQLEngine
    let vault: Vault
    let audit: AuditLog
    let world: World
    let catalogue: Catalogue
    let messages: any MessagePort
    let words: Words
    public let receivers: HookReceivers
    let fate: Fate
    /// Nil where the house has no official account.
    public let weChat: WeChatChannel?

    public init(
        engine: any SQLEngine, vault: Vault, audit: AuditLog, world: World, catalogue: Catalogue,
        messages: any MessagePort, words: Words, receivers: HookReceivers, fate: @escaping Fate,
        weChat: WeChatChannel? = nil
    ) {
        self.engine = engine
        self.vault = vault
        self.audit = audit
        self.world = world
        self.catalogue = catalogue
        self.messages = messages
        self.words = words
        self.receivers = receivers
        self.fate = fate
        self.weChat = weChat
    }

    /// Writes down, for the person to see, that something about her left the house; by another way than a message to
    /// her phone it says so.
    func note(
        _ action: String, _ notice: CaseNotice, decision: String, in db: any SQLConnection
    ) throws {
        try audit.append(
            AuditAct(
                action, actor: .system("notices"), purpose: catalogue[notice.service]?.basicCode,
                caseNumber: notice.caseNumber,
                subject: try vault.subject(notice.citizen, in: db).commitment(),
                fields: [notice.kind.rawValue] + (notice.isByWeChat ? [Self.byWeChat] : []),
                decision: decision),
            in: db)
    }

    static let byWeChat = "wechat"

    var forgetWeChat: ForgetWeChat { ForgetWeChat(vault: vault, audit: audit) }

    /// Writes down what was done about her WeChat.
    func noteWeChat(
        _ action: String, of citizen: Token, by actor: AuditActor, decision: String? = nil,
        requestID: String?, in db: any SQLConnection
    ) throws {
        try forgetWeChat.note(
            action, of: citizen, by: actor, decision: decision, requestID: requestID, in: db)
    }
}
