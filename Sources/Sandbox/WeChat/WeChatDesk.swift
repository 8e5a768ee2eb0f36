import Base
import Hummingbird
import NIOCore
import Synchronization
import Transport
import Vault

/// WeChat's interface for an official account, and the phones of those who follow it.
final class WeChatDesk: Sendable {
    struct Message: Sendable {
        let openID: String
        let text: String
        let at: Instant
    }

    private struct Picture {
        let scene: String
        let until: Instant
    }

    private struct State {
        var token: (text: String, until: Instant)?
        var pictures: [String: Picture] = [:]
        var followers: Set<String> = []
        /// Newest first.
        var messages: [Message] = []
        var sent: [String: Int64] = [:]
        var numbers: Int64 = 4_000_000_000_000_000_000
        /// Told when somebody looks at the phones, as WeChat tells it a moment after it has answered.
        var pending: [(user: WeChatUser, message: Int64)] = []
        var hasBeenStale = false
    }

    private static let bodyMax = 8_192
    private static let tokenLife = Duration.seconds(7_200)
    private static let messagesMax = 200

    let config: WeChatConfig
    let post: WeChatPost
    private let stall: Duration
    private let world: World
    private let state = Mutex(State())

    init(config: WeChatConfig, stall: Duration, world: World, transport: any HTTPTransport) {
        self.config = config
        self.stall = stall
        self.world = world
        post = WeChatPost(config: config, world: world, transport: transport)
    }

    func add(to router: Router<BasicRequestContext>) {
        router.post("wechat/cgi-bin/stable_token") { [self] request, _ in try await token(request) }
        router.post("wechat/cgi-bin/qrcode/create") { [self] request, _ in try await picture(request) }
        router.post("wechat/cgi-bin/message/template/send") { [self] request, _ in try await send(request) }
        addPhones(to: router)
    }

    private func token(_ request: Request) async throws -> Response {
        guard let asked = try await Self.json(request), asked["grant_type"]?.text == "client_credential"
        else {
            return Self.refused(40002)
        }
        guard asked["appid"]?.text == config.app else { return Self.refused(40013) }
        guard asked["secret"]?.text == config.secret else { return Self.refused(40125) }
        let (now, isForced) = (world.now(), asked["force_refresh"]?.flag ?? false)
        let fresh = "90_" + Token(world).rawValue
        let (text, left) = state.withLock { state -> (String, Duration) in
            if let token = state.token, !isForced, now + .seconds(300) < token.until {
                return (token.text, token.until.since(now))
            }
            state.token = (fresh, now + Self.tokenLife)
            return (fresh, Self.tokenLife)
        }
        return Self.answer(["access_token": .text(text), "expires_in": .int(left.components.seconds)])
    }

    private func picture(_ request: Request) async throws -> Response {
        if let refusal = refusal(of: request) { return refusal }
        guard let asked = try await Self.json(request), asked["action_name"]?.text == "QR_STR_SCENE",
            let scene = asked["action_info"]?["scene"]?["scene_str"]?.text,
            (1...64).contains(scene.utf8.count)
        else { return Self.refused(40053) }
        let seconds = asked["expire_seconds"]?.int ?? 60
        guard (1...2_592_000).contains(seconds) else { return Self.refused(40052) }
        let (ticket, until) = (Token(world).rawValue, world.now() + .seconds(seconds))
        state.withLock { $0.pictures[ticket] = Picture(scene: scene, until: until) }
        return Self.answer([
            "ticket": .text(ticket), "expire_seconds": .int(seconds),
            "url": .text("\(config.base)/q/\(ticket)"),
        ])
    }

    private func send(_ request: Request) async throws -> Response {
        if let refusal = refusal(of: request) { return refusal }
        guard let asked = try await Self.json(request), let openID = asked["touser"]?.text,
            let user = WeChatUser(openID: openID)
        else { return Self.refused(40003) }
        if let trouble = try await trouble(user) { return trouble }
        guard let field = asked["template_id"]?.text.flatMap({ config.templates[$0] }) else {
            return Self.refused(40037)
        }
        guard let data = asked["data"]?.object, data.keys.sorted() == [field],
            let value = data[field]?["value"]?.text, (1...32).contains(value.utf8.count),
            value.utf8.allSatisfy({ (33...126).contains($0) })
        else { return Self.refused(47003) }
        guard isFollowing(user) else { return Self.refused(43004) }
        guard user != .unwilling else { return Self.refused(43019) }
        let key = asked["client_msg_id"]?.text.map { "\(openID) \($0)" }
        let now = world.now()
        let number = state.withLock { state -> Int64 in
            if let key, let earlier = state.sent[key] { return earlier }
            state.numbers += 1
            if let key { state.sent[key] = state.numbers }
            state.messages.insert(Message(openID: openID, text: value, at: now), at: 0)
            state.messages = Array(state.messages.prefix(Self.messagesMax))
            state.pending.append((user, state.numbers))
            return state.numbers
        }
        guard user != .nameless else { return Self.answer(["errcode": .int(0), "errmsg": "ok"]) }
        return Self.answer(["errcode": .int(0), "errmsg": "ok", "msgid": .int(number)])
    }

    /// What goes wrong with this one, whatever was asked.
    private func trouble(_ user: WeChatUser) async throws -> Response? {
        switch user {
        case .busy: return Self.refused(-1)
        case .down: return .refused(.serviceUnavailable, "down")
        case .garbled: return .text("<html>502 Bad Gateway</html>")
        case .slow: try await world.sleep(stall)
        case .noToken: return Self.refused(40001)
        case .staleToken:
            let isFirst = state.withLock { state in
                defer { state.hasBeenStale = true }
                if !state.hasBeenStale { state.token = nil }
                return !state.hasBeenStale
            }
            if isFirst { return Self.refused(40001) }
        case .ordinary, .other, .unwilling, .late, .nameless: break
        }
        return nil
    }

    private func refusal(of request: Request) -> Response? {
        let given = request.uri.queryParameters["access_token"].map(String.init)
        let now = world.now()
        return state.withLock { state in
            guard let token = state.token, given == token.text else { return Self.refused(40001) }
            return now < token.until ? nil : Self.refused(42001)
        }
    }

    private static func json(_ request: Request) async throws -> JSONValue? {
        JSONValue([UInt8](try await request.body.collect(upTo: bodyMax).readableBytesView))
    }

    static func answer(_ value: JSONValue) -> Response { .bytes(value.bytes, type: "application/json") }

    private static func refused(_ code: Int64) -> Response {
        answer(["errcode": .int(code), "errmsg": "sandbox"])
    }
}

/// What the phones do.
extension WeChatDesk {
    var messages: [Message] { state.withLock { $0.messages } }

    func isFollowing(_ user: WeChatUser) -> Bool { state.withLock { $0.followers.contains(user.openID) } }

    /// - Returns: Nil when there is no such picture, or it is too old; else whether the house has heard.
    func scan(_ ticket: String, by user: WeChatUser) async throws -> Bool? {
        let now = world.now()
        let found = state.withLock { state -> (scene: String, isNew: Bool)? in
            guard let picture = state.pictures[ticket], now < picture.until else { return nil }
            return (picture.scene, state.followers.insert(user.openID).inserted)
        }
        guard let (scene, isNew) = found else { return nil }
        return try await post.tell(
            user, isNew ? "subscribe" : "SCAN",
            [("EventKey", isNew ? "qrscene_" + scene : scene), ("Ticket", ticket)])
    }

    func unfollow(_ user: WeChatUser) async throws -> Bool {
        state.withLock { _ = $0.followers.remove(user.openID) }
        return try await post.tell(user, "unsubscribe", [("EventKey", "")])
    }

    /// Tells the house what has become of its messages.
    func deliver() async throws {
        let pending = state.withLock { state in
            defer { state.pending = [] }
            return state.pending
        }
        for (user, message) in pending {
            _ = try await post.tell(
                user, "TEMPLATESENDJOBFINISH",
                [
                    ("MsgID", String(message)),
                    ("Status", user == .late ? "failed:user block" : "success"),
                ])
        }
    }
}
