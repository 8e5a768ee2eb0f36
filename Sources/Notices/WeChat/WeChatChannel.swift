public import Base
public import Storage

/// The second channel of a house that has an official account.
public struct WeChatChannel: Sendable {
    /// The word of the purpose in `consents.yml`.
    public static let purpose = "wechat-messages"

    let port: any WeChatPort
    let consent: Consent

    public init(port: any WeChatPort, consent: Consent) {
        self.port = port
        self.consent = consent
    }

    /// The consent under which WeChat is told anything, which another room keeps.
    public struct Consent: Sendable {
        public typealias Holds = @Sendable (_ citizen: Token, _ db: any SQLConnection) throws -> Bool
        public typealias Act = @Sendable (_ asker: WeChatAsker, _ requestID: String) async throws -> Void

        let holds: Holds
        let give: Act
        /// Harmless where none holds.
        let withdraw: Act

        public init(holds: @escaping Holds, give: @escaping Act, withdraw: @escaping Act) {
            self.holds = holds
            self.give = give
            self.withdraw = withdraw
        }
    }
}

/// Who ties a WeChat to her account, in which of her sessions.
public struct WeChatAsker: Hashable, Sendable {
    public let citizen: Token
    public let session: Token

    public init(citizen: Token, session: Token) {
        self.citizen = citizen
        self.session = session
    }
}
