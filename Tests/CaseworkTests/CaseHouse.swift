import Audit
import Base
import Casework
import Catalogue
import Documents
import Exchange
import Foundation
import Identity
import Notices
import Representation
import Stations
import Storage
import Supervision
import Support
import Testing
import Uploads
import Vault
import Web
import Wire

/// The rooms around a case on a database of its own: real papers, real seals, registers whose answers the tests choose.
struct CaseHouse {
    let engine: any SQLEngine
    let clock: TestClock
    let world: World
    let vault: Vault
    let catalogue: Catalogue
    let registers = FakeRegisters()
    let messages = FakeMessages()
    let scanner = FakeScanner()
    let stations: StationsVerbs
    let identityParts: IdentityParts
    let identity: IdentityVerbs
    let accounts: AccountVerbs
    let parts: CaseParts
    let verbs: CaseVerbs
    let frame: Frame
    let terminals: [String]

    static let residence = CaseHouse.id("police/temporary-identity-proof")
    static let insurance = CaseHouse.id("insurance/participation-proof")
    /// At a terminal alone: it takes the card.
    static let doors = CaseHouse.id("police/door-address-proof")
    /// May be begun at home.
    static let details = CaseHouse.id("insurance/contribution-details")

    /// Read once for all tests.
    private static let catalogue = Result {
        try Catalogue.load(
            URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "Services"))
    }
    private static let layouts = Result { try PaperLayouts(catalogue.get()) }

    init(_ kind: TestEngine, clock: TestClock = TestClock()) async throws {
        self.clock = clock
        let world = World.frozen(clock)
        self.world = world
        let engine = try await kind.make(
            StorageMigrations.all + VaultMigrations.all + AuditMigrations.all + AuditMigrations.later
                + WebMigrations.all
                + IdentityMigrations.all + StationsMigrations.all + DocumentsMigrations.all
                + CatalogueMigrations.all
                + RepresentationMigrations.all + NoticesMigrations.all + CaseworkMigrations.all
                + SupervisionMigrations.all
                + IdentityMigrations.later + RepresentationMigrations.later + UploadsMigrations.all)
        self.engine = engine
        let ring = try KeyRing.create(suite: .international, world: world)
        vault = Vault(ring: ring, world: world)
        let audit = AuditLog(world: world)
        catalogue = try Self.catalogue.get()
        frame = try Frame(
            rooms: [
                IdentityResources.bundle, DocumentsResources.bundle, StationsResources.bundle,
                CaseworkResources.bundle, SupervisionResources.bundle, RepresentationResources.bundle,
                UploadsResources.bundle,
            ],
            assetFolders: [
                IdentityResources.publicFolder, CaseworkResources.publicFolder,
                SupervisionResources.publicFolder,
            ] + catalogue.pictureFolders)
        stations = StationsVerbs(engine: engine, audit: audit, world: world, ticketKeysPEM: [])
        identityParts = IdentityParts(engine: engine, vault: vault, audit: audit, world: world)
        identity = IdentityVerbs(
            identityParts, authority: FakeAuthority(), messages: messages, words: frame.words)
        accounts = AccountVerbs(
            AccountParts(
                identityParts, passwords: PasswordHasher(world: world), rule: PasswordRule(known: []),
                passkeys: nil,
                messages: messages, words: frame.words))
        parts = CaseParts(
            engine: engine, vault: vault, audit: audit, world: world, catalogue: catalogue,
            layouts: try Self.layouts.get(),
            register: ReadRegister(engine: engine, audit: audit, registers: registers),
            documents: try DocumentFactory(ring: ring, verifyURL: "https://egret.example.gov.cn/verify"),
            stop: stations.stop, stopService: stations.stopService,
            intake: FileIntake(scanner: scanner))
        verbs = CaseVerbs(parts)
        terminals = try await Self.enrol(3, stations)
    }

    static func id(_ text: String) -> ServiceID {
        guard let id = ServiceID(rawValue: text) else { preconditionFailure("a service") }
        return id
    }

    private static func enrol(_ count: Int, _ stations: StationsVerbs) async throws -> [String] {
        let division = try #require(DivisionCode(rawValue: "350203"))
        try await stations.seed([
            Station(
                id: "siming-1", name: PlaceText(mandarin: "湖滨"), address: PlaceText(mandarin: "路"),
                division: division, latitudeMicrodegrees: 0, longitudeMicrodegrees: 0, hours: "00:00-24:00",
                owner: "x")
        ])
        var ids: [String] = []
        for index in 1...count {
            let code = try await stations.createCode(station: "siming-1", by: .staff("operator-1"))
            let key = try SigningKey.generate(.ed25519).publicKey.pem
            ids.append(
                try await stations.enrol(
                    EnrolmentRequest(code: code.text, publicKeyPEM: key, serial: "SN-\(index)", version: "1")
                ).terminalID)
        }
        return ids
    }

    /// A person at a terminal, proved by card and face.
    func visit(
        _ person: TestPerson = .one, at terminal: Int = 0, for service: ServiceID = residence,
        forAnother: Bool = false
    ) async throws -> IdentifiedSession {
        let token = try await identity.begin(
            terminal: terminals[terminal], language: .english, service: service.rawValue, requestID: "r",
            forAnother: forAnother)
        let session = try await identity.current(token: token, terminal: terminals[terminal])
        try await PresentCard(identityParts)(person.card, in: session, requestID: "r")
        try await ChooseWay(identityParts).give(.face, in: session, requestID: "r")
        let picture = FaceCapture(
            jpegBase64: Data([0xFF, 0xD8, 1]).base64EncodedString(), takenAtMs: 0)
        return try await ConfirmFace(identityParts, authority: FakeAuthority())(
            picture, in: session, requestID: "r"
        ).session
    }

    func open(_ service: ServiceID = residence, for session: IdentifiedSession) async throws -> CaseNumber {
        try await verbs.open(service, for: session, requestID: "r")
    }

    func answer(_ number: CaseNumber, _ answers: [String: String], of session: IdentifiedSession) async throws
    {
        for (question, answer) in answers.sorted(by: { $0.key < $1.key }) {
            try await verbs.answer(question, with: answer, in: number, of: session)
        }
    }

    /// A case that lacks nothing but the press of the button.
    func complete(
        _ service: ServiceID = residence, _ answers: [String: String] = ["reason": "lost", "place": "hotel"],
        for session: IdentifiedSession
    ) async throws -> CaseNumber {
        let number = try await open(service, for: session)
        try await verbs.fetch(number, of: session, requestID: "r")
        try await answer(number, answers, of: session)
        return number
    }

    /// A case whose paper waits to be printed.
    func issued(for session: IdentifiedSession) async throws -> CaseNumber {
        let number = try await complete(for: session)
        try await verbs.submit(number, of: session, requestID: "r")
        return number
    }

    func state(_ number: CaseNumber) async throws -> CaseState? {
        let vault = vault
        return try await engine.read { db in try CaseStore.find(number, vault: vault, in: db)?.state }
    }

    func file(_ number: CaseNumber) async throws -> CaseFile {
        let vault = vault
        return try #require(
            try await engine.read { db in try CaseStore.find(number, vault: vault, in: db) })
    }

    func events(_ number: CaseNumber) async throws -> [CaseEvent] {
        try await engine.read { db in try CaseStore.events(of: number, in: db) }
    }

    func count(_ table: StaticString) async throws -> Int {
        try await engine.read { db in
            Int(try db.rows("SELECT count(*) AS n FROM \(raw: table)").first?.int("n") ?? 0)
        }
    }

    func leaves() async throws -> [String] {
        try await engine.read { db in
            try db.rows("SELECT leaf_bytes FROM audit_pending").map {
                String(decoding: try $0.bytes("leaf_bytes"), as: UTF8.self)
            }
        }
    }

    func acts(_ action: String) async throws -> Int {
        try await leaves().count { $0.contains("\"\(action)\"") }
    }

    /// The services that are stopped at a terminal.
    func stopped(_ terminal: Int) async throws -> Set<String> {
        try await stations.queries.servicesStopped(at: terminals[terminal])
    }

    /// The verbs of another node of the house, which shares nothing but the database.
    func node() throws -> CaseVerbs { try node(on: engine).cases }

    func node(on engine: any SQLEngine) throws -> (cases: CaseVerbs, stations: StationsVerbs) {
        let audit = AuditLog(world: world)
        let stations = StationsVerbs(engine: engine, audit: audit, world: world, ticketKeysPEM: [])
        let cases = CaseVerbs(
            CaseParts(
                engine: engine, vault: Vault(ring: vault.ring, world: world), audit: audit, world: world,
                catalogue: catalogue, layouts: try Self.layouts.get(),
                register: ReadRegister(engine: engine, audit: audit, registers: registers),
                documents: try DocumentFactory(
                    ring: vault.ring, verifyURL: "https://egret.example.gov.cn/verify"),
                stop: stations.stop, stopService: stations.stopService))
        return (cases, stations)
    }

    func isStopped(_ terminal: Int) async throws -> Bool {
        try await stations.queries.terminal(terminals[terminal])?.state == .stopped
    }
}
