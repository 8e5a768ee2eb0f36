import Audit
import Base
import Foundation
import Identity
import Passkeys
import Storage
import Support
import Synchronization
import Testing
import Vault
import Web
import Wire

/// The room on a database of its own, with foreign systems whose answers the data choose.
struct IdentityHouse {
    let engine: any SQLEngine
    let counted: CountingEngine
    let clock = TestClock()
    let world: World
    let vault: Vault
    let parts: IdentityParts
    let authority = FakeAuthority()
    let messages = FakeMessages()
    let frame: Frame
    let verbs: IdentityVerbs
    let accounts: AccountVerbs
    let passwords: PasswordHasher
    let passkeys: Passkeys
    /// What the rooms above were told of changed phones.
    let changed = Changes()
    /// Whose ways to sign in were all removed.
    let shutOut = Changes()
    static let site = "https://egret.example"

    init(_ engine: TestEngine, steady: SteadyClock = .live) async throws {
        let stored = try await engine.make(
            VaultMigrations.all + AuditMigrations.all + AuditMigrations.later + WebMigrations.all
                + IdentityMigrations.all
                + StorageMigrations.all + PasskeysMigrations.all + IdentityMigrations.later)
        counted = CountingEngine(stored)
        self.engine = counted
        var frozen = World.frozen(clock)
        frozen.steady = steady
        world = frozen
        vault = Vault(ring: try KeyRing.create(suite: .international, world: world), world: world)
        parts = IdentityParts(
            engine: self.engine, vault: vault, audit: AuditLog(world: world), world: world)
        frame = try Frame(
            rooms: [IdentityResources.bundle], assetFolders: [IdentityResources.publicFolder])
        verbs = IdentityVerbs(parts, authority: authority, messages: messages, words: frame.words)
        passwords = PasswordHasher(
            cost: try PasswordHasher.Cost(passes: 1, memoryKiB: 8_192, lanes: 1), world: world)
        guard let party = RelyingParty(url: Self.site, name: "白鹭") else { preconditionFailure("an origin") }
        passkeys = Passkeys(.citizen, party: party, engine: self.engine, vault: vault, world: world)
        accounts = AccountVerbs(
            AccountParts(
                parts, passwords: passwords, rule: PasswordRule(known: ["correcthorsebattery"]),
                passkeys: passkeys,
                messages: messages, words: frame.words,
                phoneChanged: { [changed] _, former, phone, _ in
                    changed.append("\(former?.text ?? "-") \(phone.text)")
                },
                waysRemoved: { [shutOut] citizen, why, requestID, _ in
                    shutOut.append("\(citizen.rawValue) \(why) \(requestID ?? "-")")
                }))
    }

    final class Changes: Sendable {
        private let all = Mutex<[String]>([])

        var told: [String] { all.withLock { $0 } }
        func append(_ text: String) { all.withLock { $0.append(text) } }
    }

    static let face = FaceCapture(jpegBase64: Data([0xFF, 0xD8, 1]).base64EncodedString(), takenAtMs: 0)
    static let otherFace = FaceCapture(jpegBase64: Data([0xFF, 0xD8, 0]).base64EncodedString(), takenAtMs: 0)
    static let service = "police/temporary-identity-proof"

    /// The number of the nth person of the tests, with its check digit.
    static func number(_ person: Int = 1) -> String {
        let digits = Array("35020319900307".utf8) + Array(String(person).leftPadded(to: 3).utf8)
        return String(decoding: digits + [CitizenNumber.checkDigit(of: digits)], as: UTF8.self)
    }

    static func card(
        _ person: Int = 1, name: String = "王小明", from: String = "20200101", to: String = "20400101"
    ) -> CardReading {
        CardReading(
            name: name, number: number(person), validFrom: from, validTo: to, issuer: "思明分局",
            readerSerial: "SAM-1")
    }

    func begin(_ terminal: String = "t-1") async throws -> (token: String, session: Session) {
        let token = try await verbs.begin(
            terminal: terminal, language: .english, service: Self.service, requestID: "r")
        return (token, try await verbs.current(token: token, terminal: terminal))
    }

    /// A session whose card is read.
    func claimed(_ card: CardReading = card(), terminal: String = "t-1") async throws -> Session {
        let session = try await begin(terminal).session
        try await present(card, in: session)
        return session
    }

    func present(_ card: CardReading, in session: Session) async throws {
        try await PresentCard(parts)(card, in: session, requestID: "r")
    }

    func consent(in session: Session) async throws {
        try await ChooseWay(parts).give(.face, in: session, requestID: "r")
    }

    @discardableResult
    func face(_ capture: FaceCapture = face, in session: Session) async throws -> Identified {
        try await ConfirmFace(parts, authority: authority)(capture, in: session, requestID: "r")
    }

    /// Sends a code and gives what the phone showed.
    @discardableResult
    func send(in session: Session) async throws -> String {
        clock.advance(by: .seconds(1))
        try await SendCode(parts, authority: authority, messages: messages, words: frame.words)(
            in: session, requestID: "r")
        return messages.sent.last?.code ?? ""
    }

    @discardableResult
    func confirm(_ code: String, in session: Session) async throws -> Identified {
        try await ConfirmCode(parts)(code, in: session, requestID: "r")
    }

    func register(_ person: Int = 1, name: String = "王小明", phone: String? = "13800138000") async throws {
        let citizen = Citizen(
            id: Token(world), number: try CitizenNumber(Self.number(person)), name: name,
            phone: phone.flatMap(Phone.init))
        let (vault, now) = (vault, clock.now)
        try await engine.write { db in try CitizenStore.insert(citizen, vault: vault, at: now, in: db) }
    }

    func citizens() async throws -> Int {
        try await engine.read { db in
            Int(try db.rows("SELECT count(*) AS n FROM citizens").first?.int("n") ?? 0)
        }
    }

    /// Actions and decisions of the acts so far, oldest first; none may hold more than it should.
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

    /// Every text and blob of the room's tables, as bytes.
    func everythingStored() async throws -> [[UInt8]] {
        try await engine.read { db in
            let texts: [(SQLStatement, [String], [String])] = [
                ("SELECT * FROM citizens", ["id"], ["number_term", "number_sealed", "name_sealed"]),
                (
                    "SELECT * FROM sessions", ["id", "terminal_id", "service", "factors", "language"],
                    ["token_hash"]
                ),
                ("SELECT * FROM consents", ["id", "session_id", "purpose", "wording"], []),
                ("SELECT * FROM login_codes", ["id", "session_id"], ["number_term", "code_hash"]),
                ("SELECT * FROM audit_pending", [], ["leaf_bytes"]),
            ]
            var found: [[UInt8]] = []
            for (statement, textColumns, byteColumns) in texts {
                for row in try db.rows(statement) {
                    for column in textColumns { found.append(Array(try row.text(column).utf8)) }
                    for column in byteColumns { found.append(try row.bytes(column)) }
                    if byteColumns.contains("name_sealed") {
                        found.append(try row.bytesIfPresent("phone_sealed") ?? [])
                    }
                    if textColumns.contains("terminal_id") {
                        found.append(try row.bytesIfPresent("claim_sealed") ?? [])
                    }
                }
            }
            return found
        }
    }

    /// From now on no act can be written down.
    func breakAudit() async throws {
        _ = try await engine.write { db in try db.run("ALTER TABLE audit_pending RENAME TO audit_broken") }
    }
}
