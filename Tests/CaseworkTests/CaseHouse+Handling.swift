import Base
import Catalogue
import Exchange
import Identity
import Logging
import Storage
import Support
import Testing

@testable import Casework

extension CaseHouse {
    static let endorsement = CaseHouse.id("police/residence-permit-endorsement")
    static let complete = ["living": "same", "basis": "job"]

    var desk: DeskVerbs { DeskVerbs(parts) }

    /// A clerk of a queue, who is known to be a citizen of whom none of the tests' cases is, unless another is named.
    func clerk(
        _ account: String = "s-0001", queue: String = "police/4/350203", is person: TestPerson? = .elder
    ) throws -> Clerk {
        let queue = try #require(StepQueue(rawValue: queue))
        guard let own = person?.number else { return Clerk(account: account, queue: queue, isHer: nil) }
        return Clerk(account: account, queue: queue, isHer: { $0 == own })
    }

    /// A case that has just been handed to those who decide it.
    func handedIn(
        for session: IdentifiedSession, answers: [String: String] = complete
    ) async throws -> CaseNumber {
        let number = try await open(Self.endorsement, for: session)
        try await verbs.fetch(number, of: session, requestID: "r")
        try await answer(number, answers, of: session)
        try await verbs.submit(number, of: session, requestID: "r")
        return number
    }

    func steps(_ number: CaseNumber) async throws -> [CaseStep] {
        try await engine.read { db in try CaseStepStore.all(of: number, in: db) }
    }

    func claim(_ number: CaseNumber, _ step: String = "review", by clerk: Clerk) async throws {
        try await desk.claim.claim(CaseStep.Key(number, step), by: clerk, requestID: "r")
    }

    func approve(_ number: CaseNumber, _ step: String, by clerk: Clerk) async throws {
        try await claim(number, step, by: clerk)
        try await desk.decide.approve(CaseStep.Key(number, step), by: clerk, requestID: "r")
    }

    /// When her days for a correction end, at the first of the steps that wait for her.
    func answerBy(_ number: CaseNumber) async throws -> Instant {
        try #require(
            try await engine.read { db in try CorrectionStore.answerBy(of: number, in: db) }.values.min())
    }

    /// How many steps are written down as late now.
    func late() async throws -> Int {
        try await engine.read { db in try OverdueStore.counts(in: db) }.values.reduce(0, +)
    }

    /// What its people were told, the first first.
    func told() async throws -> [String] {
        try await engine.read { db in
            try db.rows("SELECT kind FROM case_notices ORDER BY made_at_ms, kind").map {
                try $0.text("kind")
            }
        }
    }

    /// Runs every job that is due now; results wait where there is no department to tell.
    func runJobs(telling department: (any ResultPort)? = nil) async throws -> Int {
        let handlers: [any JobHandler] =
            IssuePaperJob.all(parts) + [
                StepDueJob(parts), CorrectionLapseJob(parts), AcceptanceLapseJob(parts),
                AppointmentReminderJob(parts),
                ResultReminderJob(parts), CorrectionReminderJob(parts),
            ]
            + (department.map { DeliverResultJob.all(parts, by: $0) } ?? [])
        // A job keeps its lease by sleeping: on a busy machine the clock of the tests would run on by hours meanwhile.
        let (clock, random) = (clock, world.random)
        let still = World(
            now: { clock.now }, random: random, sleep: { _ in try await Task.sleep(for: .seconds(3_600)) })
        return try await JobRunner(
            engine: engine, handlers: handlers, world: still, logger: Logger(label: "test")
        ).runDue(atMost: 100)
    }

    /// The same parts with other figures.
    func parts(_ figures: HandlingFigures) -> CaseParts {
        CaseParts(
            engine: engine, vault: parts.vault, audit: parts.audit, world: parts.world,
            catalogue: parts.catalogue, layouts: parts.layouts, register: parts.register,
            documents: parts.documents, stop: parts.stop, stopService: parts.stopService, figures: figures)
    }
}
