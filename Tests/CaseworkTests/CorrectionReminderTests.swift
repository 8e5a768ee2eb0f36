import Base
import Catalogue
import Identity
import Storage
import Support
import Testing

@testable import Casework
@testable import Notices

/// Who is asked to correct something is reminded before it lapses, once, and only as long as she has not answered.
@Suite struct CorrectionReminderTests {
    /// Asked on Monday, 2 March 2026, she has until Wednesday, 1 April.
    private static let last = CalendarDate("2026-04-01") ?? CalendarDate(daysSince1970: 0)
    /// Two working days before, at ten.
    private static let moment = (CalendarDate("2026-03-30") ?? last).start + .seconds(10 * 3_600)

    private struct Scene {
        let house: CaseHouse
        let citizen: Token
        let key: CaseStep.Key

        /// The step `review` asks; `issue` has begun besides, where it is to ask as well.
        init(
            _ engine: TestEngine, _ figures: HandlingFigures = HandlingFigures(), besides: Bool = false
        ) async throws {
            house = try await CaseHouse(engine)
            let (clerk, session) = (try house.clerk(), try await house.visit(for: CaseHouse.endorsement))
            citizen = session.citizen
            key = CaseStep.Key(try await house.handedIn(for: session), "review")
            try await house.claim(key.number, by: clerk)
            if besides {
                let (key, now) = (key, house.clock.now)
                try await house.engine.write { db in
                    _ = try db.run(
                        """
                        UPDATE case_steps SET after_steps = '', state = 'ready', ready_at_ms = \(now),
                            due_at_ms = \(now + .seconds(40 * 86_400)), due_is_firm = 1
                        WHERE case_number = \(key.number) AND step = 'issue'
                        """)
                }
                try await house.claim(key.number, "issue", by: clerk)
            }
            try await ask("review", figures)
        }

        func ask(_ step: String, _ figures: HandlingFigures = HandlingFigures()) async throws {
            try await AskForCorrection(house.parts(figures))(
                ["basis"], at: CaseStep.Key(key.number, step), because: "outdated", note: nil,
                by: house.clerk(), requestID: "r")
        }

        func answer() async throws {
            let later = try await house.visit(at: 1, for: CaseHouse.endorsement)
            try await house.answer(key.number, ["basis": "study"], of: later)
            try await house.verbs.correct(key.number, of: later, requestID: "r")
        }

        func reminders() async throws -> [CaseNotice] {
            try await house.engine.read { [citizen] db in
                try NoticeStore.all(of: citizen, limit: 50, in: db).filter { $0.kind == .correctionDue }
            }
        }

        /// What becomes of its reminders when they go out now.
        func fates() async throws -> [NoticeFate] {
            let (house, reminders) = (house, try await reminders())
            return try await house.engine.read { db in
                try reminders.map { try house.parts.fate(of: $0, in: db) }
            }
        }

        func timers() async throws -> [Instant] {
            try await house.engine.read { db in
                try db.rows("SELECT run_at_ms FROM jobs WHERE kind = 'correction.reminder'").map {
                    try $0.instant("run_at_ms")
                }
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func twoWorkingDaysBeforeAndOnceHoweverOftenTheTimerRuns(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine)
        let house = scene.house
        house.clock.now = Self.moment - .milliseconds(1)
        _ = try await house.runJobs()
        #expect(try await scene.reminders().isEmpty)

        house.clock.now = Self.moment
        for _ in 1...3 {
            _ = try await house.runJobs()
            // As after a runner that died before it could say that it was done.
            try await house.engine.write { db in
                _ = try db.run("UPDATE jobs SET state = 'waiting' WHERE kind = 'correction.reminder'")
            }
        }
        #expect(try await scene.reminders().count == 1)
        #expect(try await scene.fates() == [.told(scene.citizen)])
    }

    @Test(arguments: TestEngine.available)
    func whoHasAnsweredIsNotReminded(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine)
        scene.house.clock.now = Self.moment - .seconds(3_600)
        try await scene.answer()
        scene.house.clock.now = Self.moment
        _ = try await scene.house.runJobs()
        #expect(try await scene.reminders().isEmpty)
    }

    /// A silent gateway lies between the reminder and its message.
    @Test(arguments: TestEngine.available)
    func whatWasAnsweredBeforeItGoesOutIsNotTold(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine)
        let house = scene.house
        house.clock.now = Self.moment
        _ = try await house.runJobs()
        #expect(try await scene.fates() == [.told(scene.citizen)])

        house.clock.advance(by: .seconds(3_600))
        try await scene.answer()
        #expect(try await scene.fates() == [.dropped])

        // Asked for anew, with days of its own.
        let now = house.clock.now
        try await house.engine.write { db in
            _ = try db.run("UPDATE case_corrections SET answered_at_ms = NULL, asked_at_ms = \(now)")
        }
        #expect(try await scene.fates() == [.dropped])
    }

    @Test(arguments: TestEngine.available)
    func whatHasLapsedIsNotRemindedOf(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine)
        scene.house.clock.now = Self.last.endInChina + .milliseconds(1)
        _ = try await scene.house.runJobs()
        #expect(try await scene.reminders().isEmpty)
        #expect(try await scene.house.state(scene.key.number) == .withdrawn)
    }

    /// What two offices ask for is answered together: one timer where their last day is one, and one reminder of all of it.
    @Test(arguments: TestEngine.available)
    func whatTwoAskForAtOnceIsOneReminder(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine, besides: true)
        let house = scene.house
        house.clock.advance(by: .seconds(3_600))
        try await scene.ask("issue")
        #expect(try await scene.timers() == [Self.moment])

        house.clock.now = Self.moment
        _ = try await house.runJobs()
        #expect(try await scene.reminders().count == 1)
        #expect(try await scene.fates() == [.told(scene.citizen)])

        house.clock.advance(by: .seconds(3_600))
        try await scene.answer()
        #expect(try await scene.fates() == [.dropped])
    }

    /// The case lapses with the first of them, which is what she is reminded of.
    @Test(arguments: TestEngine.available)
    func whoeverAsksLaterRemindsOfNothingMore(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine, besides: true)
        let house = scene.house
        house.clock.advance(by: .seconds(3 * 86_400))
        try await scene.ask("issue")
        let timers = try await scene.timers().sorted()
        #expect(timers.count == 2 && timers.first == Self.moment)

        let last = try await house.answerBy(scene.key.number)
        for moment in (timers + [last]).sorted() {
            house.clock.now = moment
            _ = try await house.runJobs()
        }
        #expect(try await scene.reminders().count == 1)
        #expect(try await house.told().count { $0 == "correction-due" } == 1)
        #expect(try await house.state(scene.key.number) == .withdrawn)
    }

    /// On the last day itself, or not at all where the days before it have begun when she is asked.
    @Test func itsDaysAreTheHouses() async throws {
        var figures = HandlingFigures()
        figures.correctionReminderDays = 0
        let onTheLast = try await Scene(.sqlite, figures)
        #expect(try await onTheLast.timers() == [Self.last.start + .seconds(10 * 3_600)])

        (figures.correctionReminderDays, figures.correctionLife) = (10, .seconds(5 * 86_400))
        let short = try await Scene(.sqlite, figures)
        #expect(try await short.timers().isEmpty)
    }
}
