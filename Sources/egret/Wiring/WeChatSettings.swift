import Configuration
import Connectors

/// The city's official account at WeChat, which a house may do without.
///
/// ## Configuration keys
/// - `wechat.app` (string, optional): the AppID of the city's official account (公众号, a verified service account); without
///   one nobody is offered messages by WeChat.
/// - `wechat.url` (string, default `http://127.0.0.1:8070/wechat`): WeChat's interface, live `https://api.weixin.qq.com`.
/// - `wechat.pictures` (string, default `<wechat.url>/q/`): where pictures may lead, live `http://weixin.qq.com/q/`.
/// - `wechat.secret` (string, secret): the account's AppSecret.
/// - `wechat.token` (string, secret): the token that was entered at WeChat beside our address
///   `<public.url>/wechat/callback`.
/// - `wechat.aeskey` (string, secret): the EncodingAESKey from there, 43 signs.
/// - `wechat.news.template` (string), `wechat.news.field` (string, default `character_string1`): the template by which a
///   case has news, and its field for the number.
/// - `wechat.code.template` (string), `wechat.code.field` (string, default `character_string1`): the template with the code
///   of a binding, and its field.
struct WeChatSettings: Sendable {
    let base: String
    let pictures: String
    let app: String
    let secret: String
    let token: String
    let encodingAESKey: String
    let newsTemplate: String
    let newsField: String
    let codeTemplate: String
    let codeField: String

    /// Nil without an account.
    static func read(_ config: ConfigReader) throws(ConfigProblem) -> WeChatSettings? {
        guard let app = config.string(forKey: "wechat.app"), !app.isEmpty else { return nil }
        return try WeChatSettings(app: app, config)
    }

    private init(app: String, _ config: ConfigReader) throws(ConfigProblem) {
        self.app = app
        base = config.string(forKey: "wechat.url", default: "http://127.0.0.1:8070/wechat")
        pictures = config.string(forKey: "wechat.pictures", default: "\(base)/q/")
        secret = try Self.required("wechat.secret", config, isSecret: true)
        token = try Self.required("wechat.token", config, isSecret: true)
        encodingAESKey = try Self.required("wechat.aeskey", config, isSecret: true)
        newsTemplate = try Self.required("wechat.news.template", config)
        newsField = config.string(forKey: "wechat.news.field", default: "character_string1")
        codeTemplate = try Self.required("wechat.code.template", config)
        codeField = config.string(forKey: "wechat.code.field", default: "character_string1")
        _ = try account
    }

    var account: WeChatAccount {
        get throws(ConfigProblem) {
            let account = WeChatAccount(
                base: base, pictures: pictures, app: app, secret: secret, token: token,
                encodingAESKey: encodingAESKey,
                news: WeChatAccount.Template(id: newsTemplate, field: newsField),
                code: WeChatAccount.Template(id: codeTemplate, field: codeField))
            guard let account else {
                throw ConfigProblem(key: "wechat.aeskey", expected: "the EncodingAESKey of 43 signs")
            }
            return account
        }
    }

    private static func required(
        _ key: ConfigKey, _ config: ConfigReader, isSecret: Bool = false
    ) throws(ConfigProblem) -> String {
        guard let text = config.string(forKey: key, isSecret: isSecret), !text.isEmpty else {
            throw ConfigProblem(
                key: key.components.joined(separator: "."), expected: "a value beside wechat.app")
        }
        return text
    }
}
