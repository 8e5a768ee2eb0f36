import Base
import Foundation
import Notices
import Vault

@testable import Connectors

extension Door {
    private static let official = WeChatAccount(
        base: "", pictures: "", app: "wx0", secret: "", token: "token",
        encodingAESKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", news: .init(id: "", field: ""),
        code: .init(id: "", field: ""))

    /// What WeChat posts: the first byte says by its lowest bit whether WeChat has sealed and signed the XML behind it, or
    /// somebody posts it as it is.
    static let weChatPosts = Door(
        "wechat",
        words: [
            "<xml>", "</xml>", "<![CDATA[", "]]>", "<Encrypt>", "</Encrypt>", "<MsgType>", "</MsgType>",
            "<Event>",
            "</Event>", "<EventKey>", "</EventKey>", "<FromUserName>", "</FromUserName>", "<CreateTime>",
            "</CreateTime>", "<MsgID>", "</MsgID>", "<Status>", "</Status>", "event", "SCAN", "subscribe",
            "unsubscribe", "qrscene_", "TEMPLATESENDJOBFINISH", "failed:user block", "success", "&amp;",
            "<!DOCTYPE", "<?xml",
        ]
    ) {
        let head =
            "<xml><ToUserName><![CDATA[gh_0]]></ToUserName>\n<FromUserName><![CDATA[o-1_a]]></FromUserName>\n"
            + "<CreateTime>1800000000</CreateTime>\n<MsgType><![CDATA[event]]></MsgType>\n"
        return [
            "\(head)<Event><![CDATA[subscribe]]></Event><EventKey><![CDATA[qrscene_s1]]></EventKey></xml>",
            "\(head)<Event><![CDATA[SCAN]]></Event><EventKey><![CDATA[s1]]></EventKey></xml>",
            "\(head)<Event>unsubscribe</Event><EventKey></EventKey></xml>",
            "\(head)<Event>TEMPLATESENDJOBFINISH</Event><MsgID>7</MsgID><Status>failed:user block</Status></xml>",
        ].map { [1] + Array($0.utf8) }
            + [
                [0]
                    + Array(
                        "<xml><ToUserName>gh_0</ToUserName><Encrypt><![CDATA[AAAA]]></Encrypt></xml>".utf8)
            ]
    } enter: { bytes in
        guard let account = official else { throw Broken(description: "the account has no key") }
        let (seal, text) = (WeChatSeal(account), Array(bytes.dropFirst()))
        if let read = FlatXML(text) {
            try promise(
                read.fields.values.contains { $0.contains("]]>") } || FlatXML(written(read)) == read,
                "what is written again is read otherwise")
        }
        guard (bytes.first ?? 0) & 1 == 1 else {
            return try promise(!isBelieved(text, seal, "0"), "what WeChat has not signed is believed")
        }
        var plain = [UInt8](repeating: 7, count: 16)
        plain += withUnsafeBytes(of: UInt32(text.count).bigEndian) { Array($0) } + text + Array("wx0".utf8)
        let pad = 32 - plain.count % 32
        plain += [UInt8](repeating: UInt8(pad), count: pad)
        guard let sealed = AESCBC.seal(plain, key: account.key, vector: Array(account.key.prefix(16))) else {
            throw Broken(description: "whole blocks are not sealed")
        }
        try promise(
            seal.opened(Data(sealed).base64EncodedString()) == text, "what was sealed opens otherwise")
        let body = posted(sealed)
        let signature = signature(sealed)
        try promise(isBelieved(body, seal, signature), "what WeChat has signed is not believed")
        let told = event(body, seal, signature)
        if let told {
            try promise(WeChatForm.isOpenID(told.openID), "a name of another form is taken")
            try promise(told.what != .scanned(scene: ""), "a scene of nothing is taken")
        }
        var changed = sealed
        changed[text.count % sealed.count] ^= 1
        try promise(!isBelieved(posted(changed), seal, signature), "a changed word is believed")
    }

    private static func isBelieved(_ body: [UInt8], _ seal: WeChatSeal, _ signature: String) -> Bool {
        do {
            _ = try seal.event(body, query(signature), at: FixedKeys.now)
            return true
        } catch {
            return false
        }
    }

    private static func event(_ body: [UInt8], _ seal: WeChatSeal, _ signature: String) -> WeChatEvent? {
        try? seal.event(body, query(signature), at: FixedKeys.now)
    }

    private static func query(_ signature: String) -> [String: String] {
        ["msg_signature": signature, "timestamp": "1800000000", "nonce": "7"]
    }

    private static func posted(_ sealed: [UInt8]) -> [UInt8] {
        Array("<xml><Encrypt>\(Data(sealed).base64EncodedString())</Encrypt></xml>".utf8)
    }

    private static func signature(_ sealed: [UInt8]) -> String {
        let parts = ["token", "1800000000", "7", Data(sealed).base64EncodedString()]
        return Digest.sha1(Array(parts.sorted().joined().utf8)).hex
    }

    private static func written(_ xml: FlatXML) -> [UInt8] {
        let fields = xml.fields.map { "<\($0.key)><![CDATA[\($0.value)]]></\($0.key)>" }.joined()
        return Array("<xml>\(fields)</xml>".utf8)
    }
}
