/// One act to be recorded: who did what, why, on which case, about whom.
///
/// No member may hold personal data: a leaf is public and can never be erased. A person appears only under a name for this one
/// leaf, made of the commitment of her subject key (``LeafPseudonym``), which means nothing any more once that key is shredded.
public struct AuditAct: Hashable, Sendable {
    /// Dotted, past tense: `case.submitted`.
    public let action: String
    public let actor: AuditActor
    /// The role in which the actor acted, when it has several.
    public let role: String?
    public let purpose: String?
    public let caseNumber: String?
    /// 32 bytes, from the subject's key; nil when the act is about nobody.
    public let subject: [UInt8]?
    /// Names of the fields that were read or changed, never their values.
    public let fields: [String]
    public let decision: String?
    public let terminal: String?
    public let requestID: String?
    /// SHA-256 or SM3 of what was acted upon, 32 bytes.
    public let payloadHash: [UInt8]?

    public init(
        _ action: String, actor: AuditActor, purpose: String?, caseNumber: String?, subject: [UInt8]?,
        fields: [String] = [], decision: String? = nil, terminal: String? = nil, requestID: String? = nil,
        payloadHash: [UInt8]? = nil, role: String? = nil
    ) {
        self.action = action
        self.actor = actor
        self.role = role
        self.purpose = purpose
        self.caseNumber = caseNumber
        self.subject = subject
        self.fields = fields
        self.decision = decision
        self.terminal = terminal
        self.requestID = requestID
        self.payloadHash = payloadHash
    }
}
