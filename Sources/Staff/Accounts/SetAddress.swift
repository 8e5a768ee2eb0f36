import Audit
import Storage

/// Says where somebody at work lives, so that a look at the neighbours of one's own table is asked about.
///
/// Only a blind index of it is kept; nobody can read it again.
public struct SetAddress: Sendable {
    let parts: StaffParts

    /// Nil takes it away.
    ///
    /// - Throws: ``StaffRefused/rightMissing``, ``StaffRefused/aboutYourself``, ``StaffRefused/unknownAccount``.
    public func callAsFunction(
        _ address: String?, of id: String, by presence: StaffPresence, requestID: String
    ) async throws {
        guard presence.account.may(.keepAddresses) else { throw StaffRefused.rightMissing }
        guard presence.account.id != id else { throw StaffRefused.aboutYourself }
        let term = address.flatMap { StaffAddress.term($0, parts.vault) }
        try await parts.engine.write { [parts] db in
            _ = try parts.account(id, in: db)
            try StaffAccountStore.setAddress(id, term, in: db)
            try parts.note(
                "staff.address-changed", by: .staff(presence.account.id), decision: id, requestID, in: db)
        }
    }
}
