import Base
import Catalogue
import Identity
import Storage
import Support
import Testing
import Vault

@testable import Casework

/// A case whose person corrects nothing in time counts as given up, and she is told.
@Suite struct LapseTests {
    private static let aid = CaseHouse.id("education/student-aid")

    /// Of each notice its kind and whom it is for.
    private func told(_ house: CaseHouse) async throws -> [[String]] {
        try await house.engine.read { db in
            try db.rows("SELECT kind, citizen_id FROM case_notices ORDER BY made_at_ms, kind, citizen_id")
                .map { [try $0.text("kind"), try $0.text("citizen_id")] }
        }
    }

    /// A case that waits for its person at the word of several steps, whatever its service asks; their timers are set.
    private func ask(_ steps: [String], _ number: CaseNumber, _ house: CaseHouse) async throws {
        let (file, now, vault) = (try await house.file(number), house.clock.now, house.vault)
        let reason = try #require(
            house.catalogue.reason(
                "unclear", for: .correction, by: file.service.department, of: file.service))
        let queue = try #require(StepQueue(rawValue: "education/4/350203"))
        try await house.engine.write { db in
            try db.run(
                "UPDATE cases SET state = 'correcting', submitted_at_ms = \(now) WHERE number = \(number)")
            for (place, id) in steps.enumerated() {
                let key = CaseStep.Key(number, id)
                try CaseStepStore.insert(
                    CaseStep(
                        key: key, place: place + 1, queue: queue, department: file.service.department,
                        level: 4, service: file.service, after: [], workingDays: 3, state: .ready,
                        account: nil, readyAt: now, due: StepDeadline(3, from: now, house.catalogue.calendar),
                        claimedAt: nil, pausedAt: nil, paused: .zero, decidedAt: nil, reason: nil), in: db)
                try db.run(
                    """
                    UPDATE case_steps SET state = 'correction', account_id = 's-0001', claimed_at_ms = \(now),
                        paused_at_ms = \(now)
                    WHERE case_number = \(number) AND step = \(id)
                    """)
                let correction = CaseCorrection(
                    key: key, round: 1, questions: ["what"], answered: [], reason: GivenReason(reason),
                    note: nil, askedAt: now, answerBy: now + .seconds(3_600), answeredAt: nil)
                try CorrectionStore.insert(correction, by: vault.subject(file.citizen, in: db), in: db)
                try CorrectionLapseJob.enqueue(correction, in: db)
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func itsPersonIsToldOnceThatItLapsed(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        try await house.claim(number, by: clerk)
        try await house.desk.askForCorrection(
            ["basis"], at: CaseStep.Key(number, "review"), because: "outdated", note: nil, by: clerk,
            requestID: "r")
        let last = try #require(
            try await house.verbs.standing(number, of: session).corrections.first?.answerBy)
        #expect(last == CalendarDate(inChinaAt: last).endInChina, "the whole of the day that her page names")
        house.clock.now = last - .seconds(60)
        _ = try await house.runJobs()
        let early = try await house.told()
        #expect(!early.contains("lapsed"), "a minute is left: \(early)")

        house.clock.now = last
        for _ in 0..<2 { _ = try await house.runJobs() }

        #expect(try await house.state(number) == .withdrawn)
        #expect(
            try await house.told().sorted()
                == ["correction-asked", "correction-due", "handed-in", "lapsed"])
        #expect(try await told(house).allSatisfy { $0[1] == session.citizen.rawValue })
    }

    /// Asked so that the thirtieth day is one of rest.
    @Test(arguments: TestEngine.available)
    func theLastDayIsOneOnWhichOfficesWork(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let calendar = house.catalogue.calendar
        let clerk = try house.clerk()
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let key = CaseStep.Key(number, "review")
        try await house.claim(number, by: clerk)
        func lastDay(askedAt moment: Instant) -> CalendarDate {
            CalendarDate(inChinaAt: moment + house.parts.figures.correctionLife)
        }
        while calendar.isWorkingDay(lastDay(askedAt: house.clock.now)) {
            house.clock.advance(by: .seconds(86_400))
        }
        let nominal = lastDay(askedAt: house.clock.now)
        try await house.desk.askForCorrection(
            ["basis"], at: key, because: "outdated", note: nil, by: clerk, requestID: "r")
        let asked = try await house.desk.queries.view(key, for: clerk).corrections
        let day = CalendarDate(inChinaAt: try #require(asked.first?.answerBy))
        #expect(calendar.isWorkingDay(day) && day > nominal)
        #expect(calendar.workingDays(after: nominal, through: day) == 1, "the first one")
    }

    /// The house was down on the last of her days, and comes back in the night after it.
    @Test(arguments: TestEngine.available)
    func whoCouldNotAnswerOnHerLastDayHasAnother(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.open(CaseHouse.endorsement, for: session)
        try await ask(["first", "second"], number, house)
        let last = try #require(
            try await house.verbs.standing(number, of: session).corrections.first?.answerBy)
        house.clock.now = last + .seconds(3 * 3_600)
        let (today, calendar) = (CalendarDate(inChinaAt: house.clock.now), house.catalogue.calendar)
        _ = try await house.runJobs()

        #expect(try await house.state(number) == .correcting)
        let later = try await house.verbs.standing(number, of: session).corrections.map(\.answerBy)
        #expect(later == [Instant](repeating: calendar.dueDay(1, after: today).day.endInChina, count: 2))
        #expect(try await house.told() == ["correction-due"], "once for both offices")

        house.clock.now = later[0]
        _ = try await house.runJobs()
        #expect(try await house.state(number) == .withdrawn)
        #expect(try await house.told().sorted() == ["correction-due", "lapsed"])
    }

    /// Two offices wait for her, two timers are over at the same moment, and a parent does it for her child.
    @Test(arguments: TestEngine.available)
    func ofTwoTimersOneTellsHerAndWhoActs(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.acting(.one, for: .child, by: .child)
        let number = try await house.verbs.open(Self.aid, for: session, requestID: "r")
        let citizen = try await house.file(number).citizen
        try await ask(["first", "second"], number, house)
        house.clock.advance(by: .seconds(3_600))
        async let one = house.runJobs()
        async let other = house.runJobs()
        _ = try await (one, other)

        let expected = [citizen, session.citizen].map(\.rawValue).sorted().map { ["lapsed", $0] }
        let told = try await told(house)
        #expect(told == expected, "\(told)")
        #expect(try await house.state(number) == .withdrawn)
        #expect(try await house.steps(number).map(\.state) == [.void, .void])
        #expect(try await house.acts("case.lapsed") == 1)
    }
}
