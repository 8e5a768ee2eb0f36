import Base
import Catalogue
import Logging
import Storage
import Support
import Testing

@testable import Casework

/// That an application is accepted is told to its person, whatever makes it so, and once.
@Suite struct AcceptanceNoticeTests {
    private let day = Duration.seconds(86_400)

    @Test(arguments: TestEngine.available)
    func aYesOfThoseWhoLookFirstIsToldAsAcceptance(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        try await house.approve(number, "review", by: clerk)
        #expect(try await house.told().sorted() == ["accepted", "handed-in"])
        try await house.approve(number, "issue", by: clerk)
        // What has not gone out says less than the decision.
        #expect(try await house.told().sorted() == ["decided", "handed-in"])
    }

    @Test(arguments: TestEngine.available)
    func herAnswerIsToldAsAcceptance(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        try await house.claim(number, by: clerk)
        try await house.desk.askForCorrection(
            ["basis"], at: CaseStep.Key(number, "review"), because: "unclear", note: nil, by: clerk,
            requestID: "r")
        try await house.answer(number, ["basis": "housing"], of: session)
        try await house.verbs.correct(number, of: session, requestID: "r")
        #expect(try await house.told().sorted() == ["accepted", "correction-asked", "handed-in"])
    }

    /// The law's moment has a timer, for its person is to hear of it; an earlier word leaves it nothing to say.
    @Test(arguments: TestEngine.available)
    func theLapseOfTimeIsToldOnce(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        // Monday the ninth is the last of five working days, and all of it still counts.
        let end = try #require(CalendarDate("2026-03-09")).endInChina
        house.clock.advance(by: end.since(house.clock.now) - .seconds(12 * 3_600))
        _ = try await house.runJobs()
        #expect(try await house.told().contains("accepted") == false)
        house.clock.advance(by: day)
        _ = try await house.runJobs()
        #expect(try await house.told().count { $0 == "accepted" } == 1)
        try await house.approve(number, "review", by: clerk)
        #expect(try await house.told().count { $0 == "accepted" } == 1)
    }

    /// A case that ran before there were timers, its days over or not: its person is told once, however often the centre starts.
    @Test(arguments: TestEngine.available, [1, 20])
    func aCaseOfBeforeIsToldOnce(_ engine: TestEngine, days: Int) async throws {
        let house = try await CaseHouse(engine)
        _ = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        func forgetTimers() async throws {
            _ = try await house.engine.write { db in
                try db.run("DELETE FROM jobs WHERE kind = \(AcceptanceLapseJob.kindName)")
            }
        }
        func timers() async throws -> Int {
            try await house.engine.read { db in
                try db.rows("SELECT key FROM jobs WHERE kind = \(AcceptanceLapseJob.kindName)").count
            }
        }
        try await forgetTimers()
        house.clock.advance(by: day * days)
        for _ in 0..<2 { try await SetAcceptanceTimers(house.parts)() }
        #expect(try await timers() == 1)

        house.clock.advance(by: day * 9)
        _ = try await house.runJobs()
        #expect(try await house.told().count { $0 == "accepted" } == 1)
        // What is done is forgotten some day; that she was told is not.
        try await forgetTimers()
        try await SetAcceptanceTimers(house.parts)()
        #expect(try await timers() == 0)
    }

    /// While its person is asked, time makes nothing so; whoever still asks when it runs is left alone.
    @Test func theLapseSaysNothingWhileSheIsAsked() async throws {
        let house = try await CaseHouse(.sqlite)
        let clerk = try house.clerk()
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        try await house.claim(number, by: clerk)
        try await house.desk.askForCorrection(
            ["basis"], at: CaseStep.Key(number, "review"), because: "unclear", note: nil, by: clerk,
            requestID: "r")
        house.clock.advance(by: day * 8)
        _ = try await house.runJobs()
        #expect(try await house.told().contains("accepted") == false)
    }

    /// Days that were made longer meanwhile move the timer.
    @Test func daysThatWereMadeLongerAreWaitedFor() async throws {
        let house = try await CaseHouse(.sqlite)
        _ = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        var figures = HandlingFigures()
        figures.acceptanceDays = 7
        let runner = JobRunner(
            engine: house.engine, handlers: [AcceptanceLapseJob(house.parts(figures))], world: house.world,
            logger: Logger(label: "test"))
        for (days, told) in [(8, 0), (1, 0), (1, 1)] {
            house.clock.advance(by: day * days)
            _ = try await runner.runDue(atMost: 10)
            #expect(try await house.told().count { $0 == "accepted" } == told)
        }
    }
}
