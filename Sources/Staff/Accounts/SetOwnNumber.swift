import Audit
public import Base
import Storage

/// Says once which citizen somebody at work is, so that her own cases are kept from her.
///
/// It is said once and stays: who could change it could decide her own case in between.
public struct SetOwnNumber: Sendable {
    let parts: StaffParts

    /// - Throws: ``StaffRefused/decidedAlready`` when it was said before.
    public func callAsFunction(
        _ number: CitizenNumber, by presence: StaffPresence, requestID: String
    ) async throws {
        try await parts.engine.write { [parts] db in
            try parts.requireStill(presence, in: db)
            let term = StaffSelf.term(number, parts.vault)
            guard try StaffAccountStore.setPerson(presence.account.id, term, in: db) else {
                throw StaffRefused.decidedAlready
            }
            try parts.note(
                "staff.person-said", by: .staff(presence.account.id), decision: nil, requestID, in: db)
        }
    }
}
