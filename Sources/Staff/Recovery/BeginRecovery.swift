import Audit
import Base
import Stations
import Storage

/// Begins what the console may not do at once: everybody is told, an alarm stands, and the code opens when the wait is over.
struct BeginRecovery: Sendable {
    let parts: StaffParts
    let raiseAlarm: RaiseAlarm
    let wait: Duration

    /// - Parameters:
    ///   - aim: What it would change.
    ///   - id: Of the recovery.
    ///   - code: Made with ``code()``; its hash is kept.
    ///   - now: The moment of the transaction.
    ///   - db: The transaction.
    /// - Throws: ``StaffRefused/recoveryRuns`` while another one runs that those who could refuse it are part of.
    func callAsFunction(
        _ aim: Recovery.Aim, id: Token, _ code: StaffCode, at now: Instant, in db: any SQLConnection
    ) throws {
        for other in try RecoveryStore.running(at: now, in: db) {
            if other.aim == aim {
                _ = try RecoveryStore.end(other.id, .replaced, at: now, in: db)
            } else if try isOfWatchers(aim, in: db), try isOfWatchers(other.aim, in: db) {
                // Else whoever holds the console silenced one after the other of those who would refuse.
                throw StaffRefused.recoveryRuns
            }
        }
        let recovery = Recovery(
            id: id, aim: aim, begunAt: now, opensAt: code.opensAt ?? now, expiresAt: code.expiresAt)
        switch aim {
        case .device(let account):
            try StaffCodeStore.close(of: account, at: now, in: db)
            try StaffCodeStore.insert(code, account: account, now: now, in: db)
            try StaffSessionStore.endAll(of: account, because: .recovery, at: now, in: db)
        case .seat(let seat):
            try StaffCodeStore.insert(code, account: nil, seat: seat, now: now, in: db)
        }
        try RecoveryStore.insert(recovery, codeHash: code.hash, in: db)
        try raiseAlarm(.staffRecovery, terminal: nil, detail: aim.text, in: db)
        try parts.note("staff.recovery-begun", by: .staff("console"), decision: aim.text, in: db)
        let everybody = try StaffAccountStore.active(vault: parts.vault, in: db)
        try StaffNotice.enqueue(.recovery, for: everybody, parts.world, in: db)
    }

    func code() -> StaffCode { StaffCode(parts.world, wait: wait, openFor: Recovery.openFor) }

    /// Whether it is about an officer's place or about somebody who may refuse recoveries.
    private func isOfWatchers(_ aim: Recovery.Aim, in db: any SQLConnection) throws -> Bool {
        guard case .device(let account) = aim else { return true }
        return !(try parts.account(account, in: db)).roles.isDisjoint(with: StaffRight.refuseRecoveries.roles)
    }
}
