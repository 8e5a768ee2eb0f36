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

@testable import Staff

/// A desk on a database of its own, with a clock the test holds.
struct StaffHouse {
    let engine: any SQLEngine
    let clock = TestClock()
    let world: World
    let parts: StaffParts
    let stations: StationsVerbs
    let verbs: StaffVerbs
    /// Which open cases a list finds, by the running number of their persons.
    let listed = ListedCases()

    static let origin = "https://desk.example"

    init(_ engine: TestEngine) async throws {
        self.engine = try await engine.make(
            StorageMigrations.all + AuditMigrations.all + AuditMigrations.later + StationsMigrations.all
                + PasskeysMigrations.all
                + StaffMigrations.all)
        world = World.frozen(clock)
        let audit = AuditLog(world: world)
        let vault = Vault(ring: try KeyRing.create(suite: .international, world: world), world: world)
        let party = try #require(RelyingParty(url: Self.origin, name: "白鹭"))
        parts = StaffParts(
            engine: self.engine, vault: vault, audit: audit, world: world,
            passkeys: Passkeys(.staff, party: party, engine: self.engine, vault: vault, world: world))
        stations = StationsVerbs(engine: self.engine, audit: audit, world: world, ticketKeysPEM: ["KEY"])
        verbs = StaffVerbs(
            parts,
            effects: [
                .terminalEnrolment: { [stations] approval, decider, db in
                    guard case .terminal(let station, _) = approval.matter else {
                        throw StaffRefused.malformed
                    }
                    return try stations.createCode(station: station, by: .staff(decider.id), in: db).text
                }
            ],
            findCase: { number, _ in
                switch number {
                case LookHouse.closed: try LookHouse.glimpse(LookHouse.closed, isOpen: false)
                case LookHouse.number(1): try LookHouse.glimpse()
                case LookHouse.number(2):
                    try LookHouse.glimpse(
                        LookHouse.number(2), person: WatchedPerson.term(LookHouse.person, vault),
                        address: StaffAddress.term("样板南路12号", vault))
                default:
                    try (1...100).first { LookHouse.number(1_000 + $0) == number }
                        .map { try LookHouse.listed($0, vault) }
                }
            },
            findCases: { [listed] _, _, limit, _ in
                try listed.numbers.withLock { $0 }.prefix(limit).map { try LookHouse.listed($0, vault) }
            }, raiseAlarm: stations.raiseAlarm)
    }

    final class ListedCases: Sendable {
        let numbers = Mutex<[Int]>([])
    }

    /// Somebody with a device, as a browser at her hand.
    struct Person: Sendable {
        let id: String
        var device: PasskeyDevice
        var token = ""
    }

    static func name(_ text: String) throws -> PersonName { try #require(PersonName(text)) }

    /// Enrols a device with a code and signs in.
    func enrol(_ code: StaffCode, name: String? = nil) async throws -> Person {
        try await enrol(typed: code.text, name: name)
    }

    func enrol(typed code: String, name: String? = nil) async throws -> Person {
        var device = try PasskeyDevice(origin: Self.origin, credentialID: world.random(16))
        let offer = try await verbs.enrol.offer(code: code).offer
        let id = try await verbs.enrol(
            code: code, name: try name.map(Self.name), try device.create(offer), requestID: "r")
        var person = Person(id: id, device: device)
        try await signIn(&person)
        return person
    }

    func signIn(_ person: inout Person, former: String? = nil) async throws {
        let offer = try await verbs.signIn.offer()
        person.token = try await verbs.signIn(try person.device.get(offer), former: former, requestID: "r")
    }

    func firstOfficer() async throws -> Person {
        try await enrol(try await verbs.createCode.first(), name: "林安全")
    }

    /// Of somebody who acts, as the gate takes her.
    func presence(_ person: Person) async throws -> StaffPresence {
        let presence = try await verbs.current(token: person.token)
        try await verbs.current.keep(presence.session)
        return presence
    }

    /// Asks somebody in, who enrols and signs in at once.
    func invite(
        by officer: Person, seat: StaffRole? = nil, department: String? = nil, region: String? = nil
    ) async throws -> Person {
        let (_, code) = try await verbs.invite(
            .init(
                name: try Self.name("陈样本"), department: department,
                region: region.flatMap(DivisionCode.init), seat: seat),
            by: try await presence(officer), requestID: "r")
        return try await enrol(code)
    }

    /// Gives roles past the two people, for tests of something else.
    func grant(_ roles: Set<StaffRole>, to person: Person) async throws {
        try await engine.write { db in try StaffAccountStore.setRoles(person.id, roles, in: db) }
    }

    /// The messages on their way to people at work: account and word.
    func notices() async throws -> [String] {
        try await engine.read { db in
            try db.rows("SELECT payload_bytes FROM jobs WHERE kind = \(StaffNotice.kindName) LIMIT 100").map {
                String(decoding: try $0.bytes("payload_bytes"), as: UTF8.self)
            }.sorted()
        }
    }

    /// How many acts of a kind the audit log will hold.
    func acts(_ action: String) async throws -> Int {
        try await engine.read { db in
            try db.rows("SELECT leaf_bytes FROM audit_pending").count {
                String(decoding: try $0.bytes("leaf_bytes"), as: UTF8.self).contains("\"\(action)\"")
            }
        }
    }
}
