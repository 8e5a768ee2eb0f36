import Base
import Storage
import Support
import Synchronization

@testable import Notices

/// A WeChat whose answers the tests choose; what it posts is told in plain words, signed or not.
final class FakeWeChat: WeChatPort {
    struct Sent: Sendable, Hashable {
        let message: WeChatMessage
        let openID: String
    }

    private struct State {
        var scenes: [String] = []
        var sent: [Sent] = []
        var answer: WeChatAnswer?
        var isSilent = false
        var words: [String: WeChatEvent] = [:]
        var haste: (@Sendable (Int64) async throws -> Void)?
    }

    private let state = Mutex(State())

    var scenes: [String] { state.withLock { $0.scenes } }
    var sent: [Sent] { state.withLock { $0.sent } }
    /// The code that went out last.
    var code: String? {
        sent.reversed().lazy.compactMap { if case .code(let code) = $0.message { code } else { nil } }.first
    }
    func fallSilent(_ isSilent: Bool) { state.withLock { $0.isSilent = isSilent } }
    /// Nil: it takes them, the first by the number 1, the next by 2.
    func answer(_ answer: WeChatAnswer?) { state.withLock { $0.answer = answer } }

    /// What it does with a message after it took it and before it says so.
    func hasten(_ act: @escaping @Sendable (Int64) async throws -> Void) { state.withLock { $0.haste = act } }

    func picture(of scene: String, for life: Duration) async throws(PortError) -> String {
        let isSilent = state.withLock { state in
            if !state.isSilent { state.scenes.append(scene) }
            return state.isSilent
        }
        if isSilent { throw .timedOut(system: "wechat") }
        return "http://weixin.example/q/" + scene
    }

    func send(
        _ message: WeChatMessage, to openID: String, key: Token
    ) async throws(PortError) -> WeChatAnswer {
        let answer = state.withLock { state -> WeChatAnswer? in
            if state.isSilent { return nil }
            if let answer = state.answer { return answer }
            state.sent.append(Sent(message: message, openID: openID))
            return .taken(message: Int64(state.sent.count))
        }
        guard let answer else { throw .timedOut(system: "wechat") }
        if case .taken(let message) = answer, let haste = state.withLock({ $0.haste }) {
            do { try await haste(message) } catch { throw .failed(system: "wechat", code: "\(error)") }
        }
        return answer
    }

    func echo(_ query: [String: String]) -> String? { query["signature"] == "good" ? query["echostr"] : nil }

    func event(_ body: [UInt8], _ query: [String: String]) throws(WeChatUnsigned) -> WeChatEvent? {
        guard query["msg_signature"] == "good" else { throw WeChatUnsigned() }
        return state.withLock { $0.words[String(decoding: body, as: UTF8.self)] }
    }

    /// What it would post about this.
    func word(_ event: WeChatEvent) -> [UInt8] {
        state.withLock { state in
            let word = "word \(state.words.count)"
            state.words[word] = event
            return Array(word.utf8)
        }
    }
}

/// The consents that another room would keep.
final class FakeConsents: Sendable {
    private let given = Mutex<Set<Token>>([])

    func lapse(_ citizen: Token) { given.withLock { _ = $0.remove(citizen) } }

    var consent: WeChatChannel.Consent {
        WeChatChannel.Consent(
            holds: { citizen, _ in self.given.withLock { $0.contains(citizen) } },
            give: { asker, _ in self.given.withLock { _ = $0.insert(asker.citizen) } },
            withdraw: { asker, _ in self.lapse(asker.citizen) })
    }
}

extension NoticeHouse {
    static let openID = "oEgret-0000000000000000aB3_"
    static let another = "oEgret-1111111111111111cD4-"

    var bind: BindWeChat { BindWeChat(parts) }
    /// She, in a session of hers.
    var asker: WeChatAsker { WeChatAsker(citizen: citizen, session: citizen) }

    func hear(_ what: WeChatEvent.What, by openID: String = NoticeHouse.openID, at: Instant? = nil)
        async throws
    {
        let event = WeChatEvent(openID: openID, at: at ?? clock.now, what: what)
        try await HearWeChat(parts: parts)(weChat.word(event), ["msg_signature": "good"])
    }

    /// Scans the newest picture.
    func scan(by openID: String = NoticeHouse.openID) async throws {
        try await hear(.scanned(scene: weChat.scenes.last ?? ""), by: openID)
    }

    /// The whole way, for whom the way itself is not what is tested.
    func bindWeChat(_ channel: NoticeChannel = .both) async throws {
        try await bind.begin(for: asker, requestID: "r")
        try await scan()
        try await bind.claim(for: asker, requestID: "r")
        try await bind.confirm(weChat.code ?? "", for: asker, requestID: "r")
        try await NoticeChoices(parts).send(by: channel, to: citizen, requestID: "r")
    }

    func binding() async throws -> WeChatBinding? {
        let (citizen, vault) = (citizen, vault)
        return try await engine.read { db in
            try WeChatStore.binding(of: citizen, vault: vault, in: db)
        }
    }

    func acts(_ action: String) async throws -> [String] {
        try await leaves().filter { $0.contains("\"\(action)\"") }
    }
}
