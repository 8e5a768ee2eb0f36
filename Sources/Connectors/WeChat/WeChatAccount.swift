import Foundation

/// How the city's official account stands in WeChat's books, and what the operator has agreed on there.
public struct WeChatAccount: Sendable {
    /// A template of the account, and its one field that we fill; the words around it stand at WeChat.
    public struct Template: Sendable {
        let id: String
        let field: String

        public init(id: String, field: String) {
            self.id = id
            self.field = field
        }
    }

    /// Length of an EncodingAESKey: 32 bytes in base 64 without its last sign.
    static let keyLength = 43

    let base: String
    let pictures: String
    let app: String
    let secret: String
    let token: String
    let key: [UInt8]
    let news: Template
    let code: Template

    /// An account at a base address without a slash at the end, such as `https://api.weixin.qq.com`; pictures may lead to
    /// addresses that begin with `pictures`, such as `http://weixin.qq.com/q/`, and nowhere else.
    ///
    /// - Returns: Nil when `encodingAESKey` is not 43 signs of base 64.
    public init?(
        base: String, pictures: String, app: String, secret: String, token: String, encodingAESKey: String,
        news: Template, code: Template
    ) {
        guard encodingAESKey.utf8.count == Self.keyLength,
            let key = Data(base64Encoded: encodingAESKey + "="), key.count == 32
        else { return nil }
        self.base = base
        self.pictures = pictures
        self.app = app
        self.secret = secret
        self.token = token
        self.key = [UInt8](key)
        self.news = news
        self.code = code
    }
}
