import Base
import Storage

/// Sets the timers of late steps that have none, so that they go up whenever they became late and whatever became of a timer.
///
/// Each level is told once, however often this runs: which was told stands with the lateness.
public struct SetEscalationTimers: Sendable {
    static let stepsMax = 1_000

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// What has its timer, waits for its person or has gone up all the way is left alone.
    public func callAsFunction() async throws {
        var found: [CaseStep]
        repeat {
            found = try await parts.engine.read { db in
                try OverdueStore.withoutTimer(limit: Self.stepsMax, in: db)
            }
            guard !found.isEmpty else { return }
            try await parts.engine.write { [parts, found] db in
                for step in found { try StepEscalationJob.enqueue(step, levels: 1, parts, in: db) }
            }
        } while found.count == Self.stepsMax
    }
}
