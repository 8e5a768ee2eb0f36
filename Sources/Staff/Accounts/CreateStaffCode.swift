import Storage
import Audit
import Base

/// Makes a one-time code at the server's own console: for the first officer, or for somebody whose device is lost.
public struct CreateStaffCode: Sendable {
    let parts: StaffParts

    public init(_ parts: StaffParts) {
        self.parts = parts
    }

    /// A code for the security officer while there is none.
    ///
    /// - Throws: ``StaffRefused/firstOfficerThere`` when one is active.
    public func first() async throws -> StaffCode {
        let code = StaffCode(parts.world)
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            guard try !StaffAccountStore.holds(.security, states: [.active], in: db) else {
                throw StaffRefused.firstOfficerThere
            }
            try StaffCodeStore.insert(code, account: nil, now: now, in: db)
            try parts.note("staff.code-created", by: .staff("console"), decision: "first", in: db)
        }
        return code
    }

    /// A code with which a person of the desk enrols one more device.
    ///
    /// - Throws: ``StaffRefused/unknownAccount``, ``StaffRefused/accountEnded``.
    public func again(_ account: String) async throws -> StaffCode {
        let code = StaffCode(parts.world)
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            guard try parts.account(account, in: db).state != .ended else { throw StaffRefused.accountEnded }
            try StaffCodeStore.insert(code, account: account, now: now, in: db)
            try parts.note("staff.code-created", by: .staff("console"), decision: account, in: db)
        }
        return code
    }
}
