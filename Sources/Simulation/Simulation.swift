import Base
import Synchronization

/// Runs seeds: each is a day of a city in which things go wrong, and the same each time.
package struct Simulation: Sendable {
    package enum Mode: String, Sendable, CaseIterable {
        /// Faults anywhere, to the end: nothing wrong may happen.
        case safety
        /// Faults, then none any more: everything must come to its end.
        case liveness
    }

    let ground: Ground
    let template: Template

    package init(ground: Ground) throws {
        self.ground = ground
        template = try Template.make(on: ground)
    }

    package func run(seed: UInt64, mode: Mode, keepsLines: Bool = false) throws -> Verdict {
        let stage = Stage(seed: seed, plan: Plan(seed: seed), keepsLines: keepsLines)
        let city = try City(stage: stage, ground: ground, template: template)
        EscapedJobs.go(to: stage.scheduler)
        defer { EscapedJobs.go(to: nil) }
        let isDone = Mutex(false)
        _ = Task(executorPreference: stage.scheduler) {
            await Day(city: city, mode: mode).run()
            isDone.withLock { $0 = true }
        }
        stage.scheduler.run(until: .seconds(1_800)) { !isDone.withLock { $0 } }
        if !isDone.withLock({ $0 }) { city.witness.report("liveness", "the day never ended") }
        // What still runs ends, so that a process may run thousands of days.
        city.close()
        let end = stage.scheduler.now
        stage.scheduler.run(until: end + .seconds(5))
        return Verdict(
            seed: seed, violations: city.witness.violations, judged: city.witness.judged,
            traceHash: stage.trace.hash, events: stage.trace.count,
            steps: stage.scheduler.steps,
            papers: city.witness.state.withLock { $0.papers.values.reduce(0) { $0 + $1.count } },
            virtualSeconds: Int(end.components.seconds), lines: stage.trace.lines)
    }
}
