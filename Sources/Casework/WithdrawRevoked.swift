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
        var last: CaseNumber?
        repeat { last = try await withdraw(after: last) } while last != nil
    }

    /// - Returns: The last of a full page, after which there may be more.
    private func withdraw(after last: CaseNumber?) async throws -> CaseNumber? {
        try await parts.engine.write { [parts] db in
            let numbers = try CaseStore.toldAndRevoked(after: last, limit: Self.casesMax, in: db)
            for number in numbers {
                do {
                    guard let file = try CaseStore.find(number, vault: parts.vault, in: db) else { continue }
                    try WithdrawResultJob.enqueue(file, at: parts.world.now(), in: db)
                } catch VaultError.shredded {
                    // Forgotten: nobody can say any more whose result it was.
                }
            }
            return numbers.count == Self.casesMax ? numbers.last : nil
        }
    }
}
