public import Base
import Storage

/// After a restore: today's cases get numbers above all that were given and that the database does not know any more.
public struct PassOverNumbers: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// Doing it again, with the same day or another, takes nothing back.
    public func callAsFunction(_ lost: LostNumbers) async throws {
        try await parts.engine.write { db in try CaseStore.passOver(lost, in: db) }
    }
}
