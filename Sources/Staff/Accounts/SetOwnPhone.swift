import Audit
public import Base
import Storage

/// Keeps the number under which the desk reaches somebody; everybody sets the own one, and nobody another's.
public struct SetOwnPhone: Sendable {
    let parts: StaffParts

    /// Nil takes it away.
    public func callAsFunction(_ phone: Phone?, by presence: StaffPresence, requestID: String) async throws {
        try await parts.engine.write { [parts] db in
            try parts.requireStill(presence, in: db)
            try StaffAccountStore.setPhone(presence.account.id, phone, vault: parts.vault, in: db)
            try parts.note(
                "staff.phone-changed", by: .staff(presence.account.id),
                decision: phone == nil ? "none" : "set",
                requestID, in: db)
        }
    }
}
