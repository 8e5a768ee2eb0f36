import Base
import Logging
import Storage
import Support
import Testing

@testable import Casework

/// A step that stays late goes up a level at a time: once each, after so many working days, and not while its person answers.
@Suite struct EscalationTests {
    /// Handed in on a Monday, three working days: Thursday.
    ///
    /// Three more are Tuesday, and another three Friday.
    private static let days = (due: "2026-03-05", first: "2026-03-10", second: "2026-03-13")

    private static func after(_ day: String) throws -> Instant {
        try #require(CalendarDate(day)).endInChina + .milliseconds(1)
    }

    /// Which offices were told.
    private func told(_ house: CaseHouse, _ number: CaseNumber) async throws -> [String?] {
        try await house.engine.read { db in try CaseStore.history(of: number, in: db) }
            .filter { $0.event == .stepEscalated }.map(\.detail)
    }

    private func seen(_ house: CaseHouse, by queue: String) async throws -> [String] {
        let queue = try #require(StepQueue(rawValue: queue))
        return try await house.engine.read { db in
            try OverdueStore.escalated(to: queue, limit: 10, in: db).map(\.key.step)
        }
    }

    private func run(_ house: CaseHouse, at moment: Instant) async throws {
        house.clock.now = moment
        // A job may set the next one's timer for a moment that has passed already.
        for _ in 0..<4 { try await house.runDeadlines() }
    }

    @Test(arguments: TestEngine.available)
    func whatStaysLateGoesUpOnceALevelAndNoFurtherThanTheProvince(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let due = try #require(try await house.steps(number).first?.due)
        #expect(due.day.description == Self.days.due)
        let (first, second) = (try Self.after(Self.days.first), try Self.after(Self.days.second))

        try await run(house, at: due.at + .milliseconds(1))
        try await run(house, at: first - .milliseconds(1))
        #expect(try await told(house, number) == [])
        #expect(try await seen(house, by: "police/3") == [])
        try await run(house, at: first)
        #expect(try await told(house, number) == ["police/3"])
        #expect(try await seen(house, by: "police/3") == ["review"])
        #expect(try await seen(house, by: "police/2") == [])
        #expect(try await seen(house, by: "police/4/350203") == [], "its own it knows")
        #expect(try await seen(house, by: "police/4/350206") == [], "its neighbour is not below it")
        #expect(try await seen(house, by: "housing/3") == [])
        try await run(house, at: second)
        #expect(try await told(house, number) == ["police/3", "police/2"])
        #expect(try await seen(house, by: "police/2") == ["review"])
        #expect(try await seen(house, by: "police/4/350206") == [])
        try await run(house, at: second + .seconds(90 * 86_400))
        #expect(try await told(house, number).count == 2, "once each")
        #expect(try await house.acts("case.step-escalated") == 2)

        try await house.approve(number, "review", by: house.clerk())
        #expect(try await seen(house, by: "police/3") == [])
        #expect(
            try await house.engine.read { db in try OverdueStore.escalatedCounts(in: db) } == [:])
    }

    private func refer(
        _ number: CaseNumber, from: String, to office: String, _ house: CaseHouse
    ) async throws {
        let clerk = try house.clerk("s-0007", queue: from)
        try await house.claim(number, by: clerk)
        try await house.desk.refer(
            CaseStep.Key(number, "review"), to: try #require(StepQueue(rawValue: office)),
            because: .otherLevel, note: nil, by: clerk, requestID: "r")
    }

    /// The city was told and has it itself now: the one above it is told when it would have been.
    @Test(arguments: TestEngine.available)
    func whatADistrictReferredToTheCityIsToldToTheProvince(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let due = try #require(try await house.steps(number).first?.due)
        let (first, second) = (try Self.after(Self.days.first), try Self.after(Self.days.second))
        try await run(house, at: due.at + .milliseconds(1))
        try await run(house, at: first)
        #expect(try await told(house, number) == ["police/3"])

        try await refer(number, from: "police/4/350203", to: "police/3", house)

        try await run(house, at: second - .milliseconds(1))
        #expect(try await told(house, number) == ["police/3"])
        try await run(house, at: second)
        #expect(try await told(house, number) == ["police/3", "police/2"])
        #expect(try await seen(house, by: "police/2") == ["review"])
        #expect(try await seen(house, by: "police/3") == [], "its own it knows")
        try await run(house, at: second + .seconds(90 * 86_400))
        #expect(try await told(house, number).count == 2, "once each")
    }

    /// Before the timer of the city's step a district gets it, which two offices are above; after it the province knows already.
    @Test(arguments: TestEngine.available, [false, true])
    func whatTheCityReferredToADistrictIsToldOnceToThoseAbove(
        _ engine: TestEngine, _ isTold: Bool
    ) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let due = try #require(try await house.steps(number).first?.due)
        let (first, second) = (try Self.after(Self.days.first), try Self.after(Self.days.second))
        try await refer(number, from: "police/4/350203", to: "police/3", house)
        try await run(house, at: due.at + .milliseconds(1))
        try await run(house, at: isTold ? first : first - .milliseconds(1))
        #expect(try await told(house, number) == (isTold ? ["police/2"] : []))

        try await refer(number, from: "police/3", to: "police/4/350206", house)

        for moment in [first, second, second + .seconds(90 * 86_400)] { try await run(house, at: moment) }
        #expect(try await told(house, number) == (isTold ? ["police/2"] : ["police/3", "police/2"]))
        for office in ["police/3", "police/2"] {
            #expect(try await seen(house, by: office) == ["review"], "\(office)")
        }
    }

    /// A centre that stood still over both days tells both when it is back, each once.
    @Test(arguments: TestEngine.available)
    func whatFellDueWhileTheHouseStoodStillIsToldWhenItIsBack(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        try await run(house, at: try Self.after(Self.days.second) + .seconds(86_400))
        #expect(try await told(house, number) == ["police/3", "police/2"])
    }

    private func forgetTimers(_ house: CaseHouse) async throws {
        _ = try await house.engine.write { db in
            try db.run("DELETE FROM jobs WHERE kind = \(StepEscalationJob.kindName)")
        }
    }

    private func timers(_ house: CaseHouse) async throws -> Int {
        try await house.engine.read { db in
            try db.rows("SELECT key FROM jobs WHERE kind = \(StepEscalationJob.kindName)").count
        }
    }

    /// Late before there were timers, or their job was lost: it goes up all the same, and each office hears it once.
    @Test(arguments: TestEngine.available)
    func whatWasLateBeforeThereWereTimersGoesUpToo(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let set = SetEscalationTimers(house.parts)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        try await set()
        #expect(try await timers(house) == 0, "it is not late")
        let due = try #require(try await house.steps(number).first?.due)
        try await run(house, at: due.at + .milliseconds(1))
        try await set()
        #expect(try await timers(house) == 1, "it has its timer")
        try await forgetTimers(house)

        let (first, second) = (try Self.after(Self.days.first), try Self.after(Self.days.second))
        try await run(house, at: first + .seconds(3_600))
        #expect(try await told(house, number) == [])
        for _ in 0..<2 { try await set() }
        #expect(try await timers(house) == 1)
        try await run(house, at: first + .seconds(7_200))
        #expect(try await told(house, number) == ["police/3"])

        try await forgetTimers(house)
        try await set()
        try await run(house, at: second)
        #expect(try await told(house, number) == ["police/3", "police/2"], "once each")
        try await forgetTimers(house)
        try await set()
        #expect(try await timers(house) == 0, "there is no office above")
    }

    @Test(arguments: TestEngine.available)
    func whatIsDecidedOrWaitsForItsPersonGetsNoTimer(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (clerk, set) = (try house.clerk(), SetEscalationTimers(house.parts))
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        try await house.claim(number, by: clerk)
        let due = try #require(try await house.steps(number).first?.due)
        try await run(house, at: due.at + .milliseconds(1))
        try await house.desk.askForCorrection(
            ["basis"], at: CaseStep.Key(number, "review"), because: "outdated", note: nil, by: clerk,
            requestID: "r")
        try await forgetTimers(house)
        try await set()
        #expect(try await timers(house) == 0)
        let session = try await house.visit(at: 1, for: CaseHouse.endorsement)
        try await house.answer(number, ["basis": "study"], of: session)
        try await house.verbs.correct(number, of: session, requestID: "r")
        try await set()
        #expect(try await timers(house) == 1, "it is back, and no deadline moved")
        try await forgetTimers(house)
        try await house.desk.decide.approve(CaseStep.Key(number, "review"), by: clerk, requestID: "r")
        try await set()
        #expect(try await timers(house) == 0)
    }

    @Test(arguments: TestEngine.available)
    func whatIsDecidedGoesNowhere(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let due = try #require(try await house.steps(number).first?.due)
        try await run(house, at: due.at + .milliseconds(1))
        try await house.approve(number, "review", by: house.clerk())
        try await run(house, at: try Self.after(Self.days.first))
        #expect(try await told(house, number) == [])
    }

    /// Late on Thursday, asked on Friday and answered on Wednesday: the three days she took move the deadline to Tuesday, so it
    /// is late still, and the city is told three working days after that.
    @Test(arguments: TestEngine.available)
    func whileItsPersonAnswersNobodyIsTold(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        try await house.claim(number, by: clerk)
        let due = try #require(try await house.steps(number).first?.due)
        try await run(house, at: due.at + .milliseconds(1))
        try await house.desk.askForCorrection(
            ["basis"], at: CaseStep.Key(number, "review"), because: "outdated", note: nil, by: clerk,
            requestID: "r")
        try await run(house, at: try Self.after(Self.days.first))
        #expect(try await told(house, number) == [], "it waits for her")

        let later = try await house.visit(at: 1, for: CaseHouse.endorsement)
        try await house.answer(number, ["basis": "study"], of: later)
        try await house.verbs.correct(number, of: later, requestID: "r")
        let moved = try #require(try await house.steps(number).first?.due)
        #expect(moved.day > due.day)
        try await run(house, at: house.clock.now + .seconds(2 * 86_400))
        #expect(try await told(house, number) == [], "the days of the new deadline count")
        try await run(house, at: moved.at + .seconds(8 * 86_400))
        #expect(try await told(house, number).first == "police/3")
    }

    /// An answer of the same day moves no deadline: the timer that waited goes on.
    @Test(arguments: TestEngine.available)
    func anAnswerThatMovesNothingStopsNoTimer(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let due = try #require(try await house.steps(number).first?.due)
        try await run(house, at: due.at + .milliseconds(1))
        let put = { (state: String) async throws in
            _ = try await house.engine.write { db in
                try db.run(
                    """
                    UPDATE case_steps SET state = \(state), account_id = 's-0001'
                    WHERE case_number = \(number) AND step = 'review'
                    """)
            }
        }
        let first = try Self.after(Self.days.first)
        try await put("correction")
        try await run(house, at: first)
        #expect(try await told(house, number) == [])
        try await put("claimed")
        try await run(house, at: first + .seconds(86_400))
        #expect(try await told(house, number) == ["police/3"])
    }
}

extension CaseHouse {
    fileprivate func runDeadlines() async throws {
        _ = try await JobRunner(
            engine: engine, handlers: [StepDueJob(parts), StepEscalationJob(parts)], world: world,
            logger: Logger(label: "test")
        ).runDue(atMost: 100)
    }
}
