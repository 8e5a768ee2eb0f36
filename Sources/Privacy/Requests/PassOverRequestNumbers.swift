public import Base
import Storage

/// After a restore: today's requests get numbers above all that were given and that the database does not know any more.
public struct PassOverRequestNumbers: Sendable {
    let parts: PrivacyParts

    public func callAsFunction(_ lost: LostNumbers) async throws {
        try await parts.engine.write { db in try PrivacyRequestStore.passOver(lost, in: db) }
    }
}
