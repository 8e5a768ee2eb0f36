import Foundation

/// How the house stands in the books of the sandbox's WeChat.
public struct WeChatConfig: Sendable {
    /// Its own address, without a slash at the end, such as `http://127.0.0.1:8070/wechat`.
    public let base: String
    /// Where the house wants to be told.
    public let callback: String
    let app: String
    let secret: String
    let token: String
    let key: [UInt8]
    /// The fields of the account's templates, by the template.
    let templates: [String: String]

    /// - Returns: Nil when the key is not 43 signs of base 64.
    public init?(
        base: String, callback: String, app: String, secret: String, token: String, encodingAESKey: String,
        templates: [String: String]
    ) {
        guard let key = Data(base64Encoded: encodingAESKey + "="), key.count == 32 else { return nil }
        self.base = base
        self.callback = callback
        self.app = app
        self.secret = secret
        self.token = token
        self.key = [UInt8](key)
        self.templates = templates
    }
}

/// Whose phone scans and reads in the sandbox, and what goes wrong with it; nobody real.
public enum WeChatUser: String, Sendable, CaseIterable {
    case ordinary
    /// A second one, at whom nothing goes wrong either.
    case other
    /// Takes no messages (43019).
    case unwilling
    /// A message is taken, and later told not to have arrived.
    case late
    /// WeChat is busy (-1).
    case busy
    /// The token is refused once (40001).
    case staleToken = "stale-token"
    /// The token is refused each time.
    case noToken = "no-token"
    /// WeChat answers 503.
    case down
    /// WeChat answers only after ``SandboxConfig/stall``.
    case slow
    /// WeChat answers what is no JSON.
    case garbled
    /// WeChat answers that it took a message, and names none.
    case nameless

    /// As long as a real one.
    public var openID: String {
        let start = "oSANDBOX_\(rawValue)_"
        return start + String(repeating: "0", count: max(0, 28 - start.count))
    }

    init?(openID: String) {
        guard let user = Self.allCases.first(where: { $0.openID == openID }) else { return nil }
        self = user
    }
}
