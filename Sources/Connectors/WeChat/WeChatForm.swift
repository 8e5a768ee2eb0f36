import Base
import Vault

/// The forms of WeChat's interface for official accounts, as published at developers.weixin.qq.com (doc/service): addresses,
/// fields and codes.
enum WeChatForm {
    enum Path {
        static let token = "/cgi-bin/stable_token"
        static let picture = "/cgi-bin/qrcode/create"
        static let send = "/cgi-bin/message/template/send"
    }

    /// What is said instead of an answer.
    enum Code {
        static let busy: Int64 = -1
        /// The token is wrong, of the wrong form, or over.
        static let token: Set<Int64> = [40001, 40014, 42001]
        /// Its person does not follow the account.
        static let notFollowing: Set<Int64> = [43004]
        /// The openid is another account's: that may be a slip of ours, and no reason to forget anybody.
        static let elsewhere: Set<Int64> = [40003]
        /// The account has put her on its black list, or she takes no such message.
        static let unwilling: Set<Int64> = [43019, 43101]
    }

    static let tokenLifeMax = Duration.seconds(7_200)
    /// WeChat asks for room for at least 512.
    static let tokenBytesMax = 2_048
    static let pictureBytesMax = 200

    static func token(_ account: WeChatAccount) -> JSONValue {
        ["grant_type": "client_credential", "appid": .text(account.app), "secret": .text(account.secret)]
    }

    static func picture(_ scene: String, seconds: Int64) -> JSONValue {
        [
            "expire_seconds": .int(seconds), "action_name": "QR_STR_SCENE",
            "action_info": ["scene": ["scene_str": .text(scene)]],
        ]
    }

    /// Without an address to go to: who wants to see more goes to her account by the way she knows.
    static func message(
        _ text: String, by template: WeChatAccount.Template, to openID: String, key: Token
    ) -> JSONValue {
        [
            "touser": .text(openID), "template_id": .text(template.id), "client_msg_id": .text(key.rawValue),
            "data": .object([template.field: ["value": .text(text)]]),
        ]
    }

    /// Names that WeChat gives people are letters, digits, `-` and `_`.
    static func isOpenID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(isWordSign)
    }

    static func isWordSign(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
