import Base
import Catalogue
import Foundation
import HummingbirdTesting
import Identity
import NIOCore
import Storage
import Support
import Testing
import Web
import Wire

@testable import Casework

/// Whether an application counts as accepted 受理, since when, and what follows from it.
@Suite struct AcceptanceTests {
    private static let monday = TestClock.start
    private static let day = Duration.seconds(86_400)

    private static func step(
        _ id: String, after: [String] = [], approved: Instant? = nil
    ) throws -> CaseStep {
        let queue = try #require(StepQueue(rawValue: "police/4/350203"))
        return CaseStep(
            key: .init(try #require(CaseNumber(rawValue: "11350200MBX900017M3002090014000202603020001")), id),
            place: 1, queue: queue, department: try #require(DepartmentID(rawValue: "police")), level: 4,
            service: CaseHouse.endorsement, after: after, workingDays: 3,
            state: approved == nil ? .ready : .approved, account: nil, readyAt: nil, due: nil, claimedAt: nil,
            pausedAt: nil, paused: .zero, decidedAt: approved, reason: nil)
    }

    /// 2 March 2026 is a Monday: five working days end with Monday the ninth.
    @Test func theLawSaysSinceWhenItIsAccepted() async throws {
        let calendar = try await CaseHouse(.sqlite).catalogue.calendar
        let (first, second) = (try Self.step("first"), try Self.step("second", after: ["first"]))
        func found(
            _ steps: [CaseStep], said: [(String, Duration)] = [], asked: [(String, Duration?)] = [],
            at askedAfter: Duration = .zero, after now: Duration, _ calendar: WorkingCalendar
        ) -> String {
            let words =
                said.map { Acceptance.Word(step: $0.0, saidAt: Self.monday + $0.1) }
                + asked.map {
                    .init(
                        step: $0.0, askedAt: Self.monday + askedAfter,
                        answeredAt: $0.1.map { Self.monday + $0 })
                }
            let acceptance = Acceptance(
                submitted: Self.monday, steps: steps, words: words, days: 5, calendar, at: Self.monday + now)
            return switch acceptance.standing {
            case .due(let due): "due \(due.day)"
            case .waitsForPerson: "waits"
            case .accepted(let day, let ground): "\(day) \(ground.rawValue)"
            }
        }
        let (day, week) = (Self.day, Self.day * 7)
        // Until the last moment of the ninth it is open; then it counts from the first day.
        #expect(found([first, second], after: .zero, calendar) == "due 2026-03-09")
        #expect(found([first, second], after: week, calendar) == "due 2026-03-09")
        #expect(found([first, second], after: day * 8, calendar) == "2026-03-02 lapse")
        // A year without its calendar makes no lapse.
        #expect(found([first], after: day * 8, .weekendsOnly) == "due 2026-03-09")
        #expect(found([first], said: [("first", day)], after: day * 8, calendar) == "2026-03-03 said")
        // Who is asked holds the time up, and completes it by her answer, however late that is.
        #expect(found([first], asked: [("first", nil)], after: day * 30, calendar) == "waits")
        #expect(
            found([first], asked: [("first", day * 20)], after: day * 30, calendar) == "2026-03-22 complete")
        // Who comes later asks for herself alone.
        #expect(
            found([first, second], asked: [("second", nil)], after: day * 8, calendar) == "2026-03-02 lapse")
        // Who asks when it counts as accepted already changes nothing.
        for answer in [nil, day * 20] {
            #expect(
                found([first], asked: [("first", answer)], at: day * 9, after: day * 30, calendar)
                    == "2026-03-02 lapse")
        }
        let approved = try Self.step("first", approved: Self.monday + day)
        #expect(found([approved, second], after: day, calendar) == "2026-03-03 complete")
        // Approved when it counted as accepted already.
        let late = try Self.step("first", approved: Self.monday + day * 9)
        #expect(found([late], after: day * 9, calendar) == "2026-03-02 lapse")
        #expect(found([late], after: day * 9, .weekendsOnly) == "2026-03-11 complete")
        // Of two who look first both must have what they need.
        let beside = try Self.step("beside")
        #expect(found([approved, beside], after: day, calendar) == "due 2026-03-09")
        #expect(
            found([first, beside], asked: [("first", day)], after: day * 2, calendar) == "due 2026-03-09")
        #expect(
            found([first, beside], asked: [("first", day)], after: day * 8, calendar) == "2026-03-03 complete"
        )
        #expect(
            found([late, beside], asked: [("beside", day)], after: day * 9, calendar)
                == "2026-03-03 complete",
            "what a paper said on the eighth day stands")
        #expect(found([first, beside], said: [("first", day)], after: day, calendar) == "due 2026-03-09")
        #expect(
            found([first, beside], said: [("first", day), ("beside", day * 2)], after: day * 2, calendar)
                == "2026-03-04 said")
        #expect(
            found([approved, beside], said: [("beside", day * 2)], after: day * 2, calendar)
                == "2026-03-04 complete")
        #expect(
            found([approved, beside], asked: [("beside", day * 2)], after: day * 2, calendar)
                == "2026-03-04 complete")
    }

    @Test(arguments: TestEngine.available)
    func aClerkSaysItOnceAndNothingIsAskedForAfterwards(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (clerk, other) = (try house.clerk(), try house.clerk("s-0002"))
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let key = CaseStep.Key(number, "review")
        await #expect(throws: StepRefused.notClaimed) {
            try await house.desk.accept(key, by: clerk, requestID: "r")
        }
        try await house.claim(number, by: clerk)
        await #expect(throws: StepRefused.notClaimed) {
            try await house.desk.accept(key, by: other, requestID: "r")
        }
        #expect(try await house.desk.queries.view(key, for: clerk).acceptance?.day == nil)
        house.clock.advance(by: .seconds(3_600))
        try await house.desk.accept(key, by: clerk, requestID: "r")

        #expect(try await house.state(number) == .deciding)
        #expect(try await house.steps(number).first?.state == .claimed)
        #expect(try await house.events(number).count { $0 == .accepted } == 1)
        #expect(try await house.acts("case.accepted") == 1)
        let view = try await house.verbs.standing(number, of: session)
        #expect(view.acceptance?.standing == .accepted(on: CalendarDate(inChinaAt: house.clock.now), .said))
        #expect(view.letter == .acceptance)
        #expect(try await VerifyActs(house.engine)().findings.isEmpty)
        await #expect(throws: StepRefused.accepted) {
            try await house.desk.accept(key, by: clerk, requestID: "r")
        }
        await #expect(throws: StepRefused.accepted) {
            try await house.desk.askForCorrection(
                ["basis"], at: key, because: "unclear", note: nil, by: clerk, requestID: "r")
        }
        // Who decides after her sees it for the first time.
        try await house.desk.decide.approve(key, by: clerk, requestID: "r")
        try await house.claim(number, "issue", by: clerk)
        await #expect(throws: StepRefused.notNow) {
            try await house.desk.accept(CaseStep.Key(number, "issue"), by: clerk, requestID: "r")
        }
        try await house.desk.askForCorrection(
            ["basis"], at: CaseStep.Key(number, "issue"), because: "unclear", note: nil, by: clerk,
            requestID: "r")
        #expect(try await house.state(number) == .correcting)
    }

    @Test(arguments: TestEngine.available)
    func whoSaysNothingForFiveWorkingDaysHasAcceptedIt(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let key = CaseStep.Key(number, "review")
        try await house.claim(number, by: clerk)
        house.clock.advance(by: Self.day * 8)
        await #expect(throws: StepRefused.accepted) {
            try await house.desk.accept(key, by: clerk, requestID: "r")
        }
        await #expect(throws: StepRefused.accepted) {
            try await house.desk.askForCorrection(
                ["basis"], at: key, because: "unclear", note: nil, by: clerk, requestID: "r")
        }
        let later = try await house.visit(at: 1, for: CaseHouse.endorsement)
        let view = try await house.verbs.standing(number, of: later)
        #expect(view.acceptance?.standing == .accepted(on: CalendarDate(inChinaAt: TestClock.start), .lapse))
        #expect(view.letter == .acceptance)
    }

    @Test(arguments: TestEngine.available)
    func whoAsksForProgressIsToldToo(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let progress = CaseProgress(house.parts)
        func shown() async throws -> Acceptance? {
            try await progress(
                number: number.rawValue, second: String(TestPerson.one.number.text.suffix(4)), requestID: "r"
            ).acceptance
        }
        let before = try #require(try await shown())
        #expect(!before.isAccepted)
        let clerk = try house.clerk()
        try await house.approve(number, "review", by: clerk)
        let after = try await shown()?.standing
        #expect(after == .accepted(on: CalendarDate(inChinaAt: TestClock.start), .complete))
        try await house.approve(number, "issue", by: clerk)
        // Decided: nobody asks any more.
        let decided = try await shown()
        #expect(decided == nil)
    }

    /// A case whose two steps begin together, both of them claimed.
    private func besides(
        _ house: CaseHouse, _ clerk: Clerk
    ) async throws -> (session: IdentifiedSession, one: CaseStep.Key, other: CaseStep.Key) {
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let (now, due) = (house.clock.now, house.clock.now + Self.day * 30)
        try await house.engine.write { db in
            _ = try db.run(
                """
                UPDATE case_steps SET after_steps = '', state = 'ready', ready_at_ms = \(now), due_at_ms = \(due), due_is_firm = 1
                WHERE case_number = \(number)
                """)
        }
        try await house.claim(number, "review", by: clerk)
        try await house.claim(number, "issue", by: clerk)
        return (session, CaseStep.Key(number, "review"), CaseStep.Key(number, "issue"))
    }

    private func standing(_ house: CaseHouse, _ session: IdentifiedSession, _ number: CaseNumber) async throws
        -> (Acceptance.Standing?, CasePaper?)
    {
        let view = try await house.verbs.standing(number, of: session)
        return (view.acceptance?.standing, view.letter)
    }

    /// Two offices look first: what one has said binds her, and not the other.
    @Test(arguments: TestEngine.available)
    func ofTwoWhoLookFirstEachSpeaksForHerself(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let (session, one, other) = try await besides(house, clerk)
        try await house.desk.accept(one, by: clerk, requestID: "r")
        #expect(try await standing(house, session, one.number).1 == .receipt)
        #expect(try await house.told() == ["handed-in"])
        await #expect(throws: StepRefused.accepted) {
            try await house.desk.askForCorrection(
                ["basis"], at: one, because: "unclear", note: nil, by: clerk, requestID: "r")
        }
        try await house.desk.askForCorrection(
            ["basis"], at: other, because: "unclear", note: nil, by: clerk, requestID: "r")
        #expect(try await standing(house, session, one.number).0 == .waitsForPerson)
        try await house.answer(one.number, ["basis": "housing"], of: session)
        try await house.verbs.correct(one.number, of: session, requestID: "r")
        let (accepted, letter) = try await standing(house, session, one.number)
        #expect(accepted == .accepted(on: CalendarDate(inChinaAt: house.clock.now), .complete))
        #expect(letter == .acceptance)
    }

    /// While one asks, another may say that she misses nothing; when all have said it, its person is told.
    @Test(arguments: TestEngine.available)
    func herWordIsTakenWhileAnotherAsks(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let (_, one, other) = try await besides(house, clerk)
        try await house.desk.askForCorrection(
            ["basis"], at: one, because: "unclear", note: nil, by: clerk, requestID: "r")
        await #expect(throws: StepRefused.notNow) {
            try await house.desk.accept(one, by: clerk, requestID: "r")
        }
        try await house.desk.accept(other, by: clerk, requestID: "r")
        #expect(try await house.state(one.number) == .correcting)
        #expect(try await house.told().contains("accepted") == false)
    }

    @Test(arguments: TestEngine.available)
    func whenAllWhoLookFirstHaveSaidItItsPersonIsTold(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let (_, one, other) = try await besides(house, clerk)
        try await house.desk.accept(one, by: clerk, requestID: "r")
        try await house.desk.accept(other, by: clerk, requestID: "r")
        #expect(try await house.told().sorted() == ["accepted", "handed-in"])
    }

    /// Whose days are over asks for nothing, however long another's person takes.
    @Test func whoWasSilentDoesNotAskBecauseAnotherWaits() async throws {
        let house = try await CaseHouse(.sqlite)
        let clerk = try house.clerk()
        let (_, one, other) = try await besides(house, clerk)
        try await house.desk.askForCorrection(
            ["basis"], at: one, because: "unclear", note: nil, by: clerk, requestID: "r")
        house.clock.advance(by: Self.day * 8)
        await #expect(throws: StepRefused.accepted) {
            try await house.desk.askForCorrection(
                ["living"], at: other, because: "unclear", note: nil, by: clerk, requestID: "r")
        }
    }

    @Test func whatHasEndedIsNeitherAcceptedNorWaitsForIt() async throws {
        let house = try await CaseHouse(.sqlite)
        let clerk = try house.clerk()
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let key = CaseStep.Key(number, "review")
        try await house.claim(number, by: clerk)
        try await house.desk.decide.refuse(key, because: "not-ours", note: nil, by: clerk, requestID: "r")
        house.clock.advance(by: Self.day * 9)
        #expect(try await house.desk.queries.view(key, for: clerk).acceptance == nil)
        let later = try await house.visit(at: 1, for: CaseHouse.endorsement)
        #expect(try await standing(house, later, number).0 == nil)
        // She finds it for its days, read or not.
        try await house.verbs.standing.read(number, of: later)
        #expect(try await house.verbs.own(of: later.citizen).map(\.file.number) == [number])
        house.clock.advance(by: Self.day * 22)
        #expect(try await house.verbs.own(of: later.citizen).isEmpty)
    }

    /// The list says until when a step must have spoken: as long as it has not, and could.
    @Test(arguments: TestEngine.available)
    func theListSaysUntilWhenItIsSaid(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let (_, one, other) = try await besides(house, clerk)
        func days() async throws -> [CaseStep.Key: String] {
            try await house.desk.queries.page(DeskList(.mine), for: clerk).acceptBy.mapValues {
                $0.day.description
            }
        }
        #expect(try await days() == [one: "2026-03-09", other: "2026-03-09"])
        try await house.desk.accept(one, by: clerk, requestID: "r")
        #expect(try await days() == [other: "2026-03-09"])
        house.clock.advance(by: Self.day * 8)
        #expect(try await days() == [:])
    }
}
