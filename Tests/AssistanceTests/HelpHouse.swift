import Audit
import Base
import Passkeys
import Stations
import Storage
import Support
import Synchronization
import Testing
import Vault
import Web
import Wire

@testable import Assistance
@testable import Identity
@testable import Staff

/// Two stations with a terminal each, a desk of two, and one volunteer, on a database of its own.
struct HelpHouse {
    /// A gateway that keeps what it was given.
    final class Gateway: MessagePort {
        private let sent = Mutex<[(text: String, phone: String)]>([])
        private let isSilent = Mutex(false)

        var messages: [(text: String, phone: String)] { sent.withLock { $0 } }
        func silence() { isSilent.withLock { $0 = true } }

        /// The newest code that any phone was sent.
        func code() throws -> String {
            let text = try #require(messages.last?.text)
            return String(try #require(text.firstMatch(of: /\d{6}/)).output)
        }

        func send(_ text: String, to phone: Phone, key: Token) async throws(PortError) {
            if isSilent.withLock({ $0 }) { throw .unreachable(system: "sms") }
            sent.withLock { $0.append((text, phone.text)) }
        }
    }

    /// For whom visits' people act; nobody at first.
    final class Subjects: Sendable {
        private let all = Mutex<[Token: Token]>([:])
        subscript(visit: Token) -> Token? {
            get { all.withLock { $0[visit] } }
            set { all.withLock { $0[visit] = newValue } }
        }
    }

    static let here = "siming-1"
    static let elsewhere = "huli-1"
    static let phone = "13959200001"
    /// The volunteer's own citizen number, and somebody else's.
    static let own = "350203199006159807"
    static let other = "350205198503129834"

    let engine: any SQLEngine
    let clock: TestClock
    let world: World
    let vault: Vault
    let gateway = Gateway()
    let subjects = Subjects()
    let frame: Frame
    let identity: IdentityVerbs
    let staff: StaffVerbs
    let verbs: AssistanceVerbs
    /// One at each station.
    let terminals: [String]

    init(_ kind: TestEngine, clock: TestClock = TestClock()) async throws {
        self.clock = clock
        let world = World.frozen(clock)
        self.world = world
        let engine = try await kind.make(
            StorageMigrations.all + VaultMigrations.all + AuditMigrations.all + WebMigrations.all
                + IdentityMigrations.all + StationsMigrations.all + PasskeysMigrations.all
                + StaffMigrations.all + IdentityMigrations.later + AssistanceMigrations.all
                + AuditMigrations.later)
        self.engine = engine
        let vault = Vault(ring: try KeyRing.create(suite: .international, world: world), world: world)
        self.vault = vault
        let audit = AuditLog(world: world)
        frame = try Frame(
            rooms: [IdentityResources.bundle, StaffResources.bundle, AssistanceResources.bundle],
            assetFolders: [AssistanceResources.publicFolder])
        let stations = StationsVerbs(engine: engine, audit: audit, world: world, ticketKeysPEM: [])
        identity = IdentityVerbs(
            IdentityParts(engine: engine, vault: vault, audit: audit, world: world),
            authority: NoAuthority(), messages: gateway, words: frame.words)
        verbs = AssistanceVerbs(
            AssistanceParts(
                engine: engine, vault: vault, audit: audit, world: world, visits: identity.current,
                subject: { [subjects] visit, _ in subjects[visit] }),
            stations: stations.queries, messages: gateway, words: frame.words)
        let party = try #require(RelyingParty(url: "https://desk.example", name: "白鹭"))
        staff = StaffVerbs(
            StaffParts(
                engine: engine, vault: vault, audit: audit, world: world,
                passkeys: Passkeys(.staff, party: party, engine: engine, vault: vault, world: world)),
            effects: [.volunteer: verbs.enrol.effect], findCase: { _, _ in nil },
            findCases: { _, _, _, _ in [] }, raiseAlarm: stations.raiseAlarm)
        terminals = try await Self.open(stations)
    }

    private static func open(_ stations: StationsVerbs) async throws -> [String] {
        let division = try #require(DivisionCode(rawValue: "350203"))
        let ids = [here, elsewhere]
        try await stations.seed(
            ids.map { id in
                Station(
                    id: id, name: PlaceText(mandarin: "湖滨"), address: PlaceText(mandarin: "路"),
                    division: division, latitudeMicrodegrees: 0, longitudeMicrodegrees: 0,
                    hours: "00:00-24:00", owner: "x")
            })
        var terminals: [String] = []
        for id in ids {
            let code = try await stations.createCode(station: id, by: .staff("operator-1"))
            let key = try SigningKey.generate(.ed25519).publicKey.pem
            terminals.append(
                try await stations.enrol(
                    EnrolmentRequest(code: code.text, publicKeyPEM: key, serial: "SN-\(id)", version: "1")
                ).terminalID)
        }
        return terminals
    }

    /// Somebody signed in at the desk in these roles.
    func officer(_ id: String, _ roles: Set<StaffRole> = [.operator]) async throws -> StaffPresence {
        let (token, session, passkey) = (Token(world), Token(world), Token(world))
        let (vault, now) = (vault, world.now())
        let name = try #require(PersonName("陈样本"))
        try await engine.write { db in
            if try StaffAccountStore.find(id, vault: vault, in: db) == nil {
                try StaffAccountStore.insert(
                    StaffAccount(
                        id: id, name: name, department: nil, region: nil, roles: roles, state: .active,
                        createdAt: now), vault: vault, in: db)
            }
            try StaffSessionStore.insert(
                StaffSession(id: session, account: id, passkey: passkey, startedAt: now, lastSeenAt: now),
                tokenHash: SignInStaff.hash(token.rawValue), in: db)
        }
        return try await staff.current(token: token.rawValue)
    }

    func wish(
        name: String = "林帮手", number: String = own, phone: String = phone, station: String = here
    ) -> EnrolVolunteer.Wish {
        .init(name: name, number: number, phone: phone, station: station, reason: "new in the shop")
    }

    /// Enrols a volunteer as the desk does, and gives back her number.
    @discardableResult
    func volunteer(_ wish: EnrolVolunteer.Wish? = nil) async throws -> String {
        try await verbs.enrol(
            wish ?? self.wish(), by: officer("s-0001"), through: staff.requestApproval, requestID: "r")
        let second = try await officer("s-0002")
        let waiting = try #require(
            try await staff.queries.approvals().first { $0.kind == .volunteer && $0.verdict == nil })
        let outcome = try await staff.decideApproval(waiting.id, .approved, by: second, requestID: "r")
        return try #require(outcome.shown)
    }

    func id(of number: String) async throws -> Token {
        let vault = vault
        return try #require(
            try await engine.read { db in try VolunteerStore.find(number: number, vault: vault, in: db) }
        ).id
    }

    func call(_ number: String, at terminal: Int = 0) async throws {
        try await verbs.call(number, at: terminals[terminal], language: .english, requestID: "r")
    }

    func begin(_ code: String, at terminal: Int = 0, token: String? = nil) async throws {
        try await verbs.begin(code, at: terminals[terminal], token: token, requestID: "r")
    }

    /// A volunteer who helps at the first terminal.
    func help(token: String? = nil) async throws -> String {
        let number = try await volunteer()
        try await call(number)
        try await begin(gateway.code(), token: token)
        return number
    }

    func attend(_ token: String? = nil, at terminal: Int = 0) async throws -> AttendHelp.Presence {
        try await verbs.attend(at: terminals[terminal], token: token, requestID: "r")
    }

    func visit(at terminal: Int = 0) async throws -> String {
        try await identity.begin(
            terminal: terminals[terminal], language: .english, service: "police/temporary-identity-proof",
            requestID: "r")
    }

    /// A person proves herself in a visit; its new token, and under what the log names her.
    func prove(_ number: String, in token: String, at terminal: Int = 0) async throws -> (String, [UInt8]) {
        let session = try await identity.current(token: token, terminal: terminals[terminal])
        let recognition = Recognition(
            parts: IdentityParts(engine: engine, vault: vault, audit: AuditLog(world: world), world: world),
            session: session, factors: [.card, .code], requestID: "r")
        let claim = Claim(name: "陈静", number: number)
        let identified = try await engine.write { db in try recognition.complete(claim, in: db) }
        return (identified.token, identified.commitment)
    }

    /// The leaves of an act that wait for the log.
    func leaves(_ action: String) async throws -> [String] {
        try await engine.read { db in
            try db.rows("SELECT leaf_bytes FROM audit_pending").map {
                String(decoding: try $0.bytes("leaf_bytes"), as: UTF8.self)
            }
        }.filter { $0.contains("\"\(action)\"") }
    }
}

/// Nobody asks it here.
struct NoAuthority: IdentityAuthority {
    func verdict(on claim: IdentityClaim, key: Token) async throws(PortError) -> IdentityVerdict {
        throw .unreachable(system: "authority")
    }
}

extension AttendHelp.Presence {
    var isHere: Bool { if case .here = self { true } else { false } }
    var isNobody: Bool { if case .nobody = self { true } else { false } }
    var end: Assistance.End? { if case .over(let end) = self { end } else { nil } }
    var aside: AssistedStep.Own? { if case .here(let help, _) = self { help.aside } else { nil } }
}
