import Base
import Catalogue
import Identity
import Storage
import Support
import Testing

@testable import Casework

/// How a step's time runs while its person answers, and from hand to hand.
@Suite struct StepTimeTests {
    /// Claimed and asked for a correction at a moment.
    private func asked(
        _ house: CaseHouse, at moment: (StepDeadline) -> Instant
    ) async throws -> (key: CaseStep.Key, due: StepDeadline) {
        let clerk = try house.clerk()
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        try await house.claim(number, by: clerk)
        let due = try #require(try await house.steps(number).first?.due)
        house.clock.now = moment(due)
        let key = CaseStep.Key(number, "review")
        try await house.desk.askForCorrection(
            ["basis"], at: key, because: "outdated", note: nil, by: clerk, requestID: "r")
        return (key, due)
    }

    private func answer(_ key: CaseStep.Key, _ house: CaseHouse, at moment: Instant) async throws {
        house.clock.now = moment
        let later = try await house.visit(at: 1, for: CaseHouse.endorsement)
        try await house.answer(key.number, ["basis": "study"], of: later)
        try await house.verbs.correct(key.number, of: later, requestID: "r")
    }

    /// Asked on Friday, the last day, and answered on Saturday: Monday is left, and what is not decided then is late.
    @Test(arguments: TestEngine.available)
    func anAnswerOnADayOfRestMakesNobodyLate(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(
            engine, clock: TestClock(at: TestClock.start + .seconds(86_400)))
        let (key, missed) = try await asked(house) { $0.at - .seconds(8 * 3_600) }
        #expect(missed.day.description == "2026-03-06")
        house.clock.now = missed.at + .milliseconds(1)
        _ = try await house.runJobs()
        #expect(try await house.late() == 0, "it waits for her")

        try await answer(key, house, at: missed.at + .seconds(10 * 3_600))
        let due = try #require(try await house.steps(key.number).first?.due)
        #expect(due.day.description == "2026-03-09" && due.isFirm)
        #expect(try await house.desk.queries.late(in: house.clerk().queue) == 0)
        house.clock.now = due.at
        _ = try await house.runJobs()
        #expect(try await house.late() == 0)
        house.clock.now = due.at + .milliseconds(1)
        _ = try await house.runJobs()
        #expect(try await house.late() == 1)
    }

    /// Missed, and asked for something before the timer of it ran: it runs when the answer is there.
    @Test(arguments: TestEngine.available)
    func whatTheTimerFoundWaitingIsWrittenDownAfterwards(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (key, due) = try await asked(house) { $0.at + .seconds(9 * 3_600) }
        _ = try await house.runJobs()
        #expect(try await house.late() == 0)
        try await answer(key, house, at: due.at + .seconds(10 * 3_600))
        #expect(try await house.steps(key.number).first?.due == due, "the day is the same")

        house.clock.now = due.at + .seconds(34 * 3_600)
        _ = try await house.runJobs()
        #expect(try await house.late() == 1)
        #expect(try await house.told().count { $0 == "overdue" } == 1)
    }

    /// The days that its person took before are not taken off the time of who claims it after that.
    @Test(arguments: TestEngine.available)
    func whoClaimsItLaterCountsHerOwnTimeAlone(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (first, second) = (try house.clerk(), try house.clerk("s-0002"))
        let (key, due) = try await asked(house) { $0.at - .seconds(40 * 3_600) }
        try await answer(key, house, at: due.at + .seconds(7 * 86_400))
        try await house.desk.claim.release(key, by: first, requestID: "r")
        try await house.claim(key.number, by: second)
        house.clock.advance(by: .seconds(2 * 3_600))
        try await house.desk.decide.approve(key, by: second, requestID: "r")

        let figures = try await house.desk.queries.figures(of: second.account)
        #expect(figures.done == 1 && figures.meanHours >= 2 && figures.meanHours < 3, "\(figures)")
        let took = try await house.engine.read { db in
            try CaseStore.history(of: key.number, in: db).compactMap(\.took)
        }
        #expect(took.allSatisfy { $0 >= .zero }, "\(took)")
    }

    /// Who left, or decides no more, keeps nothing from those who do; what waits for its person comes back to its queue with
    /// her answer.
    @Test(arguments: TestEngine.available)
    func whatSomebodyHadWhoLeftLiesInItsQueueAgain(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let here = try house.clerk("s-0002")
        let hers = try await house.handedIn(for: house.visit(.two, at: 1, for: CaseHouse.endorsement))
        try await house.claim(hers, by: here)
        let (key, due) = try await asked(house) { $0.at - .seconds(40 * 3_600) }
        let free = FreeSteps(house.parts)
        let stays: (String) -> Bool = { $0 == here.account }
        #expect(try await free(where: stays) == 0, "it waits for its person")
        try await answer(key, house, at: due.at - .seconds(30 * 3_600))

        #expect(try await free { _ in true } == 0)
        #expect(try await free(where: stays) == 1)
        #expect(try await free(where: stays) == 0)

        let step = try #require(try await house.steps(key.number).first)
        #expect(step.state == .ready && step.account == nil && step.due == due)
        #expect(try await house.steps(hers).first?.account == here.account)
        let moment = try #require(
            try await house.engine.read { db in try CaseStore.history(of: key.number, in: db).last })
        #expect(moment.event == .stepReleased && moment.account == nil)
        #expect(try await house.acts("case.step-released") == 1)
        try await house.claim(key.number, by: here)
        #expect(try await VerifyActs(house.engine)().findings.isEmpty)
    }

    /// Who gives a step to a colleague reads what is wrong with that one, and not what would be wrong with herself.
    @Test(arguments: TestEngine.available)
    func whyAColleagueCannotHaveItIsSaidOfHer(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let key = CaseStep.Key(number, "review")
        try await house.claim(number, by: clerk)
        let others: [(Clerk, StepRefused)] = [
            (try house.clerk("s-0002", is: .one), .otherTied),
            (try house.clerk("s-0003", is: nil), .otherUnknown),
        ]
        for (other, refusal) in others {
            await #expect(throws: refusal) {
                try await house.desk.claim.handOver(key, by: clerk, to: other, requestID: "r")
            }
            await #expect(throws: refusal) {
                try await house.desk.claim.assign(
                    key, to: other, by: house.clerk("s-0004"), requestID: "r")
            }
        }
        await #expect(throws: StepRefused.unknownSelf) {
            try await house.desk.claim.assign(
                key, to: house.clerk("s-0005"), by: house.clerk("s-0004", is: nil), requestID: "r")
        }
        #expect(try await house.steps(number).first?.account == clerk.account)
    }
}
