import AsyncHTTPClient
import Base
import Connectors
import Foundation
import NIOCore
import NIOHTTP1
import Sandbox
import Synchronization
import Transport

/// The house's official account at the sandbox's WeChat.
extension SandboxHouse {
    static let weChatBase = "http://wechat.example/wechat"
    static let weChatKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"

    static func weChatDesk() -> WeChatConfig? {
        WeChatConfig(
            base: weChatBase, callback: "http://house.example/wechat/callback", app: "wx0000000000000001",
            secret: "the account's secret", token: "the-token", encodingAESKey: weChatKey,
            templates: ["news-template": "character_string1", "code-template": "character_string2"])
    }

    /// - Throws: When the key is none.
    func weChat(
        _ base: String, call: ForeignCall, deadline: Duration = .seconds(20),
        secret: String = "the account's secret", token: String = "the-token",
        app: String = "wx0000000000000001",
        news: String = "news-template"
    ) throws -> WeChatConnector {
        struct NoKey: Error {}
        let account = WeChatAccount(
            base: base, pictures: Self.weChatBase + "/q/", app: app, secret: secret, token: token,
            encodingAESKey: Self.weChatKey,
            news: WeChatAccount.Template(id: news, field: "character_string1"),
            code: WeChatAccount.Template(id: "code-template", field: "character_string2"))
        guard let account else { throw NoKey() }
        return WeChatConnector(account: account, call: call, world: world, deadline: deadline)
    }
}

/// A house that hears nothing.
struct Deaf: HTTPTransport {
    func answer(to request: HTTPClientRequest, within limit: Duration) async throws -> HTTPClientResponse {
        HTTPClientResponse(status: .badGateway, headers: [:], body: .bytes(ByteBuffer()))
    }
}

/// A house that keeps what it is told, and answers as WeChat wants.
final class Listening: HTTPTransport {
    struct Told: Sendable {
        var query: [String: String]
        var body: [UInt8]
    }

    private let kept = Mutex<[Told]>([])
    let answer: String

    /// `answer` is said to what is posted; what is asked for is given back.
    init(_ answer: String = "success") {
        self.answer = answer
    }

    var all: [Told] { kept.withLock { $0 } }
    var last: Told? { all.last }

    func answer(to request: HTTPClientRequest, within limit: Duration) async throws -> HTTPClientResponse {
        let items = URLComponents(string: request.url)?.queryItems ?? []
        var told = Told(query: [:], body: [])
        for item in items { told.query[item.name] = item.value }
        if let body = request.body {
            told.body = Array(try await body.collect(upTo: 65_536).readableBytesView)
        }
        kept.withLock { $0.append(told) }
        let text = request.method == .GET ? told.query["echostr"] ?? "" : answer
        return HTTPClientResponse(status: .ok, headers: [:], body: .bytes(ByteBuffer(string: text)))
    }
}
