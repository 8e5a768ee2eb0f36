import Base
import Storage
import Vault

/// Takes results back whose papers were revoked while no department was told of it, as before 2026-11-28.
public struct WithdrawRevoked: Sendable {
    static let casesMax = 1_000

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// Adds the jobs that are missing; one that is there, or has an answer, is left alone.
    public func callAsFunction() async throws {
        try await parts.engine.write { [parts] db in
            for number in try CaseStore.toldAndRevoked(limit: Self.casesMax, in: db) {
                do {
                    guard let file = try CaseStore.find(number, vault: parts.vault, in: db) else { continue }
                    try WithdrawResultJob.enqueue(file, at: parts.world.now(), in: db)
                } catch VaultError.shredded {
                    // Forgotten: nobody can say any more whose result it was.
                }
            }
        }
    }
}
