public import Base
public import Wire

/// Everything a paper is made from; the same order gives the same page, byte for byte, before it is sealed.
public struct DocumentOrder: Sendable {
    public let documentID: Token
    /// Counts from 1; a later edition takes the place of the former.
    public let edition: Int
    public let code: VerificationCode
    public let caseNumber: String
    public let paper: CasePaper
    /// The basic code 基本编码 of the service.
    public let serviceCode: String
    public let serviceName: String
    /// The department in whose name the paper is issued.
    public let issuer: String
    public let layout: DocumentLayout
    public let content: DocumentContent
    public let holder: Holder
    /// Who fetches it for the holder; nil when the holder came herself.
    public let agent: PaperAgent?
    public let issuedAt: Instant
    /// The last day on which the paper is valid, in China; nil when it has no end.
    public let validUntil: CalendarDate?

    public init(
        documentID: Token, edition: Int = 1, code: VerificationCode, caseNumber: String,
        paper: CasePaper = .result, serviceCode: String, serviceName: String, issuer: String,
        layout: DocumentLayout, content: DocumentContent, holder: Holder,
        agent: PaperAgent? = nil, issuedAt: Instant, validUntil: CalendarDate?
    ) {
        self.documentID = documentID
        self.edition = edition
        self.code = code
        self.caseNumber = caseNumber
        self.paper = paper
        self.serviceCode = serviceCode
        self.serviceName = serviceName
        self.issuer = issuer
        self.layout = layout
        self.content = content
        self.holder = holder
        self.agent = agent
        self.issuedAt = issuedAt
        self.validUntil = validUntil
    }

    /// The day of issue, in China.
    public var issueDate: CalendarDate { CalendarDate(inChinaAt: issuedAt) }
}
