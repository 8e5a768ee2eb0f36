import Base
import Catalogue
import Identity
import Storage
import Support
import Testing

@testable import Casework

/// What a case tells without having been asked, and to whom.
@Suite struct ToldTests {
    private func told(_ house: CaseHouse) async throws -> [String] {
        try await house.engine.read { db in
            try db.rows("SELECT kind, citizen_id FROM case_notices ORDER BY made_at_ms, kind").map {
                try $0.text("kind")
            }
        }
    }

    private func readers(_ house: CaseHouse) async throws -> Set<String> {
        try await house.engine.read { db in
            Set(try db.rows("SELECT citizen_id FROM case_notices").map { try $0.text("citizen_id") })
        }
    }

    @Test(arguments: TestEngine.available)
    func eachTurnOfACaseIsToldItsPersonOnce(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        #expect(try await told(house) == ["handed-in"])
        let key = CaseStep.Key(number, "review")
        try await house.claim(number, by: clerk)
        house.clock.advance(by: .seconds(1))
        try await house.desk.askForCorrection(
            ["basis"], at: key, because: .unclear, note: "请说明", by: clerk, requestID: "r")
        try await house.answer(number, ["basis": "housing"], of: session)
        house.clock.advance(by: .seconds(1))
        try await house.verbs.correct(number, of: session, requestID: "r")
        house.clock.advance(by: .seconds(1))
        try await house.desk.decide.refuse(
            key, because: .alreadyHeld, note: nil, by: clerk, requestID: "r")

        #expect(
            try await told(house) == ["handed-in", "correction-asked", "decided"],
            "that it was accepted had not gone out yet")
        #expect(try await readers(house) == [session.citizen.rawValue])
    }

    @Test func whatIsDecidedAtOnceIsNotTold() async throws {
        let house = try await CaseHouse(.sqlite)
        _ = try await house.issued(for: house.visit())
        #expect(try await told(house).isEmpty)
    }

    @Test func anOfficeThatIsLateIsToldOnce() async throws {
        let house = try await CaseHouse(.sqlite)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let due = try #require(try await house.steps(number).first?.due)
        house.clock.advance(by: due.at.since(house.clock.now) + .seconds(1))
        _ = try await house.runJobs()
        _ = try await house.runJobs()
        #expect(try await told(house) == ["handed-in", "overdue"])
    }

    @Test func whatARefusedStepWouldHaveToldIsNotTold() async throws {
        let house = try await CaseHouse(.sqlite)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let clerk = try house.clerk()
        // Nobody has claimed it.
        await #expect(throws: (any Error).self) {
            try await house.desk.decide.approve(CaseStep.Key(number, "review"), by: clerk, requestID: "r")
        }
        #expect(try await told(house) == ["handed-in"])
    }
}
