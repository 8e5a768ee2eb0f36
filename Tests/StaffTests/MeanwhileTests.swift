import Base
import Passkeys
import Stations
import Storage
import Support
import Synchronization
import Testing

@testable import Staff

/// What stays when a session is over is asked for once more where it is written: since the request found somebody, she may be
/// gone.
@Suite struct MeanwhileTests {
    @Test(arguments: TestEngine.available)
    func whoseSignInEndsMeanwhileDoesNothingThatStays(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let verbs = house.verbs
        let officer = try await house.firstOfficer()
        let system = try await house.invite(by: officer, seat: .system)
        let clerk = try await house.invite(by: officer)
        let (asker, decider) = (try await house.presence(officer), try await house.presence(system))
        let waiting = try await verbs.requestApproval(
            .roles(account: clerk.id, [.clerk]), reason: "new work", by: asker, requestID: "r")
        var device = try PasskeyDevice(origin: StaffHouse.origin, credentialID: house.world.random(16))
        let made = try device.create(try await verbs.addDevice.offer(to: decider))

        #expect(try await verbs.endSignIns(of: nil) == 3)

        await #expect(throws: StaffRefused.sessionOver) {
            try await verbs.decideApproval(waiting, .approved, by: decider, requestID: "r")
        }
        await #expect(throws: StaffRefused.sessionOver) {
            try await verbs.requestApproval(
                .roles(account: clerk.id, [.supervisor]), reason: "x", by: asker, requestID: "r")
        }
        await #expect(throws: StaffRefused.sessionOver) {
            try await verbs.addDevice(made, by: decider, requestID: "r")
        }
        await #expect(throws: StaffRefused.sessionOver) {
            try await verbs.invite(
                .init(name: try StaffHouse.name("陈样本"), department: nil, region: nil, seat: nil),
                by: asker, requestID: "r")
        }
        await #expect(throws: StaffRefused.sessionOver) {
            try await verbs.setOwnPhone(Phone("13900000001"), by: decider, requestID: "r")
        }
        await #expect(throws: StaffRefused.sessionOver) {
            try await verbs.setOwnNumber(
                try CitizenNumber("350203199006159807"), by: decider, requestID: "r")
        }
        #expect(try await verbs.queries.person(clerk.id).roles == [])
        let kept = try await verbs.queries.person(system.id)
        #expect(kept.phone == nil && kept.person == nil)
        let devices = try await house.engine.read { [parts = house.parts] db in
            try parts.passkeys.all(of: system.id, in: db).count
        }
        #expect(devices == 1)
    }

    @Test(arguments: TestEngine.available)
    func aRoleThatIsTakenMeanwhileSaysNoYes(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let officer = try await house.firstOfficer()
        let system = try await house.invite(by: officer, seat: .system)
        let clerk = try await house.invite(by: officer)
        let decider = try await house.presence(system)
        let waiting = try await house.verbs.requestApproval(
            .roles(account: clerk.id, [.clerk]), reason: "new work", by: try await house.presence(officer),
            requestID: "r")

        try await house.grant([], to: system)

        await #expect(throws: StaffRefused.rightMissing) {
            try await house.verbs.decideApproval(waiting, .approved, by: decider, requestID: "r")
        }
        #expect(try await house.verbs.queries.person(clerk.id).roles == [])
    }

    @Test(arguments: TestEngine.available)
    func ofTwoWhoShutEachOtherOutOneIsLeft(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let officer = try await house.firstOfficer()
        let other = try await house.invite(by: officer)
        try await house.grant([.security], to: other)
        let (one, two) = (try await house.presence(officer), try await house.presence(other))

        try await house.verbs.end(other.id, by: one, requestID: "r")

        await #expect(throws: StaffRefused.sessionOver) {
            try await house.verbs.end(officer.id, by: two, requestID: "r")
        }
        #expect(try await house.verbs.queries.hasSecurityOfficer())
    }

    @Test(arguments: TestEngine.available)
    func aDeviceThatIsReplacedMeanwhileSignsNobodyIn(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        var officer = try await house.firstOfficer()
        let between = Between(house.engine)
        let parts = StaffParts(
            engine: between, vault: house.parts.vault, audit: house.parts.audit, world: house.world,
            passkeys: house.parts.passkeys)
        let signIn = SignInStaff(parts, raiseAlarm: house.stations.raiseAlarm)
        let answer = try officer.device.get(try await signIn.offer())
        let (id, passkeys) = (officer.id, house.parts.passkeys)
        between.before { db in try passkeys.removeAll(of: id, in: db) }

        await #expect(throws: PasskeyRefused.unknown) {
            try await signIn(answer, former: nil, requestID: "r")
        }

        #expect(try await house.verbs.endSignIns(of: id) == 1, "the one from before")
    }
}

/// An engine in which something else is written right before the next transaction that writes.
private final class Between: SQLEngine {
    typealias Write = @Sendable (any SQLConnection) throws -> Void

    private let engine: any SQLEngine
    private let next = Mutex<Write?>(nil)

    init(_ engine: any SQLEngine) { self.engine = engine }

    var dialect: SQLDialect { engine.dialect }
    var announcements: Announcements { engine.announcements }

    func before(_ write: @escaping Write) { next.withLock { $0 = write } }

    func read<T: Sendable>(_ body: @Sendable @escaping (any SQLConnection) throws -> T) async throws -> T {
        try await engine.read(body)
    }

    func write<T: Sendable>(_ body: @Sendable @escaping (any SQLConnection) throws -> T) async throws -> T {
        let other = next.withLock { next in
            let other = next
            next = nil
            return other
        }
        if let other { try await engine.write(other) }
        return try await engine.write(body)
    }

    func close() async { await engine.close() }
}
