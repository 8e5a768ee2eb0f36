import Base
import Catalogue
import Foundation
import Identity
import Stations
import Storage
import Support
import Testing

@testable import Casework

/// What happens to a case between its submission and its decision.
@Suite struct HandlingTests {
    @Test(arguments: TestEngine.available)
    func aCaseIsPrintedWhenEveryStepHasAgreed(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        #expect(try await house.state(number) == .deciding)
        #expect(try await house.steps(number).map(\.state) == [.ready, .waiting])
        #expect(try await house.runJobs() == 0)

        try await house.approve(number, "review", by: clerk)
        #expect(try await house.steps(number).map(\.state) == [.approved, .ready])
        #expect(try await house.state(number) == .deciding)
        try await house.approve(number, "issue", by: clerk)
        #expect(try await house.state(number) == .approved)
        #expect(try await house.count("documents") == 0)
        #expect(try await house.runJobs() == 1)

        #expect(try await house.state(number) == .issued)
        #expect(try await house.count("documents") == 1)
        #expect(
            try await house.events(number) == [
                .opened, .recordRead, .answered, .answered, .submitted, .handedIn, .stepBegun,
                .stepClaimed, .stepApproved, .stepBegun, .stepClaimed, .stepApproved, .approved, .issued,
            ])
        // Three weeks later, at another terminal, she goes on with what is ready for her.
        house.clock.advance(by: .seconds(21 * 86_400))
        let later = try await house.visit(at: 1, for: CaseHouse.endorsement)
        #expect(try await house.open(CaseHouse.endorsement, for: later) == number)
        _ = try await house.verbs.print.ticket(number, for: later, requestID: "r")
    }

    @Test(arguments: TestEngine.available)
    func ofTwentyWhoClaimAtOnceOneHasIt(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let clerks = try (1...20).map { try house.clerk("s-\(1_000 + $0)") }

        let outcomes = await withTaskGroup(of: Result<String, any Error>.self) { group in
            for clerk in clerks {
                group.addTask {
                    do {
                        try await house.claim(number, by: clerk)
                        return .success(clerk.account)
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }

        let winners = outcomes.compactMap { try? $0.get() }
        let refusals = outcomes.compactMap { result -> StepRefused? in
            if case .failure(let error) = result { return error as? StepRefused }
            return nil
        }
        #expect(winners.count == 1)
        #expect(refusals.count(where: { $0 == .taken }) + winners.count == 20, "\(outcomes)")
        #expect(try await house.steps(number).first?.account == winners.first)
        #expect(try await house.events(number).count { $0 == .stepClaimed } == 1)
        #expect(try await house.acts("case.step-claimed") == 1)
    }

    @Test(arguments: TestEngine.available)
    func aCorrectionIsAskedOnceAndItsTimeStandsStill(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let key = CaseStep.Key(number, "review")
        try await house.claim(number, by: clerk)
        let before = try #require(try await house.steps(number).first?.due)
        try await house.desk.askForCorrection(
            ["basis"], at: key, because: "unclear", note: "请说明理由", by: clerk, requestID: "r")
        #expect(try await house.state(number) == .correcting)

        house.clock.advance(by: .seconds(7 * 86_400))
        #expect(try await house.runJobs() == 1)
        #expect(try await house.count("overdue_steps") == 0)
        let later = try await house.visit(at: 1, for: CaseHouse.endorsement)
        #expect(try await house.open(CaseHouse.endorsement, for: later) == number)
        let view = try await house.verbs.standing(number, of: later)
        #expect(view.corrections.map(\.note) == ["请说明理由"])
        await #expect(throws: CaseRefused.notNow) {
            try await house.answer(number, ["living": "moved"], of: later)
        }
        await #expect(throws: CaseRefused.incomplete) {
            try await house.verbs.correct(number, of: later, requestID: "r")
        }
        try await house.answer(number, ["basis": "study"], of: later)
        try await house.verbs.correct(number, of: later, requestID: "r")

        let step = try #require(try await house.steps(number).first)
        #expect(try await house.state(number) == .deciding)
        #expect(step.state == .claimed && step.account == clerk.account)
        // Every sleep of the frozen world moves its clock a little.
        #expect(step.paused >= .seconds(7 * 86_400) && step.paused < .seconds(7 * 86_400 + 300))
        // Monday to Monday is five working days, and as many later it is due.
        #expect(step.due?.day.daysSince1970 == before.day.daysSince1970 + 7)
        #expect(try await house.file(number).answers["basis"] == "study")
        await #expect(throws: StepRefused.askedBefore) {
            try await house.desk.askForCorrection(
                ["basis"], at: key, because: "unclear", note: nil, by: clerk, requestID: "r")
        }
    }

    @Test(arguments: TestEngine.available)
    func oneRefusalEndsTheCaseWithReasonsThatItsPersonReads(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let key = CaseStep.Key(number, "review")
        try await house.claim(number, by: clerk)
        try await house.desk.decide.refuse(
            key, because: "conditions-not-met", note: "不满一年", by: clerk, requestID: "r")

        #expect(try await house.state(number) == .refused)
        #expect(try await house.steps(number).map(\.state) == [.refused, .void])
        #expect(try await house.open(CaseHouse.endorsement, for: session) == number)
        let view = try await house.verbs.standing(number, of: session)
        #expect(view.note == "不满一年")
        #expect(view.steps.first?.reason?.id == "conditions-not-met")
        try await house.verbs.standing.read(number, of: session)
        try await house.verbs.standing.read(number, of: session)
        #expect(try await house.events(number).count { $0 == .refusalRead } == 1)
        #expect(try await house.open(CaseHouse.endorsement, for: session) != number)
        await #expect(throws: StepRefused.decided) {
            try await house.desk.decide.approve(key, by: clerk, requestID: "r")
        }
    }

    @Test func whoMayNotDecideIsToldWhy() async throws {
        let house = try await CaseHouse(.sqlite)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let refused: [(Clerk, StepRefused)] = [
            (try house.clerk(queue: "insurance/4/350203"), .otherQueue),
            (try house.clerk(queue: "police/3"), .otherQueue),
            (try house.clerk(queue: "police/4/350205"), .otherQueue),
            (try house.clerk(is: .one), .ownCase), (try house.clerk(is: nil), .unknownSelf),
        ]
        for (clerk, refusal) in refused {
            await #expect(throws: refusal) { try await house.claim(number, by: clerk) }
        }
        await #expect(throws: StepRefused.notNow) {
            try await house.claim(number, "issue", by: house.clerk())
        }
        await #expect(throws: StepRefused.unknownStep) {
            try await house.claim(number, "other", by: house.clerk())
        }
        await #expect(throws: StepRefused.notClaimed) {
            try await house.desk.decide.approve(
                CaseStep.Key(number, "review"), by: house.clerk(), requestID: "r")
        }
        #expect(try await house.steps(number).map(\.state) == [.ready, .waiting])
    }

    @Test func nobodyDecidesForThoseWithWhomSheActs() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        try await house.mandate(from: .one, to: .two)
        await #expect(throws: StepRefused.ownCase) {
            try await house.claim(number, by: house.clerk(is: .two))
        }
        try await house.claim(number, by: house.clerk(is: .elder))
    }

    @Test(arguments: TestEngine.available)
    func whatIsLateIsWrittenDownOnceAndAlarmed(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let due = try #require(try await house.steps(number).first?.due)
        // Handed in on a Monday, three working days: Thursday's last millisecond.
        #expect(due.day.description == "2026-03-05" && due.isFirm)
        house.clock.now = due.at
        #expect(try await house.runJobs() == 0)
        house.clock.advance(by: .milliseconds(1))
        #expect(try await house.runJobs() == 1)
        #expect(try await house.runJobs() == 0)

        #expect(try await house.count("overdue_steps") == 1)
        #expect(try await house.events(number).last == .stepOverdue)
        let alarms = try await house.stations.queries.openAlarms()
        #expect(alarms.map(\.kind) == [.caseOverdue])
        #expect(alarms.map(\.detail) == ["police-4-350203"])
        try await house.approve(number, "review", by: clerk)
        let open = try await house.engine.read { db in try OverdueStore.counts(in: db) }
        #expect(open.isEmpty)
    }

    /// Friday's deadline is missed; asked on Saturday and answered on Monday, the step is due on Monday.
    @Test(arguments: TestEngine.available)
    func aDeadlineThatMovesOnEndsTheLatenessAndCanBeMissedAnew(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(
            engine, clock: TestClock(at: TestClock.start + .seconds(86_400)))
        let number = try await lateAndAsked(house, after: .milliseconds(1))
        let missed = try #require(try await house.steps(number).first?.due)
        #expect(missed.day.description == "2026-03-06")
        #expect(try await house.late() == 1)

        try await answer(number, house, at: missed.at + .seconds(2 * 86_400 + 9 * 3_600))
        let due = try #require(try await house.steps(number).first?.due)
        #expect(due.day.description == "2026-03-09")
        #expect(try await house.late() == 0, "in time again")
        house.clock.now = due.at + .milliseconds(1)
        #expect(try await house.runJobs() == 1)

        #expect(try await house.late() == 1)
        #expect(try await house.events(number).count { $0 == .stepOverdue } == 2)
        #expect(due.daysLate(at: due.at) == 0 && due.daysLate(at: house.clock.now) == 1)
        #expect(due.daysLate(at: due.at + .seconds(86_400)) == 1)
        #expect(due.daysLate(at: due.at + .seconds(86_400) + .milliseconds(1)) == 2)
    }

    /// Thursday's deadline is missed; asked on Friday and answered on Monday, the step was due on Friday.
    @Test(arguments: TestEngine.available)
    func whatStaysLateAfterACorrectionIsNotLateTwice(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await lateAndAsked(house, after: .milliseconds(1))
        let missed = try #require(try await house.steps(number).first?.due)

        try await answer(number, house, at: missed.at + .seconds(3 * 86_400 + 9 * 3_600))
        #expect(try await house.runJobs() == 1)

        #expect(try await house.late() == 1)
        #expect(try await house.events(number).count { $0 == .stepOverdue } == 1)
        #expect(try await house.acts("case.step-overdue") == 1)
    }

    private func lateAndAsked(_ house: CaseHouse, after time: Duration) async throws -> CaseNumber {
        let clerk = try house.clerk()
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        try await house.claim(number, by: clerk)
        house.clock.now = try #require(try await house.steps(number).first?.due).at + time
        #expect(try await house.runJobs() == 1)
        try await house.desk.askForCorrection(
            ["basis"], at: CaseStep.Key(number, "review"), because: "outdated", note: nil, by: clerk,
            requestID: "r")
        return number
    }

    private func answer(_ number: CaseNumber, _ house: CaseHouse, at moment: Instant) async throws {
        house.clock.now = moment
        let later = try await house.visit(at: 1, for: CaseHouse.endorsement)
        try await house.answer(number, ["basis": "study"], of: later)
        try await house.verbs.correct(number, of: later, requestID: "r")
    }

    @Test(arguments: TestEngine.available)
    func aCaseWhosePersonDoesNotAnswerCountsAsGivenUp(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        try await house.claim(number, by: clerk)
        try await house.desk.askForCorrection(
            ["basis"], at: CaseStep.Key(number, "review"), because: "outdated", note: nil, by: clerk,
            requestID: "r")
        house.clock.now = try await house.answerBy(number)
        // The timers of the step and of the correction; that of the acceptance waits for her answer.
        #expect(try await house.runJobs() >= 2)
        #expect(try await house.state(number) == .withdrawn)
        #expect(try await house.steps(number).allSatisfy { $0.state == .void })
        #expect(try await house.acts("case.lapsed") == 1)
    }

    @Test(arguments: TestEngine.available)
    func anotherNodeGoesOnInTheMiddle(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        try await house.approve(number, "review", by: clerk)
        let node = try house.node()
        #expect(try await node.open(CaseHouse.endorsement, for: session, requestID: "r") == number)
        try await house.approve(number, "issue", by: clerk)
        #expect(try await house.runJobs() == 1)
        #expect(try await node.owned(number, of: session).state == .issued)
    }

    @Test func whatIsGivenBackOrHandedOverIsAnothersToDecide() async throws {
        let house = try await CaseHouse(.sqlite)
        let (first, second) = (try house.clerk("s-0001"), try house.clerk("s-0002"))
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let key = CaseStep.Key(number, "review")
        try await house.claim(number, by: first)
        await #expect(throws: StepRefused.taken) { try await house.claim(number, by: second) }
        try await house.desk.claim.handOver(key, by: first, to: second, requestID: "r")
        await #expect(throws: StepRefused.notClaimed) {
            try await house.desk.decide.approve(key, by: first, requestID: "r")
        }
        await #expect(throws: StepRefused.notClaimed) {
            try await house.desk.claim.release(key, by: first, requestID: "r")
        }
        try await house.desk.claim.release(key, by: first, asSupervisor: true, requestID: "r")
        try await house.claim(number, by: first)
        let view = try await house.desk.queries.view(key, for: first)
        #expect(view.form?.answers == CaseHouse.complete)
        #expect(try await house.desk.queries.view(key, for: second).form == nil)
        #expect(view.history.compactMap(\.account) == ["s-0001", "s-0001", "s-0001", "s-0001"])
    }

    @Test func theListIsReadPageByPageWhateverComesBetween() async throws {
        let house = try await CaseHouse(.sqlite)
        let clerk = try house.clerk()
        var numbers: [CaseNumber] = []
        for person in [TestPerson.one, .two, .teen] {
            numbers.append(
                try await house.handedIn(for: house.visit(person, for: CaseHouse.endorsement)))
            house.clock.advance(by: .seconds(86_400))
        }
        let list = DeskList(.ready)
        let first = try await house.desk.queries.page(list, for: clerk, limit: 2)
        try await house.claim(numbers[0], by: clerk)
        var rest = list
        rest.after = DeskList.Cursor(try #require(first.next).text)
        let second = try await house.desk.queries.page(rest, for: clerk, limit: 2)
        #expect((first.steps + second.steps).map(\.key.number) == numbers)
        #expect(second.next == nil)
        #expect(try await house.desk.queries.counts(for: clerk) == [.ready: 2, .mine: 1, .overdue: 0])
        // Thursday: the first is due today, the second tomorrow, the third on Monday.
        let colours = try await house.desk.queries.page(DeskList(.ready, colour: .soon), for: clerk)
        #expect(colours.steps.map(\.key.number) == [numbers[1]])
        house.clock.advance(by: .seconds(86_400))
        let late = try await house.desk.queries.page(DeskList(.overdue), for: clerk)
        #expect(late.steps.map(\.key.number) == [numbers[0]])
        #expect(
            try await house.desk.queries.search(numbers[2].spoken, for: clerk).map(\.key.step) == [
                "review", "issue",
            ])
        #expect(try await house.desk.queries.search("nothing", for: clerk).isEmpty)
        let version = try await house.file(numbers[0]).serviceVersion
        #expect((first.steps + late.steps).allSatisfy { $0.version == version })
    }

    /// The tests' stations stand in Siming.
    @Test(
        arguments: TestEngine.available,
        [
            ("350206 样板里1号", "hotline/4/350206"), ("350203 样板里1号", "hotline/4/350203"),
            ("000000 泉州市样板里1号", "hotline/3"),
        ])
    func aCaseGoesToTheDistrictItBelongsTo(_ engine: TestEngine, _ wanted: (where: String, queue: String))
        async throws
    {
        let house = try await CaseHouse(engine)
        let service = CaseHouse.id("hotline/complaint")
        let session = try await house.visit(for: service)
        let number = try await house.open(service, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        let answers = [
            "about": "noise", "where": wanted.where, "since": "ongoing", "night": "yes", "what": "夜里打桩。",
            "before": "no", "callback": "no", "secret": "yes", "publish": "no",
        ]
        while let question = try await house.verbs.owned.form(number, of: session).next {
            try await house.verbs.answer(
                question.id, with: try #require(answers[question.id]), in: number, of: session)
        }
        try await house.verbs.submit(number, of: session, requestID: "r")
        let queues = try await house.steps(number).map(\.queue.rawValue)
        #expect(queues == ["hotline/3", wanted.queue, "hotline/3"])
    }

    /// Quanzhou decides here what is its own, and Zhengzhou does not.
    @Test(arguments: [
        ("福建省厦门市湖里区样板里1号", "350206"), ("厦门市思明区", "350203"), ("河南省郑州市样板路", nil), ("-", nil),
        ("福建省泉州市鲤城区样板里1号", "350500"), ("福建省厦门市湖里区泉州市巷1号", "350206"),
    ])
    func aRegistersAddressNamesAPlaceOrNone(_ address: String, _ code: String?) async throws {
        let house = try await CaseHouse(.sqlite)
        let step = try #require(house.catalogue[CaseHouse.id("disabled/certificate-apply")]?.steps.first)
        let wanted = code.flatMap { DivisionCode(rawValue: $0) }.map(StepRegion.place) ?? .unknown
        #expect(StepRegion(registered: address, among: StepRegion.places(of: step)) == wanted)
    }
}
