public import Base
import Audit
import Storage

/// Closes an alert that the security officer has looked into.
public struct SeeAlert: Sendable {
    let parts: StaffParts

    init(_ parts: StaffParts) {
        self.parts = parts
    }

    /// - Throws: ``StaffRefused/rightMissing``; ``StaffRefused/unknownAlert`` for one that is closed, or about oneself.
    public func callAsFunction(_ id: Token, by presence: StaffPresence, requestID: String) async throws {
        guard presence.account.may(.seeAlerts) else { throw StaffRefused.rightMissing }
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            guard try AlertStore.see(id, by: presence.account.id, at: now, in: db) else {
                throw StaffRefused.unknownAlert
            }
            try parts.note(
                "conduct.alert-seen", by: .staff(presence.account.id), decision: id.rawValue, requestID,
                in: db)
        }
    }
}
