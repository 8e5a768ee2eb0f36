public import Base

/// The city's official account 公众号 at WeChat: messages to who follows it, and what WeChat tells of them.
///
/// Contract: WeChat learns an openid, which it has given us itself, and one number; no name, service or result. The same
/// `key` to the same openid is one message within ten minutes. A picture leads to WeChat and nowhere else. Nothing is
/// believed that is not signed for this account.
public protocol WeChatPort: Sendable {
    /// The address behind a picture that asks whoever scans it to follow the account, and tells us of it with the scene.
    ///
    /// **Range:** of `scene` 1 to 64 characters; of `life` a second to thirty days.
    func picture(of scene: String, for life: Duration) async throws(PortError) -> String

    func send(_ message: WeChatMessage, to openID: String, key: Token) async throws(PortError) -> WeChatAnswer

    /// What WeChat wants to hear when an operator enters our address there; nil when it is not WeChat that asks.
    func echo(_ query: [String: String]) -> String?

    /// Opens what WeChat has posted.
    ///
    /// - Returns: Nil for what concerns nobody's messages.
    /// - Throws: ``WeChatUnsigned`` for everything that is not signed for this account, and of now.
    func event(_ body: [UInt8], _ query: [String: String]) throws(WeChatUnsigned) -> WeChatEvent?
}

/// Everything that a message can say.
public enum WeChatMessage: Hashable, Sendable {
    /// There is news of a case; the last digits of its number.
    case news(of: String)
    /// The code by which a person shows that this WeChat is hers.
    case code(String)
}

public enum WeChatAnswer: Hashable, Sendable {
    /// On its way, by WeChat's own number for it.
    case taken(message: Int64)
    /// Nobody follows the account by this openid any more (43004).
    case notFollowing
    /// The openid is another official account's (40003): the city's has changed, or its settings are wrong here.
    case elsewhere
    /// She, or the account, has shut the way (43019, 43101).
    case unwilling
}

/// What WeChat has told of somebody.
public struct WeChatEvent: Hashable, Sendable {
    public enum What: Hashable, Sendable {
        /// A picture with this scene was scanned, by who follows the account now.
        case scanned(scene: String)
        case unfollowed
        /// A message that was taken has not come to her.
        case undelivered(message: Int64)
    }

    public let openID: String
    /// When it happened, by WeChat's clock, to the second.
    public let at: Instant
    public let what: What

    public init(openID: String, at: Instant, what: What) {
        self.openID = openID
        self.at = at
        self.what = what
    }
}

/// What was posted is not WeChat's, or not for this account, or not of now.
public struct WeChatUnsigned: Error, Hashable, Sendable {
    public init() {}
}
