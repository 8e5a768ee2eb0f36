import Passkeys
import Storage
import Audit
import Base

/// Shuts somebody out of the desk: sessions, passkeys and codes end in one transaction, on every node at once.
public struct EndStaff: Sendable {
    let parts: StaffParts

    public init(_ parts: StaffParts) {
        self.parts = parts
    }

    /// - Throws: ``StaffRefused/rightMissing``, ``StaffRefused/unknownAccount``, ``StaffRefused/aboutYourself``.
    public func callAsFunction(
        _ id: String, by presence: StaffPresence, requestID: String
    ) async throws {
        guard presence.account.may(.endPeople) else { throw StaffRefused.rightMissing }
        guard presence.account.id != id else { throw StaffRefused.aboutYourself }
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            // Of two who shut each other out at once, one does.
            try parts.requireStill(presence, in: db)
            guard try parts.account(id, in: db).state != .ended else { return }
            try StaffAccountStore.setState(id, .ended, in: db)
            try StaffAccountStore.setRoles(id, [], in: db)
            try StaffSessionStore.endAll(of: id, because: .ended, at: now, in: db)
            try StaffCodeStore.close(of: id, at: now, in: db)
            try parts.passkeys.removeAll(of: id, in: db)
            try parts.note("staff.ended", by: .staff(presence.account.id), decision: id, requestID, in: db)
        }
    }
}
