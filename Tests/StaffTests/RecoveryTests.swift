import Base
import Passkeys
import Stations
import Storage
import Support
import Testing

@testable import Staff

/// One alone, at the desk or at the console, is never two people, and no empty place locks the desk.
@Suite struct RecoveryTests {
    static let officers: [StaffRole] = [.security, .system, .audit]
    /// Every combination of officers' places that stand empty after all three were held.
    static let emptySeats: [Set<StaffRole>] = (0..<8).map { bits in
        Set(officers.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element))
    }
    static let combinations = TestEngine.available.flatMap { engine in
        emptySeats.map { (engine, $0) }
    }

    /// A desk that had all three officers, of whom some are gone.
    struct Desk {
        let house: StaffHouse
        var people: [StaffRole: StaffHouse.Person] = [:]

        init(_ engine: TestEngine, without gone: Set<StaffRole> = []) async throws {
            house = try await StaffHouse(engine)
            let first = try await house.firstOfficer()
            people[.security] = first
            people[.system] = try await house.invite(by: first, seat: .system)
            people[.audit] = try await house.invite(by: first, seat: .audit)
            for seat in gone {
                let removed = people.removeValue(forKey: seat)
                let person = try #require(removed)
                try await house.engine.write { db in
                    try StaffAccountStore.setState(person.id, .ended, in: db)
                    try StaffAccountStore.setRoles(person.id, [], in: db)
                }
            }
        }

        func presence(_ seat: StaffRole) async throws -> StaffPresence {
            try await house.presence(try #require(people[seat]))
        }

        /// A device counts, so it is kept with what it has counted.
        mutating func signIn(_ seat: StaffRole) async throws -> StaffPresence {
            var person = try #require(people[seat])
            try await house.signIn(&person)
            people[seat] = person
            return try await house.presence(person)
        }

        func newcomer(_ seat: StaffRole) throws -> InviteStaff.Person {
            .init(name: try StaffHouse.name("陈样本"), department: nil, region: nil, seat: seat)
        }

        /// Both halves of the way by two; the new officer is signed in.
        mutating func fillByTwo(_ seat: StaffRole, asker: StaffRole, decider: StaffRole) async throws {
            let (asking, deciding) = (try await signIn(asker), try await signIn(decider))
            let first = try await house.verbs.requestSeat(
                try newcomer(seat), reason: "gone", by: asking, requestID: "r")
            let waiting = try #require(try await house.verbs.queries.approvals().first { $0.verdict == nil })
            let second = try #require(
                try await house.verbs.decideApproval(
                    waiting.id, .approved, by: deciding, requestID: "r"
                ).shown)
            for half in [first, second] {
                await #expect(throws: StaffRefused.codeUnknown) {
                    try await house.verbs.enrol.offer(code: half)
                }
            }
            people[seat] = try await house.enrol(typed: "\(first)-\(second)")
        }

        /// The console's way, with the wait; the new officer is signed in.
        mutating func fillByConsole(_ seat: StaffRole) async throws {
            let code = try await house.verbs.createCode.seat(seat)
            house.clock.advance(by: DeskFigures().recoveryWait)
            people[seat] = try await house.enrol(code, name: "陈样本")
        }
    }

    @Test("ASVS 2.3.5: no combination of empty places is filled by one alone", arguments: combinations)
    func noOneAloneFillsAPlace(_ engine: TestEngine, _ gone: Set<StaffRole>) async throws {
        let desk = try await Desk(engine, without: gone)
        let verbs = desk.house.verbs

        for seat in Self.officers {
            for role in desk.people.keys {
                let presence = try await desk.presence(role)
                await #expect(throws: StaffRefused.self, "\(role) invites for \(seat)") {
                    try await verbs.invite(try desk.newcomer(seat), by: presence, requestID: "r")
                }
                guard gone.contains(seat), role != .audit else {
                    await #expect(throws: StaffRefused.self, "\(role) asks for \(seat)") {
                        try await verbs.requestSeat(
                            try desk.newcomer(seat), reason: "x", by: presence, requestID: "r")
                    }
                    continue
                }
                _ = try await verbs.requestSeat(
                    try desk.newcomer(seat), reason: "x", by: presence, requestID: "r")
                for waiting in try await verbs.queries.approvals()
                where waiting.requestedBy == presence.account.id {
                    await #expect(throws: StaffRefused.ownRequest) {
                        try await verbs.decideApproval(waiting.id, .approved, by: presence, requestID: "r")
                    }
                }
            }
        }
        await #expect(throws: StaffRefused.self, "the console's first code") {
            try await verbs.createCode.first()
        }
        #expect(try await verbs.queries.emptySeats().held == gone)
    }

    @Test(
        "ASVS 2.3.5: from every combination of empty places the desk becomes whole again",
        arguments: combinations)
    func noCombinationLocksTheDesk(_ engine: TestEngine, _ gone: Set<StaffRole>) async throws {
        var desk = try await Desk(engine, without: gone)

        // As the refusals say: by two where there are two, else by the console, one place after the other.
        for seat in Self.officers where gone.contains(seat) {
            if desk.people[.security] != nil, desk.people[.system] != nil {
                await #expect(throws: StaffRefused.permitNeeded) {
                    try await desk.house.verbs.createCode.seat(seat)
                }
                try await desk.fillByTwo(seat, asker: .system, decider: .security)
            } else {
                try await desk.fillByConsole(seat)
            }
        }

        let seats = try await desk.house.verbs.queries.emptySeats()
        #expect(seats.held == [] && seats.never == [])
        for seat in Self.officers where gone.contains(seat) {
            let roles = try await desk.signIn(seat).account.roles
            #expect(roles == [seat])
        }
    }

    @Test(arguments: TestEngine.available)
    func whoEndsTheSystemOfficerCannotTakeHerPlace(_ engine: TestEngine) async throws {
        let desk = try await Desk(engine)
        let verbs = desk.house.verbs
        let security = try await desk.presence(.security)
        let system = try await desk.presence(.system).account.id

        try await verbs.end(system, by: security, requestID: "r")

        await #expect(throws: StaffRefused.seatWasHeld) {
            try await verbs.invite(try desk.newcomer(.system), by: security, requestID: "r")
        }
        #expect(try await verbs.queries.emptySeats().held == [.system])
    }

    @Test(arguments: TestEngine.available)
    func theConsolesCodeForAPlaceWaitsIsToldAndCanBeRefused(_ engine: TestEngine) async throws {
        var desk = try await Desk(engine, without: [.system])
        let verbs = desk.house.verbs

        let code = try await verbs.createCode.seat(.system)

        await #expect(throws: StaffRefused.codeWaits) { try await verbs.enrol.offer(code: code.text) }
        let alarm = try #require(try await desk.house.stations.queries.openAlarms().first)
        #expect(alarm.kind == .staffRecovery && alarm.detail == "system")
        #expect(try await desk.house.acts("staff.recovery-begun") == 1)
        #expect(try await desk.house.notices() == ["s-0001 recovery", "s-0003 recovery"], "everybody left")
        let running = try #require(
            try await verbs.queries.recoveries(for: desk.presence(.audit).account).first)
        #expect(running.opensAt == desk.house.clock.now + .seconds(86_400))
        await #expect(throws: StaffRefused.rightMissing, "the audit officer reads") {
            try await verbs.refuseRecovery(running.id, by: try await desk.presence(.audit), requestID: "r")
        }
        try await verbs.refuseRecovery(running.id, by: try await desk.presence(.security), requestID: "r")

        desk.house.clock.advance(by: .seconds(86_400))
        await #expect(throws: StaffRefused.codeUnknown) { try await verbs.enrol.offer(code: code.text) }
        let again = try await desk.signIn(.security)
        await #expect(throws: StaffRefused.recoveryOver) {
            try await verbs.refuseRecovery(running.id, by: again, requestID: "r")
        }
        #expect(try await desk.house.acts("staff.recovery-refused") == 1)
        _ = try await verbs.createCode.seat(.system)
    }

    @Test(arguments: TestEngine.available)
    func anotherDeviceWaitsAndTakesThePlaceOfTheFormerOnes(_ engine: TestEngine) async throws {
        var desk = try await Desk(engine)
        let (house, verbs) = (desk.house, desk.house.verbs)
        let former = try #require(desk.people[.system])

        let code = try await verbs.createCode.again(former.id)

        await #expect(throws: StaffRefused.sessionOver) { try await house.presence(former) }
        await #expect(throws: StaffRefused.codeWaits) { try await house.enrol(code) }
        let powerless = try await desk.signIn(.system)
        #expect(powerless.account.roles == [], "her old device is good for a refusal alone")
        await #expect(throws: StaffRefused.rightMissing) {
            try await verbs.requestSeat(
                try desk.newcomer(.audit), reason: "x", by: powerless, requestID: "r")
        }
        house.clock.advance(by: .seconds(86_400) - .milliseconds(1))
        await #expect(throws: StaffRefused.codeWaits) { try await house.enrol(code) }
        house.clock.advance(by: .milliseconds(1))
        let again = try await house.enrol(code)

        #expect(again.id == former.id)
        #expect(try await house.presence(again).account.roles == [.system])
        var old = former
        await #expect(throws: PasskeyRefused.unknown) { try await house.signIn(&old) }
        #expect(try await house.acts("staff.recovery-used") == 1)
        await #expect(throws: StaffRefused.codeUnknown, "once") { try await house.enrol(code) }
    }

    @Test(
        "ASVS 6.5.6: one more device of one's own wants a sign-in of the last ten minutes, and is told",
        arguments: TestEngine.available)
    func oneMoreDeviceWantsAFreshSignIn(_ engine: TestEngine) async throws {
        var desk = try await Desk(engine)
        let (house, verbs) = (desk.house, desk.house.verbs)
        let officer = try #require(desk.people[.security])
        var second = try PasskeyDevice(origin: StaffHouse.origin, credentialID: house.world.random(16))
        house.clock.advance(by: StaffSession.freshFor + .milliseconds(1))
        await #expect(throws: StaffRefused.proofTooOld) {
            try await verbs.addDevice.offer(to: try await desk.presence(.security))
        }

        let fresh = try await desk.signIn(.security)
        let offer = try await verbs.addDevice.offer(to: fresh)
        try await verbs.addDevice(try second.create(offer), by: fresh, requestID: "r")

        var again = StaffHouse.Person(id: officer.id, device: second)
        try await house.signIn(&again)
        #expect(try await house.presence(again).account.roles == [.security])
        #expect(try await house.notices() == ["\(officer.id) device-added"])
        _ = try await verbs.createCode.again(officer.id)
        try await house.signIn(&again)
        let powerless = try await house.presence(again)
        await #expect(throws: StaffRefused.recoveryRuns) { try await verbs.addDevice.offer(to: powerless) }
    }

    @Test(arguments: TestEngine.available)
    func whoStillHasHerDeviceRefusesThatItIsReplaced(_ engine: TestEngine) async throws {
        var desk = try await Desk(engine, without: [.security])
        let verbs = desk.house.verbs
        let system = try #require(desk.people[.system])
        let code = try await verbs.createCode.again(system.id)
        let powerless = try await desk.signIn(.system)

        let running = try #require(try await verbs.queries.recoveries(for: powerless.account).first)
        try await verbs.refuseRecovery(running.id, by: powerless, requestID: "r")

        let roles = try await desk.signIn(.system).account.roles
        #expect(roles == [.system])
        desk.house.clock.advance(by: .seconds(86_400))
        await #expect(throws: StaffRefused.codeUnknown) { try await desk.house.enrol(code) }
    }

    @Test(arguments: TestEngine.available)
    func theConsoleSilencesNobodyWhoCouldRefuse(_ engine: TestEngine) async throws {
        let desk = try await Desk(engine)
        let verbs = desk.house.verbs
        let security = try #require(desk.people[.security]?.id)
        let system = try #require(desk.people[.system]?.id)
        let clerk = try await desk.house.invite(by: try #require(desk.people[.security]))
        _ = try await verbs.createCode.again(security)

        await #expect(throws: StaffRefused.recoveryRuns) { try await verbs.createCode.again(system) }
        _ = try await verbs.createCode.again(clerk.id)
        let anew = try await verbs.createCode.again(security)

        let all = try await verbs.queries.recoveries(for: desk.presence(.audit).account)
        #expect(all.count == 3 && all.count { $0.end == .replaced } == 1)
        desk.house.clock.advance(by: .seconds(2 * 86_400))
        await #expect(throws: StaffRefused.codeUnknown) { try await desk.house.enrol(anew) }
        _ = try await verbs.createCode.again(system)
    }

    /// Whoever holds the console may begin as many as there are people, and hides none behind them.
    @Test(arguments: TestEngine.available)
    func howeverManyRunEachCanBeRefused(_ engine: TestEngine) async throws {
        let desk = try await Desk(engine)
        let (house, verbs) = (desk.house, desk.house.verbs)
        let system = try #require(desk.people[.system]?.id)
        _ = try await verbs.createCode.again(system)
        let hers = try #require(try await verbs.queries.recoveries(for: desk.presence(.audit).account).first)
        house.clock.advance(by: .seconds(1))
        let now = house.clock.now
        let many = (0..<RecoveryStore.listMax).map { StaffAccount.id(after: 100 + $0) }
        let (name, vault) = (try StaffHouse.name("陈样本"), house.parts.vault)
        let ids = many.map { _ in Token(house.world) }
        try await house.engine.write { db in
            for (id, account) in zip(ids, many) {
                try StaffAccountStore.insert(
                    StaffAccount(
                        id: account, name: name, department: nil, region: nil, roles: [], state: .active,
                        createdAt: now),
                    vault: vault, in: db)
                try RecoveryStore.insert(
                    Recovery(
                        id: id, aim: .device(of: account), begunAt: now, opensAt: now,
                        expiresAt: now + .seconds(86_400)),
                    codeHash: Array(id.rawValue.utf8), in: db)
            }
        }
        let security = try await desk.presence(.security)

        let shown = try await verbs.queries.recoveries(for: security.account)
        #expect(shown.contains { $0.id == hers.id } && shown.count == many.count + 1)
        for id in ids + [hers.id] {
            try await verbs.refuseRecovery(id, by: security, requestID: "r")
        }
        #expect(try await verbs.queries.recoveries(for: security.account).allSatisfy { $0.end == .refused })
    }

    @Test(arguments: TestEngine.available)
    func onlyWhoNeverHadADeviceNorAnOfficersPlaceIsLetInAtOnce(_ engine: TestEngine) async throws {
        let desk = try await Desk(engine, without: [.audit])
        let verbs = desk.house.verbs
        let security = try await desk.presence(.security)
        let plain = try await verbs.invite(
            .init(name: try StaffHouse.name("陈样本"), department: nil, region: nil, seat: nil), by: security,
            requestID: "r")
        _ = try await verbs.requestSeat(
            try desk.newcomer(.audit), reason: "gone", by: security, requestID: "r")
        let waiting = try #require(try await verbs.queries.approvals().first)
        _ = try await verbs.decideApproval(
            waiting.id, .approved, by: try await desk.presence(.system), requestID: "r")
        let invited = try #require(
            try await verbs.queries.people().last { $0.state == .invited && $0.roles == [.audit] })

        #expect(try await verbs.createCode.again(plain.id).opensAt == nil)
        #expect(try await verbs.createCode.again(invited.id).opensAt != nil, "a code on its way is not taken")
    }

    @Test(arguments: TestEngine.available)
    func aPlaceThatWasFilledMeanwhileVoidsTheConsolesCode(_ engine: TestEngine) async throws {
        var desk = try await Desk(engine, without: [.system, .audit])
        let code = try await desk.house.verbs.createCode.seat(.audit)
        desk.house.clock.advance(by: .seconds(86_400))
        await #expect(throws: StaffRefused.recoveryRuns) {
            try await desk.house.verbs.createCode.seat(.system)
        }
        desk.people[.audit] = try await desk.house.enrol(code, name: "陈样本")

        await #expect(throws: StaffRefused.seatTaken) { try await desk.house.verbs.createCode.seat(.audit) }
        await #expect(throws: StaffRefused.malformed) { try await desk.house.verbs.createCode.seat(.clerk) }
        let fresh = try await StaffHouse(engine)
        await #expect(throws: StaffRefused.seatNeverHeld) { try await fresh.verbs.createCode.seat(.system) }
    }
}
