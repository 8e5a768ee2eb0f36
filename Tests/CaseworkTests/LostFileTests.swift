import Audit
import Base
import Catalogue
import Identity
import Logging
import Support
import Testing
import Uploads

@testable import Casework

/// A file that turns out infected after it was asked for is asked for once more, and nothing else is.
@Suite struct LostFileTests {
    /// A complaint in hand, whose person was asked for pictures and sent one that no scanner has seen.
    private struct Scene {
        let house: CaseHouse
        let session: IdentifiedSession
        let key: CaseStep.Key
        let clerk: Clerk
        let firstAnswerBy: Instant

        init(_ engine: TestEngine) async throws {
            house = try await CaseHouse(engine)
            let (_, session, number) = try await house.complaint()
            self.session = session
            try await house.send(["a"], number, session)
            try await house.verbs.submit(number, of: session, requestID: "r")
            let step = try #require(try await house.steps(number).first)
            key = step.key
            clerk = try house.clerk(queue: step.queue.rawValue)
            try await house.claim(number, key.step, by: clerk)
            try await house.desk.askForCorrection(
                ["pictures"], at: key, because: "unclear", note: "第一次", by: clerk, requestID: "r")
            let view = try await house.desk.queries.view(key, for: clerk)
            firstAnswerBy = try #require(view.corrections.first?.answerBy)
            house.clock.advance(by: .seconds(1))
            house.scanner.fails()
            try await house.send(["b"], number, session)
            try await house.verbs.correct(number, of: session, requestID: "r")
            house.clock.advance(by: .seconds(1))
        }

        func ask(_ questions: Set<String>) async throws {
            try await house.desk.askForCorrection(
                questions, at: key, because: "file-infected", note: "第二次", by: clerk, requestID: "r")
        }

        func scannerComesBack() async throws {
            house.scanner.says(.infected("Eicar-Test-Signature"))
            let rescan = RescanUploads(
                intake: house.parts.intake, engine: house.engine, vault: house.vault,
                audit: AuditLog(world: house.world), world: house.world, logger: Logger(label: "test"),
                found: house.verbs.files.infected)
            #expect(try await rescan.once() == 1)
            house.scanner.says(.clean)
            house.clock.advance(by: .seconds(1))
        }
    }

    @Test(arguments: TestEngine.available)
    func whatIsLostAfterItWasAskedForIsAskedForAgainAndNothingElse(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine)
        let (house, desk, key) = (scene.house, scene.house.desk, scene.key)
        let accepted = try await desk.queries.view(key, for: scene.clerk).acceptance?.day
        #expect(accepted != nil)
        await #expect(throws: StepRefused.askedBefore) { try await scene.ask(["pictures"]) }

        try await scene.scannerComesBack()
        #expect(try await desk.queries.view(key, for: scene.clerk).lost == ["pictures"])
        for questions: Set<String> in [["what"], ["pictures", "what"]] {
            await #expect(throws: StepRefused.askedBefore) { try await scene.ask(questions) }
        }
        try await scene.ask(["pictures"])
        let asked = try await desk.queries.view(key, for: scene.clerk)
        #expect(asked.corrections.map(\.round) == [1, 2])
        #expect(asked.corrections.map(\.note) == ["第一次", "第二次"], "each under its own key")
        #expect(asked.corrections.map { $0.answeredAt == nil } == [false, true])
        #expect(asked.acceptance?.day == accepted, "the acceptance stands")
        let standing = try await house.verbs.standing(key.number, of: scene.session)
        #expect(standing.corrections.map(\.note) == ["第二次"], "she is asked for what is open")

        house.clock.advance(by: .seconds(1))
        try await house.send(["c"], key.number, scene.session)
        try await house.verbs.correct(key.number, of: scene.session, requestID: "r")
        #expect(try await house.state(key.number) == .deciding)
        #expect(try await desk.queries.view(key, for: scene.clerk).lost == [])
        await #expect(throws: StepRefused.askedBefore) { try await scene.ask(["pictures"]) }
        #expect(try await house.told().count { $0 == "correction-asked" } == 2)
    }

    /// The days of the second time are its own.
    @Test(arguments: TestEngine.available)
    func whatIsAskedForAgainHasItsOwnDays(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine)
        let (house, number) = (scene.house, scene.key.number)
        house.clock.advance(by: .seconds(86_400))
        try await scene.scannerComesBack()
        try await scene.ask(["pictures"])
        house.clock.now = scene.firstAnswerBy + .seconds(1)
        _ = try await house.runJobs()
        #expect(try await house.state(number) == .correcting)
        house.clock.now = try await house.answerBy(number)
        _ = try await house.runJobs()
        #expect(try await house.state(number) == .withdrawn)
        #expect(try await house.acts("case.lapsed") == 1)
    }

    /// She did not answer with another one, and was asked: that was it.
    @Test(arguments: TestEngine.available)
    func whoWasAskedForALostFileIsNotAskedForItOnceMore(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine)
        try await scene.scannerComesBack()
        try await scene.ask(["pictures"])
        scene.house.clock.advance(by: .seconds(1))
        try await scene.house.verbs.answer(
            "pictures", with: "", in: scene.key.number, of: scene.session)
        try await scene.house.verbs.correct(scene.key.number, of: scene.session, requestID: "r")
        await #expect(throws: StepRefused.askedBefore) { try await scene.ask(["pictures"]) }
    }
}
