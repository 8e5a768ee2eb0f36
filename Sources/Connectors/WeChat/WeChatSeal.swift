import Base
import Foundation
import Notices
import Vault

/// WeChat's safe mode 安全模式: what it posts is signed with the account's token and sealed with its EncodingAESKey.
///
/// The signature is SHA-1 over token, moment, nonce and sealed text, sorted and joined; sealed is AES-256-CBC, whose vector
/// is the first half of the key, over 16 random bytes, the length in four bytes, the XML and the app's id, padded to whole 32
/// bytes (PKCS #7).
///
/// Source: developers.weixin.qq.com, doc/service/guide/dev/push/encryption.
struct WeChatSeal {
    /// How far WeChat's moment may be from ours: a word is repeated for fifteen seconds, and clocks differ.
    static let skewMax = Duration.seconds(300)
    private static let padBlock = 32
    private static let randomLength = 16
    private static let echoMax = 64

    private let account: WeChatAccount

    init(_ account: WeChatAccount) {
        self.account = account
    }

    func echo(_ query: [String: String]) -> String? {
        guard let word = query["echostr"], (1...Self.echoMax).contains(word.utf8.count),
            word.utf8.allSatisfy(WeChatForm.isWordSign), let signature = query["signature"],
            isSigned(by: signature, query)
        else { return nil }
        return word
    }

    func event(
        _ body: [UInt8], _ query: [String: String], at now: Instant
    ) throws(WeChatUnsigned) -> WeChatEvent? {
        guard let sealed = FlatXML(body)?["Encrypt"], let signature = query["msg_signature"],
            isSigned(by: signature, query, sealed), isOfNow(query["timestamp"], now),
            let message = opened(sealed)
        else { throw WeChatUnsigned() }
        // What is signed and of another kind, such as somebody's chat, is nothing to us.
        return FlatXML(message).flatMap(Self.event)
    }

    private func isSigned(by signature: String, _ query: [String: String], _ sealed: String? = nil) -> Bool {
        guard let time = query["timestamp"], let nonce = query["nonce"] else { return false }
        let parts = [account.token, time, nonce, sealed].compactMap { $0.map { Array($0.utf8) } }
            .sorted { $0.lexicographicallyPrecedes($1) }
        return constantTimeEquals(Array(Digest.sha1(Array(parts.joined())).hex.utf8), Array(signature.utf8))
    }

    private func isOfNow(_ text: String?, _ now: Instant) -> Bool {
        guard let text, (1...12).contains(text.utf8.count), let seconds = Int64(text), seconds >= 0 else {
            return false
        }
        let age = now.since(Instant(milliseconds: seconds * 1_000))
        return age <= Self.skewMax && age >= .zero - Self.skewMax
    }

    /// The XML within; nil when it was not sealed for this app.
    func opened(_ text: String) -> [UInt8]? {
        guard let sealed = Data(base64Encoded: text), sealed.count % Self.padBlock == 0,
            let plain = AESCBC.open(
                [UInt8](sealed), key: account.key, vector: Array(account.key.prefix(AESCBC.block))),
            let pad = plain.last.map(Int.init), (1...Self.padBlock).contains(pad),
            plain.suffix(pad).allSatisfy({ Int($0) == pad })
        else { return nil }
        let content = plain.dropLast(pad).dropFirst(Self.randomLength)
        guard content.count >= 4 else { return nil }
        let length = content.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        let rest = content.dropFirst(4)
        guard length <= rest.count, rest.dropFirst(length).elementsEqual(account.app.utf8) else { return nil }
        return Array(rest.prefix(length))
    }

    private static func event(_ message: FlatXML) -> WeChatEvent? {
        guard message["MsgType"] == "event", let openID = message["FromUserName"],
            WeChatForm.isOpenID(openID), let made = message["CreateTime"], made.utf8.count <= 12,
            let seconds = Int64(made), seconds >= 0, let what = what(message)
        else { return nil }
        return WeChatEvent(openID: openID, at: Instant(milliseconds: seconds * 1_000), what: what)
    }

    private static func what(_ message: FlatXML) -> WeChatEvent.What? {
        let (key, first) = (message["EventKey"] ?? "", "qrscene_")
        switch message["Event"] {
        case "subscribe" where key.hasPrefix(first) && key.utf8.count > first.utf8.count:
            return .scanned(scene: String(key.dropFirst(first.count)))
        case "SCAN" where !key.isEmpty: return .scanned(scene: key)
        case "unsubscribe": return .unfollowed
        case "TEMPLATESENDJOBFINISH" where message["Status"] != "success":
            return message["MsgID"].flatMap { Int64($0) }.map { .undelivered(message: $0) }
        default: return nil
        }
    }
}
