import Base
import Storage

/// Sets the timers of acceptance of cases that were handed in while there were none, as before 2026-11-29.
///
/// Whose days are over long since is told as well, once and by day: she was never told, and the law has made it so.
public struct SetAcceptanceTimers: Sendable {
    static let casesMax = 1_000

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// A case that has its timer, or whose person was told, is left alone.
    public func callAsFunction() async throws {
        var found: [(number: CaseNumber, submitted: Instant)]
        repeat {
            found = try await parts.engine.read { db in
                try AcceptanceStore.withoutTimer(limit: Self.casesMax, in: db)
            }
            guard !found.isEmpty else { return }
            try await parts.engine.write { [parts, found] db in
                for one in found {
                    try AcceptanceLapseJob.enqueue(one.number, submitted: one.submitted, parts, in: db)
                }
            }
        } while found.count == Self.casesMax
    }
}
