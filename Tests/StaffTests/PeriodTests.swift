import Base
import Storage
import Support
import Testing

@testable import Staff

/// For how long data are kept: a file alone changes nothing.
@Suite struct PeriodTests {
    @Test(arguments: TestEngine.available)
    func aFileThatSaysOtherDaysWaitsForTwo(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let officer = try await house.firstOfficer()
        let system = try await house.invite(by: officer, seat: .system)
        let before = AgreedPeriods(house.parts, file: [.cases: 3_650, .visits: 30])
        #expect(try await before.inForce() == [.cases: 3_650, .visits: 30], "the first days are the file's")
        #expect(try await before.changes() == [])
        let presence = try await house.presence(system)
        await #expect(throws: StaffRefused.malformed) {
            try await before.ask(
                through: house.verbs.requestApproval, reason: "x", by: presence, requestID: "r")
        }

        let after = AgreedPeriods(house.parts, file: [.cases: 30, .visits: 30, .codes: 1])
        #expect(try await after.inForce() == [.cases: 3_650, .visits: 30, .codes: 1], "a new class alone")
        #expect(try await after.changes() == [.init(kept: .cases, days: 30, agreed: 3_650)])
        try await after.ask(
            through: house.verbs.requestApproval, reason: "new law", by: presence, requestID: "r")
        let waiting = try #require(try await house.verbs.queries.approvals().first)
        #expect(try await after.inForce()[.cases] == 3_650, "not before another agreed")
        await #expect(throws: StaffRefused.rightMissing) {
            try await house.verbs.decideApproval(waiting.id, .approved, by: presence, requestID: "r")
        }
        try await house.verbs.decideApproval(
            waiting.id, .approved, by: try await house.presence(officer), requestID: "r")

        #expect(try await after.inForce()[.cases] == 30)
        #expect(try await after.changes() == [])
        #expect(try await house.acts("retention.set") == 3)
        #expect(try await house.acts("retention.changed") == 1)
    }
}
