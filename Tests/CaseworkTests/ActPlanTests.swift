import Base
import Storage
import Support
import Testing

@testable import Casework

/// How SQLite runs what clerks do, again and again.
@Suite struct ActPlanTests {
    /// It compiles a statement anew each time it runs, when a bound value might meet the condition of a partial index.
    @Test func noStatementOfAnActIsCompiledTwice() async throws {
        let house = try await CaseHouse(.sqlite)
        let clerk = try house.clerk()
        try await decide(.one, at: 0, by: clerk, house)
        let before = try await compiled(house)
        #expect(before.keys.contains { $0.hasPrefix("UPDATE case_steps") })

        try await decide(.two, at: 1, by: clerk, house)

        let after = try await compiled(house)
        #expect(after.filter { text, times in before[text].map { times > $0 } ?? false }.keys.sorted() == [])
    }

    /// A case from its submission to its last yes.
    private func decide(
        _ person: TestPerson, at seat: Int, by clerk: Clerk, _ house: CaseHouse
    ) async throws {
        let session = try await house.visit(person, at: seat, for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        try await house.approve(number, "review", by: clerk)
        try await house.approve(number, "issue", by: clerk)
        #expect(try await house.state(number) == .approved)
    }

    /// How often each statement that the writer keeps has been compiled after the first time.
    private func compiled(_ house: CaseHouse) async throws -> [String: Int64] {
        try await house.engine.write { db in
            var times: [String: Int64] = [:]
            for row in try db.rows("SELECT sql, reprep FROM sqlite_stmt WHERE sql IS NOT NULL") {
                times[try row.text("sql"), default: 0] += try row.int("reprep")
            }
            return times
        }
    }
}
