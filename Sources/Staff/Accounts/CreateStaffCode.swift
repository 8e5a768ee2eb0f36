import Storage
import Audit
import Base
import Passkeys

/// Makes a one-time code at the server's own console: for the first officer, for somebody whose device is lost, or for an
/// officer's place that nobody is left to fill.
///
/// Only who never had a device and holds no such place is let in at once; everything else is a ``Recovery``.
public struct CreateStaffCode: Sendable {
    let parts: StaffParts
    let begin: BeginRecovery

    /// A code for the security officer while there has never been one.
    ///
    /// - Throws: ``StaffRefused/firstOfficerThere`` when one is active, ``StaffRefused/seatWasHeld`` when one was.
    public func first() async throws -> StaffCode {
        let code = StaffCode(parts.world)
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            guard try !StaffAccountStore.holds(.security, states: [.active], in: db) else {
                throw StaffRefused.firstOfficerThere
            }
            guard try !SeatStore.wasHeld(.security, in: db) else { throw StaffRefused.seatWasHeld }
            try StaffCodeStore.insert(code, account: nil, now: now, in: db)
            try parts.note("staff.code-created", by: .staff("console"), decision: "first", in: db)
        }
        return code
    }

    /// A code with which a person of the desk enrols a device: at once if she never had one, else after the wait of a recovery,
    /// and then in the place of those she has.
    ///
    /// - Throws: ``StaffRefused/unknownAccount``, ``StaffRefused/accountEnded``, ``StaffRefused/recoveryRuns``.
    public func again(_ account: String) async throws -> StaffCode {
        let (atOnce, later) = (StaffCode(parts.world), begin.code())
        let id = Token(parts.world)
        let now = parts.world.now()
        return try await parts.engine.write { [parts, begin] db in
            let person = try parts.account(account, in: db)
            guard person.state != .ended else { throw StaffRefused.accountEnded }
            let held = try SeatStore.everHeld(in: db)
            guard try parts.passkeys.all(of: account, in: db).isEmpty, person.roles.isDisjoint(with: held)
            else {
                try begin(.device(of: account), id: id, later, at: now, in: db)
                return later
            }
            try StaffCodeStore.insert(atOnce, account: account, now: now, in: db)
            try parts.note("staff.code-created", by: .staff("console"), decision: account, in: db)
            return atOnce
        }
    }

    /// A code for an officer's place that was held before, while the desk has nobody left who could fill it by two.
    ///
    /// - Throws: ``StaffRefused``: a place that nobody held or that somebody holds, two officers who could fill it, a recovery that
    ///   runs.
    public func seat(_ seat: StaffRole) async throws -> StaffCode {
        guard StaffRole.officers.contains(seat) else { throw StaffRefused.malformed }
        let code = begin.code()
        let id = Token(parts.world)
        let now = parts.world.now()
        try await parts.engine.write { [parts, begin] db in
            guard try SeatStore.wasHeld(seat, in: db) else { throw StaffRefused.seatNeverHeld }
            guard try !StaffAccountStore.holds(seat, states: [.active, .invited], in: db) else {
                throw StaffRefused.seatTaken
            }
            guard try !Permits.isManned(for: .seat, parts, in: db) else { throw StaffRefused.permitNeeded }
            try begin(.seat(seat), id: id, code, at: now, in: db)
        }
        return code
    }
}
