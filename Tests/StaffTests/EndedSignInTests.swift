import Storage
import Base
import Support
import Testing

@testable import Staff

/// What is taken from somebody at the desk is gone with her next request.
@Suite struct EndedSignInTests {
    @Test(
        "ASVS 7.4.5: the console ends the sign-ins of one or of everybody, and shuts nobody out",
        arguments: TestEngine.available)
    func aSignInIsEndedByTheConsoleWithoutShuttingOut(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        var officer = try await house.firstOfficer()
        let system = try await house.invite(by: officer, seat: .system)

        #expect(try await house.verbs.endSignIns(of: officer.id) == 1)

        await #expect(throws: StaffRefused.sessionOver) { try await house.presence(officer) }
        #expect(try await house.presence(system).account.roles == [.system])
        try await house.signIn(&officer)
        #expect(try await house.presence(officer).account.roles == [.security])
        #expect(try await house.verbs.endSignIns(of: nil) == 2)
        for person in [officer, system] {
            await #expect(throws: StaffRefused.sessionOver) { try await house.presence(person) }
        }
        await #expect(throws: StaffRefused.unknownAccount) { try await house.verbs.endSignIns(of: "s-0099") }
        #expect(try await house.acts("staff.signed-out") == 2)
    }

    @Test(
        "ASVS 8.3.2: a role that was taken is gone with the next request, in a session that goes on",
        arguments: TestEngine.available)
    func aRoleThatIsTakenIsGoneWithTheNextRequest(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let officer = try await house.firstOfficer()
        let system = try await house.invite(by: officer, seat: .system)
        let clerk = try await house.invite(by: officer)
        for roles in [[StaffRole.clerk], []] {
            let id = try await house.verbs.requestApproval(
                .roles(account: clerk.id, roles), reason: "work", by: try await house.presence(officer),
                requestID: "r")
            try await house.verbs.decideApproval(
                id, .approved, by: try await house.presence(system), requestID: "r")

            let account = try await house.presence(clerk).account
            #expect(account.roles == Set(roles) && account.may(.lookAtCases) == !roles.isEmpty)
        }
    }
}
