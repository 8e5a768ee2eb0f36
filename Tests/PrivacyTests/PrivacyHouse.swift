import Base
import Catalogue
import Foundation
import Hummingbird
import HummingbirdTesting
import HTTPTypes
import Identity
import Logging
import NIOCore
import Representation
import Stations
import Storage
import Support
import Synchronization
import Testing
import Vault
import Web

@testable import Audit
@testable import Passkeys
import Privacy
@testable import Staff

/// The room on a database of its own, with persons, a log and its integrator.
struct PrivacyHouse {
    let engine: any SQLEngine
    let clock = TestClock()
    let world: World
    let vault: Vault
    let audit: AuditLog
    let parts: PrivacyParts
    let verbs: PrivacyVerbs
    let told = Told()
    /// Who is whose guardian, by child.
    let guardians = Guardians()
    let catalogue: Catalogue
    private let integrator: AuditIntegrator

    static let services = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Services")

    /// Read once for all tests.
    private static let catalogue = Result { try Catalogue.load(services) }

    init(_ kind: TestEngine) async throws {
        engine = try await kind.make(
            StorageMigrations.all + VaultMigrations.all + AuditMigrations.all + WebMigrations.all
                + IdentityMigrations.all + IdentityMigrations.later + RepresentationMigrations.all
                + RepresentationMigrations.later + StationsMigrations.all
                + PrivacyMigrations.all + PasskeysMigrations.all + StaffMigrations.all
                + AuditMigrations.later)
        world = .frozen(clock)
        let ring = try KeyRing.create(suite: .international, world: world)
        vault = Vault(ring: ring, world: world)
        audit = AuditLog(world: world)
        catalogue = try Self.catalogue.get()
        parts = PrivacyParts(
            engine: engine, vault: vault, audit: audit, world: world,
            rules: try PrivacyRules.load(Self.services), purposes: try ConsentPurpose.load(Self.services),
            standing: Standing(vault: vault, world: world, rules: nil))
        let told = told
        let identity = IdentityParts(engine: engine, vault: vault, audit: audit, world: world)
        let guardians = guardians
        verbs = PrivacyVerbs(
            parts, visits: VisitConsents(identity),
            exporters: IdentityCopyStore.exporters(vault) + PrivacyCopyStore.exporters(vault),
            schedule: try RetentionSchedule.load(Self.services), holdings: .test(vault),
            isGuardian: { guardian, child, _ in
                guardians.isKnown(guardian, of: child)
            }, answered: { await told.note($0.number) })
        integrator = AuditIntegrator(
            engine: engine, origin: "egret.example/test",
            key: try ring.signingKey(.auditCheckpoint), world: world,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    final class Guardians: Sendable {
        private let known = Mutex<[Token: Token]>([:])

        func know(_ guardian: Token, of child: Token) { known.withLock { $0[child] = guardian } }
        func isKnown(_ guardian: Token, of child: Token) -> Bool { known.withLock { $0[child] == guardian } }
    }

    /// Numbers of the requests whose persons are to be told.
    actor Told {
        private(set) var numbers: [RequestNumber] = []

        func note(_ number: RequestNumber) { numbers.append(number) }
    }

    /// The nth person of the tests, at a terminal.
    func person(_ index: Int = 1, born: String = "19900307") async throws -> PersonHere {
        let citizen = Identity.Citizen(
            id: Token(world), number: try Self.number(index, born: born), name: "王小明",
            phone: Phone("13800138000"))
        let (vault, now) = (vault, clock.now)
        try await engine.write { db in try CitizenStore.insert(citizen, vault: vault, at: now, in: db) }
        return PersonHere(citizen: citizen.id, terminal: "t-1", session: nil)
    }

    static func number(_ index: Int, born: String = "19900307") throws -> CitizenNumber {
        let digits = Array("350203\(born)".utf8) + Array(String(index).leftPadded(to: 3).utf8)
        return try CitizenNumber(
            String(decoding: digits + [CitizenNumber.checkDigit(of: digits)], as: UTF8.self))
    }

    /// Somebody at the desk with nobody's number, if not this one.
    func officer(
        _ id: String, _ roles: Set<StaffRole> = [.privacy], is number: CitizenNumber? = nil
    ) throws -> StaffAccount {
        StaffAccount(
            id: id, name: try #require(PersonName("陈样本")), department: nil, region: nil, roles: roles,
            state: .active, createdAt: clock.now,
            person: StaffSelf.term(try number ?? Self.number(900), vault))
    }

    func commitment(_ person: PersonHere) async throws -> [UInt8] {
        try await engine.read { [vault] db in try vault.subject(person.citizen, in: db).commitment() }
    }

    /// An act of the house about a person, which has its place in the log when this returns.
    @discardableResult
    func act(
        _ action: String = "document.opened", about person: PersonHere,
        by actor: AuditActor = .system("egret"),
        purpose: String? = nil, caseNumber: String? = nil, fields: [String] = []
    ) async throws -> Int64 {
        let subject = try await commitment(person)
        _ = try await engine.write { [audit] db in
            try audit.append(
                AuditAct(
                    action, actor: actor, purpose: purpose, caseNumber: caseNumber, subject: subject,
                    fields: fields),
                in: db)
        }
        try await integrate()
        return try #require(try await verbs.looked(person).looks.first?.act.index)
    }

    /// The first article of the law that a delay may name.
    var basis: String {
        let law = verbs.rules.delay.legalBasis[0]
        return "《\(law.title)》\(law.clause)"
    }

    /// Decided past the desk, for tests of what comes after.
    func delay(
        act index: Int64, until release: Instant, basis: String, approvers: (String, String)
    ) async throws {
        try await engine.write { [verbs] db in
            try verbs.delay(act: index, until: release, basis: basis, approvers: approvers, in: db)
        }
    }

    func integrate() async throws {
        clock.advance(by: .seconds(1))
        while try await integrator.integrate() > 0 {}
    }

    /// What the log says of an action so far, in its place or on the way.
    func leaves(_ action: String) async throws -> [String] {
        try await engine.read { db in
            try
                (db.rows("SELECT leaf_bytes FROM audit_leaves")
                + db.rows("SELECT leaf_bytes FROM audit_pending"))
                .map { String(decoding: try $0.bytes("leaf_bytes"), as: UTF8.self) }
                .filter { $0.contains("\"\(action)\"") }
        }
    }

    func question(_ index: Int64) -> MakeRequest.Wish {
        MakeRequest.Wish(.question, topic: .unknownBody, aboutIndex: index, text: "这是谁？")
    }

    func make(_ wish: MakeRequest.Wish, of person: PersonHere) async throws -> RequestNumber {
        try await verbs.make(wish, of: person, language: .english, requestID: "r")
    }

    func erase(_ person: PersonHere) async throws {
        try await engine.write { [vault] db in try vault.shred(person.citizen, in: db) }
    }
}

extension PersonHoldings {
    /// What these two rooms keep, without cases and papers.
    fileprivate static func test(_ vault: Vault) -> PersonHoldings {
        PersonHoldings(
            youngest: { kept, citizen, db in
                try kept == .consents ? PrivacyRetentionStore.youngestConsent(of: citizen, in: db) : nil
            },
            isHere: { try IdentityRetentionStore.isHere($0, in: $1) }, forget: { _, _ in },
            closeAccount: { _, _ in },
            erase: { try IdentityRetentionStore.erase($0, vault: vault, in: $1) })
    }
}

/// The pages as a browser reaches them; the header says who is known.
extension PrivacyHouse {
    static let personHeader = HTTPField.Name("X-Test-Person") ?? .from

    func pages(
        _ surface: Surface = .terminal, _ test: @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let frame = try Frame(
            rooms: [PrivacyResources.bundle, AuditResources.bundle, IdentityResources.bundle])
        let listener = Listener(surface, frame: frame, world: world)
        let router = listener.router()
        let known: PrivacyRoutes.Known = { context in
            guard let token = context.sessionToken.flatMap(Token.init) else {
                throw AccountRefused.signedOut
            }
            return PersonHere(citizen: token, terminal: surface == .terminal ? "t-1" : nil, session: nil)
        }
        let routes = PrivacyRoutes(
            frame: frame, world: world, verbs: verbs, catalogue: catalogue,
            stations: StationsVerbs(engine: engine, audit: audit, world: world, ticketKeysPEM: []).queries,
            idempotency: Idempotency(engine: engine, vault: vault, world: world), known: known)
        let consents = ConsentRoutes(
            frame: frame, world: world, ledger: verbs.consents,
            idempotency: Idempotency(engine: engine, vault: vault, world: world), known: known)
        if surface == .terminal {
            routes.add(to: router)
            consents.add(to: router)
        } else {
            let account = router.group("account").add(middleware: SignInFirst())
            routes.add(to: account)
            consents.add(to: account)
            UsageRoutes(frame: frame, verbs: verbs, catalogue: catalogue, known: known, proved: known)
                .add(to: router)
        }
        try await listener.application(router).test(.router) { client in try await test(client) }
    }
}

extension TestClientProtocol {
    func get(
        _ path: String, as person: PersonHere?, language: String = "en", accept: String = "text/html"
    ) async throws -> (status: Int, text: String, location: String?) {
        let answer = try await execute(
            uri: path, method: .get, headers: Self.headers(person, language, accept))
        return (Int(answer.status.code), String(buffer: answer.body), answer.headers[.location])
    }

    func post(
        _ path: String, _ fields: [String: String], as person: PersonHere?, key: Token
    ) async throws -> (status: Int, text: String, location: String?) {
        var headers = Self.headers(person, "en", "text/html")
        headers[.contentType] = "application/x-www-form-urlencoded"
        headers[.idempotencyKey] = key.rawValue
        let body = fields.map { "\($0)=\($1)" }.sorted().joined(separator: "&")
        let answer = try await execute(
            uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
        return (Int(answer.status.code), String(buffer: answer.body), answer.headers[.location])
    }

    private static func headers(_ person: PersonHere?, _ language: String, _ accept: String) -> HTTPFields {
        var headers: HTTPFields = [.accept: accept, .acceptLanguage: language]
        headers[.egretSession] = person?.citizen.rawValue
        headers[.cookie] = person.map { "__Host-egret-public=\($0.citizen.rawValue)" }
        return headers
    }
}
