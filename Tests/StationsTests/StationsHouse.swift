import Audit
import Base
import Stations
import Storage
import Support
import Testing
import Vault
import Wire

/// A database with one station, the room's verbs, and a clock the test holds.
struct StationsHouse {
    let engine: any SQLEngine
    let clock = TestClock()
    /// Goes on whatever happens to `clock`.
    let uptime = TestClock()
    let world: World
    let verbs: StationsVerbs
    let operatorAccount = AuditActor.staff("operator-1")

    init(_ engine: TestEngine) async throws {
        self.engine = try await engine.make(
            AuditMigrations.all + AuditMigrations.later + StationsMigrations.all)
        var world = World.frozen(clock)
        world.steady = SteadyClock(
            now: { [uptime] in uptime.now.since(TestClock.start) }, sleep: SteadyClock.live.sleep)
        self.world = world
        verbs = Self.verbs(self.engine, world)
        try await verbs.seed([Self.station])
    }

    static let station = Station(
        id: "siming-1",
        name: PlaceText(mandarin: "湖滨样板店", english: "Lakeside", minnan: "湖濱樣板店"),
        address: PlaceText(mandarin: "样板南路 1 号"), division: division, latitudeMicrodegrees: 24_470_500,
        longitudeMicrodegrees: 118_096_200, hours: "00:00-24:00", owner: "egret-stores")

    private static var division: DivisionCode {
        guard let code = DivisionCode(rawValue: "350203") else { preconditionFailure("six digits") }
        return code
    }

    /// Another node of the house on the same database.
    func node(on engine: (any SQLEngine)? = nil) -> StationsVerbs {
        Self.verbs(engine ?? self.engine, world)
    }

    private static func verbs(_ engine: any SQLEngine, _ world: World) -> StationsVerbs {
        StationsVerbs(
            engine: engine, audit: AuditLog(world: world), world: world, ticketKeysPEM: ["TICKET KEY"])
    }

    /// Admits a machine with a key of its own.
    func machine(serial: String = "SN-1") async throws -> Machine {
        let key = try SigningKey.generate(.ed25519)
        let code = try await verbs.createCode(station: "siming-1", by: operatorAccount)
        let answer = try await verbs.enrol(request(code: code.text, serial: serial, key: key))
        return Machine(id: answer.terminalID, key: key, world: world)
    }

    func request(code: String, serial: String, key: SigningKey) -> EnrolmentRequest {
        EnrolmentRequest(
            code: code, publicKeyPEM: key.publicKey.pem, serial: serial, version: "0.1.0")
    }

    func report(
        stopped: String? = nil, stopID: String? = nil, printer: HealthReport.Device = .ready
    ) -> HealthReport {
        HealthReport(
            version: "0.1.0", cardReader: .ready, camera: .ready, printer: printer, printerReasons: [],
            stopped: stopped, stopID: stopID, clockMs: clock.now.milliseconds)
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

/// A terminal's machine: its id and its private key.
struct Machine: Sendable {
    let id: String
    let key: SigningKey
    let world: World

    func headers(
        method: String = "POST", target: String, body: [UInt8] = [], session: String? = nil
    ) throws -> [(String, String)] {
        try RequestSignature.headers(
            for: .init(method: method, target: target, body: body, session: session, idempotencyKey: nil),
            terminalID: id, key: key, world: world)
    }
}
