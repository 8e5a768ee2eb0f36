import Audit
public import Base
import Storage

/// Stops a recovery: its code is void, and the person whom it was about has her device back.
public struct RefuseRecovery: Sendable {
    let parts: StaffParts

    /// - Throws: ``StaffRefused/recoveryOver`` when there is none like this, ``StaffRefused/rightMissing``.
    public func callAsFunction(_ id: Token, by presence: StaffPresence, requestID: String) async throws {
        let now = parts.world.now()
        let account = presence.account
        try await parts.engine.write { [parts] db in
            guard let recovery = try RecoveryStore.running(at: now, in: db).first(where: { $0.id == id })
            else { throw StaffRefused.recoveryOver }
            guard recovery.isRefusable(by: account) else { throw StaffRefused.rightMissing }
            guard try RecoveryStore.end(id, .refused, by: account.id, at: now, in: db) else {
                throw StaffRefused.recoveryOver
            }
            try parts.note(
                "staff.recovery-refused", by: .staff(account.id), decision: recovery.aim.text, requestID,
                in: db)
        }
    }
}
