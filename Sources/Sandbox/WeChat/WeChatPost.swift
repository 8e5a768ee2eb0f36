import AsyncHTTPClient
import Base
import Foundation
import NIOCore
import NIOHTTP1
import Transport
import Vault

/// How WeChat tells the house of something, in its safe mode.
struct WeChatPost: Sendable {
    /// As often as WeChat tells the same.
    static let triesMax = 3

    let config: WeChatConfig
    let world: World
    let transport: any HTTPTransport

    /// - Returns: Whether the house has said that it heard.
    func tell(_ user: WeChatUser, _ event: String, _ more: [(String, String)] = []) async throws -> Bool {
        let seconds = world.now().milliseconds / 1_000
        let fields =
            [
                ("ToUserName", "gh_sandbox"), ("FromUserName", user.openID), ("MsgType", "event"),
                ("Event", event),
            ] + more
        let elements = fields.map { "<\($0)><![CDATA[\($1)]]></\($0)>\n" }.joined()
        let xml = "<xml>\(elements)<CreateTime>\(seconds)</CreateTime>\n</xml>"
        let sealed = sealed(Array(xml.utf8))
        let body = """
            <xml>
            <ToUserName><![CDATA[gh_sandbox]]></ToUserName>
            <Encrypt><![CDATA[\(sealed)]]></Encrypt>
            </xml>
            """
        let (time, nonce) = (String(seconds), String(world.random(4).reduce(0) { $0 << 8 | Int($1) }))
        let query = [
            ("signature", signature([time, nonce])), ("timestamp", time), ("nonce", nonce),
            ("openid", user.openID), ("encrypt_type", "aes"),
            ("msg_signature", signature([time, nonce, sealed])),
        ].map { "\($0)=\($1)" }.joined(separator: "&")
        var isHeard = false
        for _ in 1...Self.triesMax where !isHeard {
            isHeard = try await post(body, to: config.callback + "?" + query)
        }
        return isHeard
    }

    /// Whether the house gives back the word that WeChat sends when its address is entered.
    func greet(_ word: String) async throws -> Bool {
        let (time, nonce) = (String(world.now().milliseconds / 1_000), "20260302")
        let query = "signature=\(signature([time, nonce]))&timestamp=\(time)&nonce=\(nonce)&echostr=\(word)"
        let response = try await transport.answer(
            to: HTTPClientRequest(url: config.callback + "?" + query), within: .seconds(5))
        return String(buffer: try await response.body.collect(upTo: 1_024)) == word
    }

    private func post(_ body: String, to url: String) async throws -> Bool {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "text/xml")
        request.body = .bytes(Array(body.utf8))
        let response = try await transport.answer(to: request, within: .seconds(5))
        return String(buffer: try await response.body.collect(upTo: 65_536)) == "success"
    }

    private func signature(_ parts: [String]) -> String {
        Digest.sha1(Array((parts + [config.token]).sorted().joined().utf8)).hex
    }

    private func sealed(_ message: [UInt8]) -> String {
        let length = withUnsafeBytes(of: UInt32(message.count).bigEndian) { Array($0) }
        var plain = world.random(16) + length + message + Array(config.app.utf8)
        let pad = 32 - plain.count % 32
        plain += [UInt8](repeating: UInt8(pad), count: pad)
        let sealed = AESCBC.seal(plain, key: config.key, vector: Array(config.key.prefix(16))) ?? []
        return Data(sealed).base64EncodedString()
    }
}
