import Audit
import Base
import Storage
import Vault

/// Makes the slips void whose appointments were given back while a slip stayed as it was, as before 2026-11-28.
public struct VoidCancelledSlips: Sendable {
    static let slipsMax = 1_000

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// Ends what still says that somebody is expected; a slip that is void already is left alone.
    public func callAsFunction() async throws {
        var last: CaseNumber?
        repeat { last = try await end(after: last) } while last != nil
    }

    /// - Returns: The last of a full page, after which there may be more.
    private func end(after last: CaseNumber?) async throws -> CaseNumber? {
        let now = parts.world.now()
        return try await parts.engine.write { [parts] db in
            let numbers = try AppointmentStore.cancelledWithSlip(after: last, limit: Self.slipsMax, in: db)
            for number in numbers {
                do {
                    guard let file = try CaseStore.find(number, vault: parts.vault, in: db) else { continue }
                    try SettleBooking(parts).endPaperOfCancelled(
                        file, by: .system("housekeeping"), at: now, in: db)
                } catch VaultError.shredded {
                    // Forgotten: nobody can say any more whose slip it was.
                }
            }
            return numbers.count == Self.slipsMax ? numbers.last : nil
        }
    }
}
