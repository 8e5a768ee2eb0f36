public import Base
public import Notices
import Vault

/// The city's official account at WeChat 微信公众号: template messages, pictures with a scene, and what WeChat posts in its
/// safe mode.
///
/// What of it WeChat has published stands in ``WeChatForm`` and ``WeChatSeal``.
public struct WeChatConnector: WeChatPort {
    /// Longest time one exchange may take, with a new token where one is needed.
    public static let deadline = Duration.seconds(5)

    private let account: WeChatAccount
    private let call: ForeignCall
    private let world: World
    private let deadline: Duration
    private let tokens: WeChatTokens

    public init(
        account: WeChatAccount, call: ForeignCall, world: World,
        deadline: Duration = WeChatConnector.deadline
    ) {
        self.account = account
        self.call = call
        self.world = world
        self.deadline = deadline
        tokens = WeChatTokens(world)
    }

    /// What the way to WeChat should allow: its answers are short.
    public static var limits: ForeignCall.Limits {
        var limits = ForeignCall.Limits()
        limits.answerBytesMax = 16_384
        return limits
    }

    public func picture(of scene: String, for life: Duration) async throws(PortError) -> String {
        let asked = WeChatForm.picture(scene, seconds: life.components.seconds)
        let answer = try await exchange(asked, WeChatForm.Path.picture)
        try refuse(answer)
        guard let address = answer["url"]?.text, isOurs(address) else { throw untrustworthy("address") }
        return address
    }

    public func send(
        _ message: WeChatMessage, to openID: String, key: Token
    ) async throws(PortError) -> WeChatAnswer {
        let (text, template) =
            switch message {
            case .news(let number): (number, account.news)
            case .code(let code): (code, account.code)
            }
        let answer = try await exchange(
            WeChatForm.message(text, by: template, to: openID, key: key), WeChatForm.Path.send)
        if let code = answer["errcode"]?.int {
            if WeChatForm.Code.notFollowing.contains(code) { return .notFollowing }
            if WeChatForm.Code.elsewhere.contains(code) { return .elsewhere }
            if WeChatForm.Code.unwilling.contains(code) { return .unwilling }
        }
        try refuse(answer)
        guard let number = answer["msgid"]?.int, number > 0 else { throw untrustworthy("message") }
        return .taken(message: number)
    }

    public func echo(_ query: [String: String]) -> String? { seal.echo(query) }

    public func event(
        _ body: [UInt8], _ query: [String: String]
    ) throws(WeChatUnsigned) -> WeChatEvent? {
        try seal.event(body, query, at: world.now())
    }

    private var seal: WeChatSeal { WeChatSeal(account) }

    /// Asks once, and once more with another token where WeChat takes ours for none.
    private func exchange(_ question: JSONValue, _ path: String) async throws(PortError) -> JSONValue {
        try await call.run(within: deadline) { call in
            let token = try await token(call)
            let answer = try await post(question, path + "?access_token=" + token, call)
            guard let code = answer["errcode"]?.int, WeChatForm.Code.token.contains(code) else {
                return answer
            }
            tokens.forget(token)
            return try await post(question, path + "?access_token=" + self.token(call), call)
        }
    }

    private func token(_ call: ForeignCall) async throws(PortError) -> String {
        if let token = tokens.current { return token }
        let answer = try await post(WeChatForm.token(account), WeChatForm.Path.token, call)
        try refuse(answer)
        guard let token = answer["access_token"]?.text, let seconds = answer["expires_in"]?.int,
            (1...WeChatForm.tokenBytesMax).contains(token.utf8.count),
            token.utf8.allSatisfy(WeChatForm.isWordSign),
            (1...WeChatForm.tokenLifeMax.components.seconds).contains(seconds)
        else { throw untrustworthy("token") }
        tokens.keep(token, for: seconds)
        return token
    }

    /// Each of the questions may be repeated: a message has a key, and of two pictures one is shown.
    private func post(
        _ question: JSONValue, _ path: String, _ call: ForeignCall
    ) async throws(PortError) -> JSONValue {
        let answer = try await call.post(
            account.base + path, headers: [], body: question.bytes, repeatable: true)
        guard answer.status == 200 else {
            throw .failed(system: call.system, code: String(answer.status))
        }
        guard let value = JSONValue(answer.body), value.object != nil else { throw untrustworthy("form") }
        return value
    }

    /// WeChat says with status 200 what went wrong; that it is busy counts as a fault of its own.
    private func refuse(_ answer: JSONValue) throws(PortError) {
        guard let code = answer["errcode"] else { return }
        guard let number = code.int else { throw untrustworthy("code") }
        guard number != 0 else { return }
        throw .failed(system: call.system, code: number == WeChatForm.Code.busy ? "503" : String(number))
    }

    private func isOurs(_ address: String) -> Bool {
        address.hasPrefix(account.pictures) && address.utf8.count <= WeChatForm.pictureBytesMax
            && address.utf8.allSatisfy { (33...126).contains($0) }
    }

    private func untrustworthy(_ reason: String) -> PortError {
        .untrustworthy(system: call.system, reason: reason)
    }
}
