public import Web

/// The verbs of this room, wired once.
public final class IdentityVerbs: Sendable {
    public let begin: BeginSession
    public let current: CurrentSession
    public let end: EndSession
    public let consents: VisitConsents
    public let renew: RenewSession
    private let parts: IdentityParts
    let choose: ChooseWay
    let card: PresentCard
    let face: ConfirmFace
    let confirm: ConfirmClaim
    let sendCode: SendCode
    let code: ConfirmCode
    /// Nil where the house is not connected to the national network identity service.
    let network: NetworkLogin?

    public init(
        _ parts: IdentityParts, authority: any IdentityAuthority, messages: any MessagePort, words: Words,
        network: NetworkLogin? = nil
    ) {
        self.parts = parts
        begin = BeginSession(parts)
        current = CurrentSession(parts)
        end = EndSession(parts)
        consents = VisitConsents(parts)
        renew = RenewSession(parts)
        choose = ChooseWay(parts)
        card = PresentCard(parts)
        face = ConfirmFace(parts, authority: authority)
        confirm = ConfirmClaim(parts: parts, authority: authority)
        sendCode = SendCode(parts, authority: authority, messages: messages, words: words)
        code = ConfirmCode(parts)
        self.network = network
    }

    /// Whether the house is connected to the national network identity service.
    public var offersNetwork: Bool { network != nil }

    func standing(of session: Session) async throws -> FactorStanding {
        try await FactorStanding(session, parts)
    }
}
