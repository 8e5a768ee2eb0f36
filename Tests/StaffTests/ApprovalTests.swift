import Base
import Stations
import Storage
import Support
import Testing

@testable import Staff

@Suite struct ApprovalTests {
    /// A request of one person, and what is different about the one who decides.
    struct Case: CustomTestStringConvertible, Sendable {
        let what: String
        var roles: Set<StaffRole> = [.system]
        var id = "s-0002"
        var state = StaffAccount.State.active
        var isSameSession = false
        var isSamePasskey = false
        var later = Duration.zero
        var verdict: Approval.Decision?
        var about = "s-0003"
        let refused: StaffRefused?

        var testDescription: String { what }
    }

    static let cases = [
        Case(what: "another person with the role", refused: nil),
        Case(what: "another security officer", roles: [.security], refused: nil),
        Case(what: "the requester", roles: [.security], id: "s-0001", refused: .ownRequest),
        Case(what: "the same session", isSameSession: true, refused: .sameHand),
        Case(what: "the same passkey", isSamePasskey: true, refused: .sameHand),
        Case(what: "another role", roles: [.clerk], refused: .rightMissing),
        Case(what: "no role", roles: [], refused: .rightMissing),
        Case(what: "the audit officer", roles: [.audit], refused: .rightMissing),
        Case(what: "an account that is closed", state: .ended, refused: .rightMissing),
        Case(what: "the last moment", later: ApprovalKind.life - .milliseconds(1), refused: nil),
        Case(what: "too late", later: ApprovalKind.life, refused: .requestOver),
        Case(what: "after a yes", verdict: .approved, refused: .decidedAlready),
        Case(what: "after a no", verdict: .refused, refused: .decidedAlready),
        Case(what: "about the second person", about: "s-0002", refused: .aboutYourself),
    ]

    @Test("Four eyes: each rule alone refuses", arguments: cases)
    func eachRuleAloneRefuses(_ one: Case) throws {
        let world = World.frozen()
        let (session, passkey) = (Token(world), Token(world))
        let start = TestClock.start
        let approval = Approval(
            id: Token(world), matter: .roles(account: one.about, [.clerk]), reason: "new work",
            requestedBy: "s-0001", session: session, passkey: passkey, requestedAt: start,
            expiresAt: start + ApprovalKind.life,
            verdict: one.verdict.map { .init(by: "s-0009", at: start, decision: $0) })
        let account = StaffAccount(
            id: one.id, name: try StaffHouse.name("陈样本"), department: nil, region: nil, roles: one.roles,
            state: one.state, createdAt: start)
        let presence = StaffPresence(
            session: StaffSession(
                id: one.isSameSession ? session : Token(world), account: one.id,
                passkey: one.isSamePasskey ? passkey : Token(world), startedAt: start, lastSeenAt: start),
            account: account)

        var refused: StaffRefused?
        do throws(StaffRefused) {
            try approval.checkDecider(presence, at: start + one.later)
        } catch {
            refused = error
        }
        #expect(refused == one.refused)
    }

    /// Those who may decide the latest are others than those who let the first ones lie.
    @Test(arguments: TestEngine.available)
    func whatWaitsBehindManyOthersIsThereToBeDecided(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let officer = try await house.firstOfficer()
        let second = try await house.invite(by: officer, seat: .system)
        let clerk = try await house.invite(by: officer)
        let first = try await house.presence(officer)
        for _ in 0..<ApprovalStore.listMax {
            _ = try await house.verbs.requestApproval(
                .roles(account: clerk.id, [.clerk]), reason: "new work", by: first, requestID: "r")
        }
        house.clock.advance(by: .milliseconds(1))

        let last = try await house.verbs.requestApproval(
            .roles(account: clerk.id, [.supervisor]), reason: "other work", by: first, requestID: "r")

        let list = try await house.verbs.queries.approvals(for: try await house.presence(second))
        #expect(list.seen.count == ApprovalStore.listMax + 1 && list.hers.contains(last))
    }

    @Test(arguments: TestEngine.available)
    func rolesTakeTwoPeople(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let officer = try await house.firstOfficer()
        let second = try await house.invite(by: officer, seat: .system)
        let clerk = try await house.invite(by: officer)
        let (first, other) = (try await house.presence(officer), try await house.presence(second))

        let id = try await house.verbs.requestApproval(
            .roles(account: clerk.id, [.clerk]), reason: "new work", by: first, requestID: "r")

        await #expect(throws: StaffRefused.ownRequest) {
            try await house.verbs.decideApproval(id, .approved, by: first, requestID: "r")
        }
        #expect(try await house.presence(clerk).account.roles == [])
        try await house.verbs.decideApproval(id, .approved, by: other, requestID: "r")
        #expect(try await house.presence(clerk).account.roles == [.clerk], "at once, in the open session")
        await #expect(throws: StaffRefused.decidedAlready) {
            try await house.verbs.decideApproval(id, .refused, by: other, requestID: "r")
        }
        #expect(try await house.acts("approval.requested") == 1)
        #expect(try await house.acts("approval.decided") == 1)
        #expect(try await house.acts("staff.roles-changed") == 1)
        let kept = try #require(try await house.verbs.queries.approvals().first)
        #expect(kept.verdict?.by == second.id && kept.verdict?.decision == .approved)
        #expect(kept.reason == "new work" && kept.matter == .roles(account: clerk.id, [.clerk]))
    }

    @Test(arguments: TestEngine.available)
    func aNoChangesNothing(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let officer = try await house.firstOfficer()
        let second = try await house.invite(by: officer, seat: .system)
        let clerk = try await house.invite(by: officer)
        let id = try await house.verbs.requestApproval(
            .roles(account: clerk.id, [.clerk]), reason: "new work", by: try await house.presence(officer),
            requestID: "r")

        try await house.verbs.decideApproval(
            id, .refused, by: try await house.presence(second), requestID: "r")

        #expect(try await house.presence(clerk).account.roles == [])
        #expect(try await house.acts("staff.roles-changed") == 0)
    }

    @Test func whatCannotBeAskedForIsNotWrittenDown() async throws {
        let house = try await StaffHouse(.sqlite)
        let officer = try await house.firstOfficer()
        let clerk = try await house.invite(by: officer)
        let elsewhere = try await house.invite(by: officer, department: "police", region: "350500")
        let first = try await house.presence(officer)
        let ask = { (matter: ApprovalMatter, reason: String) in
            _ = try await house.verbs.requestApproval(matter, reason: reason, by: first, requestID: "r")
        }

        await #expect(throws: StaffRefused.rolesTogether) {
            try await ask(.roles(account: clerk.id, [.system, .audit]), "work")
        }
        await #expect(throws: StaffRefused.rolesElsewhere) {
            try await ask(.roles(account: elsewhere.id, [.clerk, .technician]), "work")
        }
        await #expect(throws: StaffRefused.rolesElsewhere) {
            try await house.invite(by: officer, seat: .audit, region: "350500")
        }
        await #expect(throws: StaffRefused.aboutYourself) {
            try await ask(.roles(account: officer.id, [.security, .clerk]), "work")
        }
        await #expect(throws: StaffRefused.unknownAccount) {
            try await ask(.roles(account: "s-0099", [.clerk]), "work")
        }
        await #expect(throws: StaffRefused.malformed) {
            try await ask(.roles(account: clerk.id, [.clerk]), "")
        }
        await #expect(throws: StaffRefused.malformed, "a kind without an effect in this house") {
            try await ask(.other(.refund, summary: "cases", data: []), "work")
        }
        await #expect(throws: StaffRefused.rightMissing) {
            try await ask(.other(.export, summary: "60 persons", data: []), "work")
        }
        #expect(try await house.verbs.queries.approvals() == [])
    }

    @Test(arguments: TestEngine.available)
    func anEffectThatFailsTakesTheYesBack(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let officer = try await house.firstOfficer()
        let clerk = try await house.invite(by: officer)
        try await house.grant([.clerk], to: clerk)
        let id = try await house.verbs.requestApproval(
            .other(.export, summary: "60 persons", data: [1, 2]), reason: "yearly report",
            by: try await house.presence(clerk), requestID: "r")

        await #expect(throws: StaffRefused.malformed) {
            try await house.verbs.decideApproval(
                id, .approved, by: try await house.presence(officer), requestID: "r")
        }

        #expect(try await house.verbs.queries.approvals().first?.verdict == nil)
        #expect(try await house.acts("approval.decided") == 0)
    }

    @Test(arguments: TestEngine.available)
    func aTerminalsCodeTakesTwoPeopleWithinTheRegion(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let region = try #require(DivisionCode(rawValue: "350203"))
        try await house.stations.seed([
            Station(
                id: "siming-1", name: PlaceText(mandarin: "湖滨样板店"), address: PlaceText(mandarin: "样板南路 1 号"),
                division: region, latitudeMicrodegrees: 0, longitudeMicrodegrees: 0, hours: "00:00-24:00",
                owner: "egret-stores")
        ])
        let officer = try await house.firstOfficer()
        let system = try await house.invite(by: officer, seat: .system)
        let near = try await house.invite(by: officer, region: "350203")
        let far = try await house.invite(by: officer, region: "350205")
        for technician in [near, far] { try await house.grant([.technician], to: technician) }
        let matter = ApprovalMatter.terminal(station: "siming-1", region: region)

        await #expect(throws: StaffRefused.rightMissing) {
            _ = try await house.verbs.requestApproval(
                matter, reason: "new machine", by: try await house.presence(far), requestID: "r")
        }
        let id = try await house.verbs.requestApproval(
            matter, reason: "new machine", by: try await house.presence(near), requestID: "r")
        let code = try await house.verbs.decideApproval(
            id, .approved, by: try await house.presence(system), requestID: "r")

        #expect(code.shown?.count == 14)
        #expect(try await house.acts("terminal.code-created") == 1)
    }
}
