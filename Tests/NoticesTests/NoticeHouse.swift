import Audit
import Base
import Catalogue
import Foundation
import Hummingbird
import Identity
import Logging
import Storage
import Support
import Synchronization
import Testing
import Vault
import Web

@testable import Notices

/// The room on a database of its own, with a gateway and receivers whose answers the tests choose.
struct NoticeHouse: Sendable {
    static let secret = "whsec_" + Data((0..<32).map { UInt8($0) }).base64EncodedString()
    static let second = "whsec_" + Data((32..<64).map { UInt8($0) }).base64EncodedString()
    static let number = "11350200MB0000000X4000101001002" + "202603020007"
    private static let catalogue = Result {
        try Catalogue.load(
            URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "Services"))
    }

    let engine: any SQLEngine
    let clock: TestClock
    let world: World
    let vault: Vault
    let frame: Frame
    let messages = FakeGateway()
    let hooks = FakeHooks()
    let weChat = FakeWeChat()
    let consents = FakeConsents()
    let parts: NoticeParts
    let gaveUp = Collected()
    let readers = FakeReaders()
    let citizen: Token
    let catalogue: Catalogue
    let service: ServiceID

    init(
        _ kind: TestEngine, phone: String? = "13800000001", receivers: HookReceivers = .none,
        hasWeChat: Bool = false
    ) async throws {
        engine = try await kind.make(
            StorageMigrations.all + VaultMigrations.all + AuditMigrations.all + AuditMigrations.later
                + WebMigrations.all + IdentityMigrations.all + NoticesMigrations.all
                + IdentityMigrations.later)
        let clock = TestClock()
        self.clock = clock
        let world = World.frozen(clock)
        self.world = world
        let vault = Vault(ring: try KeyRing.create(suite: .international, world: world), world: world)
        self.vault = vault
        catalogue = try Self.catalogue.get()
        frame = try Frame(rooms: [IdentityResources.bundle, NoticesResources.bundle])
        parts = NoticeParts(
            engine: engine, vault: vault, audit: AuditLog(world: world), world: world, catalogue: catalogue,
            messages: messages, words: frame.words, receivers: receivers, fate: readers.fate,
            weChat: hasWeChat ? WeChatChannel(port: weChat, consent: consents.consent) : nil)
        service = try #require(ServiceID(rawValue: "police/residence-permit-endorsement"))
        citizen = try await Self.insert("350203199006159807", "陈静", phone, engine, vault, world)
    }

    static func insert(
        _ number: String, _ name: String, _ phone: String?, _ engine: any SQLEngine, _ vault: Vault,
        _ world: World
    ) async throws -> Token {
        let person = Citizen(
            id: Token(world), number: try CitizenNumber(number), name: name,
            phone: phone.flatMap { Phone($0) })
        let now = world.now()
        try await engine.write { db in
            try CitizenStore.insert(person, vault: vault, at: now, in: db)
        }
        return person.id
    }

    /// Registrations of these ids, for every kind.
    static func receivers(_ ids: String..., kinds: [NoticeKind] = NoticeKind.allCases) throws -> HookReceivers
    {
        try HookReceivers(json: list(ids.map { entry($0, kinds: kinds) }).bytes)
    }

    static func list(_ entries: [JSONValue]) -> JSONValue { ["receivers": .list(entries)] }

    static func entry(
        _ id: String, kinds: [NoticeKind] = NoticeKind.allCases, _ change: [String: JSONValue] = [:]
    ) -> JSONValue {
        .object(
            [
                "id": .text(id), "url": .text("https://\(id).example/hooks"), "secrets": [.text(secret)],
                "kinds": .list(kinds.map { .text($0.rawValue) }),
            ].merging(change) { $1 })
    }

    func tell(_ kind: NoticeKind, in language: Language = .english) async throws {
        let (citizen, service, world) = (citizen, service, world)
        try await engine.write { db in
            try CaseNotice.tell(kind, of: Self.number, service, to: citizen, in: language, world, db)
        }
    }

    func run() async throws -> Int {
        try await JobRunner(
            engine: engine, handlers: NoticeJob.all(parts), world: world, logger: Logger(label: "test")
        ).runDue(atMost: 50)
    }

    /// One turn of each receiver's own queue.
    func runHooks() async throws {
        let gaveUp = gaveUp
        for runner in HookJob.runners(
            parts, port: hooks, logger: Logger(label: "test"), gaveUp: { receiver, _ in gaveUp.add(receiver) }
        ) {
            _ = try await runner.runDue(atMost: 50)
        }
    }

    func jobs(_ state: Job.State) async throws -> [Job] {
        try await engine.read { db in try JobStore.list(state, in: db) }
    }

    func leaves() async throws -> [String] {
        try await engine.read { db in
            try db.rows("SELECT leaf_bytes FROM audit_pending").map {
                String(decoding: try $0.bytes("leaf_bytes"), as: UTF8.self)
            }
        }
    }

    func outcomes() async throws -> [CaseNotice.Outcome?] {
        let citizen = citizen
        return try await engine.read { db in
            try NoticeStore.all(of: citizen, limit: 50, in: db).map(\.outcome)
        }
    }
}

/// Words that tests collect.
final class Collected: Sendable {
    private let words = Mutex<[String]>([])
    var all: [String] { words.withLock { $0 } }
    func add(_ word: String) { words.withLock { $0.append(word) } }
}

/// Says of everybody that she may read her notices, until the test says what becomes of them instead.
final class FakeReaders: Sendable {
    private let instead = Mutex<NoticeFate?>(nil)

    func read(_ citizen: Token) { become(.told(citizen)) }
    func become(_ fate: NoticeFate?) { instead.withLock { $0 = fate } }

    var fate: NoticeParts.Fate {
        { [self] notice, _ in instead.withLock { $0 } ?? .told(notice.citizen) }
    }
}

/// A gateway that keeps what it was given, and is silent when told to be.
final class FakeGateway: MessagePort {
    private struct State {
        var sent: [(text: String, phone: Phone, key: Token)] = []
        var isSilent = false
    }

    private let state = Mutex(State())

    var texts: [String] { state.withLock { $0.sent.map(\.text) } }
    var phones: [String] { state.withLock { $0.sent.map(\.phone.text) } }
    func fallSilent(_ isSilent: Bool) { state.withLock { $0.isSilent = isSilent } }

    func send(_ text: String, to phone: Phone, key: Token) async throws(PortError) {
        let isSilent = state.withLock { $0.isSilent }
        if isSilent { throw .timedOut(system: "sms") }
        state.withLock { state in
            if !state.sent.contains(where: { $0.key == key }) { state.sent.append((text, phone, key)) }
        }
    }
}

/// Receivers that answer as the test says; a status of 0 is silence.
final class FakeHooks: HookPort {
    struct Post: Sendable {
        let receiver: String
        let headers: [String: String]
        let body: [UInt8]
    }

    private struct State {
        var posts: [Post] = []
        var statuses: [String: Int] = [:]
    }

    private let state = Mutex(State())

    var posts: [Post] { state.withLock { $0.posts } }
    func answer(_ status: Int, at receiver: String) { state.withLock { $0.statuses[receiver] = status } }

    func post(
        _ body: [UInt8], headers: [(String, String)], to receiver: HookReceiver.ID
    ) async throws(PortError) -> Int {
        let status = state.withLock { state in
            state.posts.append(
                Post(
                    receiver: receiver, headers: Dictionary(headers, uniquingKeysWith: { $1 }), body: body))
            return state.statuses[receiver] ?? 204
        }
        if status == 0 { throw .timedOut(system: "hook") }
        return status
    }
}
