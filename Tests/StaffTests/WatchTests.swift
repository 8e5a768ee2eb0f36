import Base
import Identity
import Logging
import Stations
import Storage
import Support
import Synchronization
import Testing
import Web

@testable import Staff

/// Who is called for at once: the reviewers of a broken glass, and the officer of a grave look.
@Suite struct WatchTests {
    /// A gateway that keeps what it was given.
    final class Gateway: MessagePort {
        let sent = Mutex<[(text: String, phone: String)]>([])
        let isSilent = Mutex(false)

        func send(_ text: String, to phone: Phone, key: Token) async throws(PortError) {
            if isSilent.withLock({ $0 }) { throw .unreachable(system: "sms") }
            sent.withLock { $0.append((text, phone.text)) }
        }
    }

    private func notices(_ house: StaffHouse, _ gateway: Gateway) throws -> StaffNotice {
        StaffNotice(
            house.parts, messages: gateway, words: try Frame(rooms: [StaffResources.bundle]).words)
    }

    /// Runs what waits, as the centre does.
    private func deliver(_ house: StaffHouse, _ gateway: Gateway) async throws {
        _ = try await JobRunner(
            engine: house.engine, handlers: [try notices(house, gateway)], world: house.world,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).runDue(atMost: 20)
    }

    @Test(arguments: TestEngine.available)
    func theReviewersOfTheDepartmentAreToldAtOnceByMessageAndOnEveryPage(_ engine: TestEngine) async throws {
        let house = try await LookHouse(engine)
        let (desk, gateway) = (house.desk, Gateway())
        let clerk = try await house.clerk()
        let near = try await desk.invite(by: house.officer, department: "police")
        let far = try await desk.invite(by: house.officer, department: "housing")
        for person in [near, far] { try await desk.grant([.supervisor], to: person) }
        for (person, phone) in [(near, "13900000001"), (far, "13900000002"), (house.officer, "13900000003")] {
            try await desk.verbs.setOwnPhone(
                Phone(phone), by: try await desk.presence(person), requestID: "r")
        }
        let before = try await desk.verbs.queries.waitingGlasses(for: desk.presence(near).account)

        try await desk.verbs.breakGlass(.danger, text: "fire", by: clerk, requestID: "r")
        try await deliver(desk, gateway)

        let sent = gateway.sent.withLock { $0 }
        #expect(Set(sent.map(\.phone)) == ["13900000001", "13900000003"], "not the other department")
        #expect(sent.allSatisfy { !$0.text.contains(clerk.account.id) && !$0.text.contains("fire") })
        #expect(before == 0)
        #expect(try await desk.verbs.queries.waitingGlasses(for: desk.presence(near).account) == 1)
        #expect(try await desk.verbs.queries.waitingGlasses(for: clerk.account) == 0, "not her own")
    }

    @Test(arguments: TestEngine.available)
    func aSilentGatewayPutsTheWordOffAndLosesNothing(_ engine: TestEngine) async throws {
        let house = try await LookHouse(engine)
        let gateway = Gateway()
        try await house.desk.verbs.setOwnPhone(
            Phone("13900000003"), by: try await house.desk.presence(house.officer), requestID: "r")
        try await house.desk.verbs.breakGlass(
            .danger, text: "fire", by: try await house.clerk(), requestID: "r")
        gateway.isSilent.withLock { $0 = true }

        try await deliver(house.desk, gateway)
        #expect(gateway.sent.withLock { $0.isEmpty })
        gateway.isSilent.withLock { $0 = false }
        house.desk.clock.advance(by: .seconds(60))
        try await deliver(house.desk, gateway)

        #expect(gateway.sent.withLock { $0.count } == 1)
    }

    /// Whose reviewers look into nothing keep nobody else's from theirs.
    @Test(arguments: TestEngine.available)
    func aGlassBehindManyOfOthersWaitsForItsReviewer(_ engine: TestEngine) async throws {
        let house = try await LookHouse(engine)
        let desk = house.desk
        let clerk = try await house.clerk()
        let near = try await desk.invite(by: house.officer, department: "police")
        let far = try await desk.invite(by: house.officer, department: "housing")
        for person in [near, far] { try await desk.grant([.supervisor], to: person) }
        let (vault, now) = (desk.parts.vault, desk.clock.now)
        let ids = (0..<BreakGlassStore.listMax).map { _ in Token(desk.world) }
        try await desk.engine.write { db in
            for id in ids {
                try BreakGlassStore.insert(
                    BreakGlass(
                        id: id, account: far.id, reason: .order, text: "court", openedAt: now, review: nil),
                    vault: vault, in: db)
            }
        }
        desk.clock.advance(by: .milliseconds(1))

        try await desk.verbs.breakGlass(.danger, text: "fire", by: clerk, requestID: "r")

        let reader = try await desk.presence(near).account
        #expect(try await desk.verbs.queries.waitingGlasses(for: reader) == 1)
    }

    @Test(arguments: TestEngine.available)
    func aReviewThatIsLateRaisesOneAlarm(_ engine: TestEngine) async throws {
        let house = try await LookHouse(engine)
        let desk = house.desk
        let clerk = try await house.clerk()
        let glass = try await desk.verbs.breakGlass(.order, text: "court", by: clerk, requestID: "r")
        let other = try await desk.verbs.breakGlass(.order, text: "court", by: clerk, requestID: "r")
        desk.clock.advance(by: desk.verbs.figures.reviewWithin - .milliseconds(1))
        #expect(try await desk.verbs.watchGlasses() == 0)
        var officer = house.officer
        try await desk.signIn(&officer)
        try await desk.verbs.reviewGlass(
            other.id, .justified, by: try await desk.presence(officer), requestID: "r")

        desk.clock.advance(by: .milliseconds(1))
        #expect(try await desk.verbs.watchGlasses() == 1)
        #expect(try await desk.verbs.watchGlasses() == 0, "once")

        let alarms = try await desk.stations.queries.openAlarms()
        #expect(alarms.map(\.kind) == [.glassOverdue] && alarms.first?.detail == glass.account)
        #expect(try await desk.acts("glass.overdue") == 1)
    }

    @Test(arguments: TestEngine.available)
    func aWatchedPersonIsListedByTwoAndEveryLookAtHerCallsTheOfficer(_ engine: TestEngine) async throws {
        let house = try await LookHouse(engine)
        let (desk, gateway) = (house.desk, Gateway())
        let clerk = try await house.clerk()
        let system = try await desk.invite(by: house.officer, seat: .system)
        let officer = try await desk.presence(house.officer)
        try await desk.verbs.setOwnPhone(Phone("13900000003"), by: officer, requestID: "r")
        let number = try CitizenNumber(LookHouse.person)

        await #expect(throws: StaffRefused.rightMissing) {
            try await desk.verbs.watchPersons(number, as: .canary, reason: "x", by: clerk, requestID: "r")
        }
        try await desk.verbs.watchPersons(number, as: .canary, reason: "plant", by: officer, requestID: "r")
        _ = try await desk.verbs.look(LookHouse.number(2), for: .handling, by: clerk, requestID: "r")
        #expect(try await desk.verbs.queries.alerts() == [], "not before another agreed")
        let waiting = try #require(try await desk.verbs.queries.approvals().first)
        try await desk.verbs.decideApproval(
            waiting.id, .approved, by: try await desk.presence(system), requestID: "r")
        _ = try await desk.verbs.look(LookHouse.number(2), for: .handling, by: clerk, requestID: "r")
        try await deliver(desk, gateway)

        #expect(try await desk.verbs.queries.alerts().map(\.rule) == [.canary])
        #expect(try await desk.verbs.queries.watched() == [.canary: 1])
        #expect(gateway.sent.withLock { $0.map(\.phone) } == ["13900000003"])
        let stored = try await desk.engine.read { db in
            try db.rows("SELECT matter_sealed, reason_sealed FROM approvals").map {
                try $0.bytes("matter_sealed")
            }
        }
        #expect(stored.count == 1)
        guard case .other(_, let summary, _) = waiting.matter else { throw StaffRefused.malformed }
        #expect(!summary.contains(LookHouse.person) && summary.contains("9807"))
    }

    @Test(arguments: TestEngine.available)
    func aLookAtTheOwnAddressIsAskedAboutAndTheAddressCannotBeRead(_ engine: TestEngine) async throws {
        let house = try await LookHouse(engine)
        let desk = house.desk
        let clerk = try await house.clerk()
        let officer = try await desk.presence(house.officer)
        await #expect(throws: StaffRefused.rightMissing) {
            try await desk.verbs.setAddress("x", of: officer.account.id, by: clerk, requestID: "r")
        }
        await #expect(throws: StaffRefused.aboutYourself) {
            try await desk.verbs.setAddress("x", of: officer.account.id, by: officer, requestID: "r")
        }
        try await desk.verbs.setAddress(
            "样板南路 １２ 号", of: clerk.account.id, by: officer, requestID: "r")
        let now = StaffPresence(
            session: clerk.session, account: try await desk.verbs.queries.person(clerk.account.id))

        _ = try await desk.verbs.look(LookHouse.number(2), for: .handling, by: now, requestID: "r")
        _ = try await desk.verbs.look(LookHouse.number(1), for: .handling, by: now, requestID: "r")

        #expect(try await desk.verbs.queries.alerts().map(\.rule) == [.sameAddress])
        #expect(try #require(now.account.address).count == 8)
    }
}
