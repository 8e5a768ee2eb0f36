import Base
import Storage
import Support
import Testing

@testable import Staff

/// The console and the keys: one alone may not, two of the desk let it, once.
@Suite struct PermitTests {
    private static let act = PermitAct.keysSeal(String(repeating: "a", count: 64))

    /// The officers, a request by the system officer and the code that the security officer is shown.
    private func given(_ house: StaffHouse) async throws -> String {
        let officer = try await house.firstOfficer()
        let system = try await house.invite(by: officer, seat: .system)
        let id = try await house.verbs.requestApproval(
            .other(Self.act.kind, summary: Self.act.text, data: Array(Self.act.text.utf8)),
            reason: "the seal has come", by: try await house.presence(system), requestID: "r")
        await #expect(throws: StaffRefused.rightMissing) {
            try await house.verbs.decideApproval(
                id, .approved, by: try await house.presence(system), requestID: "r")
        }
        return try #require(
            try await house.verbs.decideApproval(
                id, .approved, by: try await house.presence(officer), requestID: "r"
            ).shown)
    }

    @Test(arguments: TestEngine.available)
    func aPermitIsForOneActOnce(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let code = try await given(house)

        await #expect(throws: StaffRefused.permitNeeded) {
            try await house.verbs.permits.use(nil, for: Self.act)
        }
        for (code, act) in [
            ("0000-0000-0000-0000", Self.act), (code, .keysRotate),
            (code, .keysSeal(String(repeating: "b", count: 64))),
        ] as [(String, PermitAct)] {
            await #expect(throws: StaffRefused.permitUnknown) {
                try await house.verbs.permits.use(code, for: act)
            }
        }
        try await house.verbs.permits.use(code.uppercased(), for: Self.act)
        await #expect(throws: StaffRefused.permitUnknown) {
            try await house.verbs.permits.use(code, for: Self.act)
        }
        #expect(try await house.acts("permit.given") == 1)
        #expect(try await house.acts("permit.used") == 1)
        #expect(try await house.acts("permit.unmanned") == 0)
    }

    /// Who has left keeps the number, and those at work come after.
    @Test(arguments: TestEngine.available)
    func twoAreTwoHoweverManyCameBefore(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let (name, vault, now) = (try StaffHouse.name("陈样本"), house.parts.vault, house.clock.now)
        try await house.engine.write { db in
            for count in 0..<StaffAccountStore.listMax {
                try StaffAccountStore.insert(
                    StaffAccount(
                        id: StaffAccount.id(after: count), name: name, department: nil, region: nil,
                        roles: [], state: .ended, createdAt: now),
                    vault: vault, in: db)
            }
        }
        let officer = try await house.firstOfficer()
        _ = try await house.invite(by: officer, seat: .system)

        await #expect(throws: StaffRefused.permitNeeded) {
            try await house.verbs.permits.use(nil, for: Self.act)
        }
        #expect(try await house.verbs.queries.hasSecurityOfficer())
        #expect(try await house.verbs.queries.people(with: .seeAlerts).map(\.id).contains(officer.id))
        try await house.engine.write { [parts = house.parts] db in
            try CallStaff(parts)(.alert, whoMay: .seeAlerts, occasion: "x", in: db) { _ in true }
        }
        #expect(try await house.notices().contains("\(officer.id) alert"))
    }

    /// The list of people has another page, and a name is found by its number.
    @Test(arguments: TestEngine.available)
    func whoCameAfterManyOthersIsFound(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let (name, vault, now) = (try StaffHouse.name("陈样本"), house.parts.vault, house.clock.now)
        try await house.engine.write { db in
            for count in 0...StaffAccountStore.listMax {
                try StaffAccountStore.insert(
                    StaffAccount(
                        id: StaffAccount.id(after: count), name: name, department: "police", region: nil,
                        roles: [.clerk], state: count < StaffAccountStore.listMax ? .ended : .active,
                        createdAt: now),
                    vault: vault, in: db)
            }
        }
        let queries = house.verbs.queries

        let page = try await queries.people()
        let rest = try await queries.people(after: try #require(page.last?.id))

        #expect(page.count == StaffQueries.peopleMax && rest.map(\.id) == ["s-0501"])
        #expect(try await queries.names(of: ["s-0501", "s-0999"]) == ["s-0501": name])
    }

    /// The second person reads the day; what is published from another one is something else.
    @Test func servicesArePublishedFromTheDayThatWasAgreedTo() async throws {
        let house = try await StaffHouse(.sqlite)
        let officer = try await house.firstOfficer()
        let (clerk, supervisor) = (
            try await house.invite(by: officer), try await house.invite(by: officer)
        )
        try await house.grant([.clerk], to: clerk)
        try await house.grant([.supervisor], to: supervisor)
        let files = String(repeating: "c", count: 64)
        let act = try #require(PermitAct("catalogue-publish \(files) 2026-12-01"))
        let id = try await house.verbs.requestApproval(
            .other(act.kind, summary: act.text, data: Array(act.text.utf8)), reason: "the fee is less",
            by: try await house.presence(clerk), requestID: "r")
        let shown = try await house.verbs.decideApproval(
            id, .approved, by: try await house.presence(supervisor), requestID: "r"
        ).shown
        let code = try #require(shown)

        let other = try #require(CalendarDate("2026-12-02"))
        await #expect(throws: StaffRefused.permitUnknown) {
            try await house.verbs.permits.use(code, for: .publish(files, from: other))
        }
        try await house.verbs.permits.use(code, for: act)
    }

    @Test func aPermitIsGoodForAnHour() async throws {
        let house = try await StaffHouse(.sqlite)
        let code = try await given(house)
        house.clock.advance(by: Permits.life)

        await #expect(throws: StaffRefused.permitUnknown) {
            try await house.verbs.permits.use(code, for: Self.act)
        }
    }

    @Test(arguments: TestEngine.available)
    func theConsoleActsAloneOnlyWhileTheDeskHasNoTwo(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        try await house.verbs.permits.use(nil, for: .keysRotate)
        let officer = try await house.firstOfficer()
        try await house.verbs.permits.use(nil, for: .keysRotate)
        await #expect(throws: StaffRefused.permitUnknown, "a code that is none is a mistake") {
            try await house.verbs.permits.use("0000-0000-0000-0000", for: .keysRotate)
        }
        try await house.verbs.permits.requireUnmanned(for: .terminalEnrolment)

        let system = try await house.invite(by: officer, seat: .system)
        await #expect(throws: StaffRefused.permitNeeded) {
            try await house.verbs.permits.use(nil, for: .keysRotate)
        }
        let technician = try await house.invite(by: officer)
        try await house.grant([.technician], to: technician)
        await #expect(throws: StaffRefused.permitNeeded) {
            try await house.verbs.permits.requireUnmanned(for: .terminalEnrolment)
        }
        #expect(try await house.acts("permit.unmanned") == 2)
        try await house.verbs.end(system.id, by: try await house.presence(officer), requestID: "r")
        try await house.verbs.permits.use(nil, for: .keysRotate)
    }

    @Test(arguments: TestEngine.available)
    func theConsoleWorksAtARequestInNobodysNameButTheAskersOwn(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let number = "R202603020001"
        let officer = try await house.firstOfficer()
        let (own, other) = (try await house.invite(by: officer), try await house.invite(by: officer))
        let permits = house.verbs.permits
        for nobody in ["li.na", own.id, officer.id] {
            await #expect(throws: StaffRefused.rightMissing, "\(nobody)") {
                try await permits.useForRequest(number, nil, by: nobody)
            }
        }
        for person in [own, other] { try await house.grant([.privacy], to: person) }

        await #expect(throws: StaffRefused.permitNeeded, "the desk is manned") {
            try await permits.useForRequest(number, nil, by: own.id)
        }
        let act = try #require(PermitAct("privacy-request \(number.lowercased())"))
        let id = try await house.verbs.requestApproval(
            .other(act.kind, summary: act.text, data: Array(act.text.utf8)), reason: "the desk is down",
            by: try await house.presence(own), requestID: "r")
        let shown = try await house.verbs.decideApproval(
            id, .approved, by: try await house.presence(officer), requestID: "r"
        ).shown
        let code = try #require(shown)
        await #expect(throws: StaffRefused.permitUnknown, "another request") {
            try await permits.useForRequest("R202603020002", code, by: own.id)
        }
        await #expect(throws: StaffRefused.permitUnknown, "another one's name") {
            try await permits.useForRequest(number, code, by: other.id)
        }
        try await permits.useForRequest(number, code, by: own.id)
        await #expect(throws: StaffRefused.permitUnknown, "once") {
            try await permits.useForRequest(number, code, by: own.id)
        }
        try await house.verbs.end(own.id, by: try await house.presence(officer), requestID: "r")
        await #expect(throws: StaffRefused.rightMissing, "shut out") {
            try await permits.useForRequest(number, nil, by: own.id)
        }
    }

    @Test func aNumberMayWhatItsRolesMayAsLongAsSheWorksHere() async throws {
        let house = try await StaffHouse(.sqlite)
        let officer = try await house.firstOfficer()
        let (clerk, supervisor) = (
            try await house.invite(by: officer), try await house.invite(by: officer)
        )
        try await house.grant([.clerk], to: clerk)
        try await house.grant([.supervisor], to: supervisor)
        let queries = house.verbs.queries

        #expect(try await queries.may(supervisor.id, .decideComparison))
        for nobody in [clerk.id, officer.id, "s-9999", "console"] {
            #expect(try await !queries.may(nobody, .decideComparison), "\(nobody)")
        }
        try await house.verbs.end(supervisor.id, by: try await house.presence(officer), requestID: "r")
        #expect(try await !queries.may(supervisor.id, .decideComparison), "shut out")
    }

    @Test(arguments: [
        "", "keys-rotate x", "keys-seal", "keys-seal AB", "keys-seal " + String(repeating: "A", count: 64),
        "rm", "privacy-request", "privacy-request R202603020001", "privacy-request r2026",
        "catalogue-publish", "catalogue-publish " + String(repeating: "a", count: 64),
        "catalogue-publish " + String(repeating: "a", count: 64) + " 2026-02-30",
    ])
    func whatIsNoActIsNone(_ text: String) {
        #expect(PermitAct(text) == nil)
    }

    @Test(arguments: [
        "keys-rotate", "keys-tokens", act.text, "privacy-request r202603020001",
        "catalogue-publish " + String(repeating: "a", count: 64) + " 2026-12-01",
    ])
    func anActIsWrittenAsItIsRead(_ text: String) throws {
        let act = try #require(PermitAct(text))
        #expect(act.text == text)
        let name = text.split(separator: " ").dropFirst().joined(separator: " ")
        #expect(name.count <= PermitAct.nameMax, "the form takes it")
    }
}
