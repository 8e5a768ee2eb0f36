import Audit
import Base
import Foundation
import Hummingbird
import Identity
import Logging
import Storage
import Support
import Synchronization
import Vault
import Web

@testable import Federation

/// The room on a database of its own, with accounts that the test holds in its hand.
struct FederationHouse: Sendable {
    static let issuer = "https://egret.example"
    static let redirect = "https://portal.example/callback"

    let engine: any SQLEngine
    let clock: TestClock
    let world: World
    let vault: Vault
    let frame: Frame
    let accounts: Accounts
    let parts: FederationParts
    let listener: Listener
    /// The key of the client that proves itself by one.
    let clientKey: SigningKey
    let portal: FakePortal
    let outbox = LogoutBook()

    init(
        _ engine: TestEngine = .sqlite, issuer: String = FederationHouse.issuer,
        world live: World? = nil, clients: ((JWK) -> JSONValue)? = nil
    ) async throws {
        let database = try await engine.make(
            StorageMigrations.all + VaultMigrations.all + AuditMigrations.all + AuditMigrations.later
                + WebMigrations.all
                + IdentityMigrations.all + FederationMigrations.all)
        self.engine = database
        let clock = TestClock()
        self.clock = clock
        let world = live ?? World.frozen(clock)
        self.world = world
        vault = Vault(ring: try KeyRing.create(suite: .international, world: world), world: world)
        frame = try Frame(rooms: [FederationResources.bundle])
        clientKey = try SigningKey.generate(.p256)
        let accounts = Accounts(engine: database, vault: vault, world: world)
        self.accounts = accounts
        let list = try ClientList(json: (clients ?? Self.clients)(JWK(clientKey.publicKey)).bytes)
        parts = FederationParts(
            engine: database,
            ties: CutTies(vault: vault, audit: AuditLog(world: world), world: world, clients: list),
            issuer: issuer, doors: accounts.doors())
        portal = try FakePortal(world: world)
        listener = Listener(.public, frame: frame, world: world)
    }

    static let secret = "s3cret-of-256-random-bits-in-truth"

    static func client(_ id: String, _ change: [String: JSONValue] = [:]) -> JSONValue {
        let words: JSONValue = ["zh-Hans": "示例门户", "en": "Sample portal", "nan-Hant": "示例門戶"]
        let members: [String: JSONValue] = [
            "id": .text(id), "name": words, "purpose": words, "contact": "0592-0000000",
            "redirects": [.text(redirect)], "afterLogout": ["https://portal.example/bye"],
            "backChannelLogout": "https://portal.example/logout", "authentication": "client_secret_basic",
            "secretHash": .text("sha256:" + FederationParts.hash(secret).hex),
            "scopes": ["openid", "profile", "masked_name", "phone", "offline_access"], "level": "basic",
        ]
        return .object(members.merging(change) { $1 })
    }

    static func clients(_ key: JWK) -> JSONValue {
        var keyed =
            client("keyed", ["authentication": "private_key_jwt", "keys": JWKSet([key]).json]).object ?? [:]
        keyed["secretHash"] = nil
        return [
            "clients": [
                client("portal"), .object(keyed), client("posting", ["authentication": "client_secret_post"]),
                client(
                    "strict",
                    [
                        "level": "high", "redirects": ["https://strict.example/cb"],
                        "scopes": ["openid", "citizen_number"], "backChannelLogout": .null,
                    ].filter { $0.value != .null }),
            ]
        ]
    }

    func router(_ listener: Listener) -> Router<EgretContext> {
        let router = listener.router()
        router.add(middleware: ForgetPortal())
        let idempotency = Idempotency(engine: engine, vault: vault, world: world)
        TokenRoutes(parts).add(to: router)
        AuthorizeRoutes(parts, frame: frame, idempotency: idempotency).add(to: router)
        LogoutRoutes(parts, frame: frame, idempotency: idempotency).add(to: router)
        ConnectionRoutes(parts, frame: frame, idempotency: idempotency).add(to: router)
        PortalRoutes(
            parts, account: portal.account, port: portal, frame: frame, idempotency: idempotency
        ).add(to: router)
        return router
    }

    func application() -> some ApplicationProtocol { listener.application(router(listener)) }

    /// Runs the jobs that are due.
    func work() async throws -> Int {
        try await LogoutJob.runner(
            parts, port: outbox, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).runDue(atMost: 20)
    }

    /// The actions in the audit log, sorted: the clock stands still.
    func acts() async throws -> [String] {
        try await engine.read { db in
            try db.rows("SELECT leaf_bytes FROM audit_pending ORDER BY at_ms, leaf_id LIMIT 1000").compactMap
            {
                JSONValue(try $0.bytes("leaf_bytes"))?["action"]?.text
            }.sorted()
        }
    }

    func everyLeaf() async throws -> String {
        try await engine.read { db in
            try db.rows("SELECT leaf_bytes FROM audit_pending LIMIT 1000").map {
                String(decoding: try $0.bytes("leaf_bytes"), as: UTF8.self)
            }.joined(separator: "\n")
        }
    }
}

/// Accounts and their sessions, as a test wants them.
final class Accounts: Sendable {
    private let sessions = Mutex<[String: Federation.SignedIn]>([:])
    /// What happens between the portal's word and the session that is begun on it.
    let meanwhile = Mutex<@Sendable () async throws -> Void>({})
    let engine: any SQLEngine
    let vault: Vault
    let world: World

    init(engine: any SQLEngine, vault: Vault, world: World) {
        self.engine = engine
        self.vault = vault
        self.world = world
    }

    /// A new person, and her number.
    func person(_ place: Int = 1, name: String = "陈小明") async throws -> Token {
        let digits = Array("35020319900307".utf8) + Array(String(place).leftPadded(to: 3).utf8)
        let number = try CitizenNumber(
            String(decoding: digits + [CitizenNumber.checkDigit(of: digits)], as: UTF8.self))
        let citizen = Citizen(id: Token(world), number: number, name: name, phone: Phone("13900000001"))
        try await engine.write { [vault, world] db in
            try CitizenStore.insert(citizen, vault: vault, at: world.now(), in: db)
        }
        return citizen.id
    }

    /// Signs her in and gives the cookie.
    func signIn(
        _ citizen: Token, level: ProofLevel = .substantial, methods: Set<String> = ["pwd", "otp"],
        ago: Duration = .zero
    ) -> String {
        let token = Token(world).rawValue
        let session = Federation.SignedIn(
            session: Token(world), citizen: citizen, level: level, methods: methods,
            authenticatedAt: world.now() - ago)
        sessions.withLock { $0[token] = session }
        return token
    }

    func session(_ cookie: String) -> Federation.SignedIn? { sessions.withLock { $0[cookie] } }
    var count: Int { sessions.withLock { $0.count } }

    /// Ends a session as it may end without anybody saying so.
    func forget(_ session: Token) {
        sessions.withLock { all in all = all.filter { $0.value.session != session } }
    }

    func isLive(_ session: Token) -> Bool {
        sessions.withLock { $0.values.contains { $0.session == session } }
    }

    func doors() -> FederationDoors {
        FederationDoors(
            current: { [self] context in context.sessionToken.flatMap(session) },
            signInPath: { next, level, again in
                "/account/sign-in?level=\(level?.name ?? "any")&again=\(again)&next=\(next)"
            },
            begin: { [self] vouched, _, keep in
                try await meanwhile.withLock { $0 }()
                let cookie = signIn(vouched.citizen, level: vouched.level, methods: ["fed"])
                guard let session = session(cookie) else { throw FederationRefused.notSignedIn }
                do {
                    try await engine.write { db in try keep(session.session, db) }
                } catch {
                    forget(session.session)
                    throw error
                }
                return FederationDoors.Begun(token: cookie, session: session.session)
            },
            end: { [self] session, _, _ in forget(session) },
            isLive: { [self] session, _ in isLive(session) },
            person: { [vault] citizen, db in
                try CitizenStore.find(citizen, vault: vault, in: db).map {
                    FederationDoors.Person(name: $0.name, number: $0.number.text, phone: $0.phone?.text)
                }
            })
    }
}

/// What left the house as logout tokens.
final class LogoutBook: LogoutPort {
    private let state = Mutex<(sent: [(token: String, address: String)], failures: [PortError])>(([], []))

    var sent: [(token: String, address: String)] { state.withLock { $0.sent } }

    /// The next tries fail so.
    func fail(with errors: [PortError]) { state.withLock { $0.failures = errors } }

    func send(_ token: String, to address: String) async throws {
        let failure = state.withLock { state -> PortError? in
            state.sent.append((token, address))
            return state.failures.isEmpty ? nil : state.failures.removeFirst()
        }
        if let failure { throw failure }
    }
}
