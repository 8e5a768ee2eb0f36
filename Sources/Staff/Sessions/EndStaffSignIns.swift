import Audit
import Base
import Storage

/// Ends sign-ins at the desk from the server's console, without shutting anybody out.
public struct EndStaffSignIns: Sendable {
    let parts: StaffParts

    /// - Parameter id: Whose; nil for everybody.
    /// - Returns: How many sessions were open.
    /// - Throws: ``StaffRefused/unknownAccount``.
    public func callAsFunction(of id: String?) async throws -> Int {
        let now = parts.world.now()
        return try await parts.engine.write { [parts] db in
            if let id { _ = try parts.account(id, in: db) }
            let ended = try StaffSessionStore.endAll(of: id, because: .console, at: now, in: db)
            try parts.note(
                "staff.signed-out", by: .staff("console"), decision: id ?? "everybody", in: db)
            return ended
        }
    }
}
