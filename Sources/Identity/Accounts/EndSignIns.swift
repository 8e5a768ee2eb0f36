import Audit
public import Base
import Storage
import Vault

/// Ends sign-ins from the server's console: one person's everywhere, or everybody's, when something is wrong with many at once.
///
/// Visits that a phone has opened at a terminal end too. Accounts and ways to sign in stay as they are; whoever is cut off signs in again.
public struct EndSignIns: Sendable {
    let parts: AccountParts

    /// - Parameter number: Whose; nil for everybody.
    /// - Returns: How many sessions and visits were open.
    /// - Throws: `VaultError.shredded` for somebody whose erasure is under way; `SQLError`.
    public func callAsFunction(of number: CitizenNumber?) async throws -> Int {
        let now = parts.world.now()
        return try await parts.engine.write { [parts] db in
            guard let number else {
                let ended = try parts.endEverybodys(because: .house, at: now, in: db)
                try Self.note("everybody", subject: nil, parts, in: db)
                return ended
            }
            guard let citizen = try CitizenStore.find(number, vault: parts.vault, in: db)?.id else {
                return 0
            }
            let ended = try parts.endEverywhere(citizen, because: .house, at: now, in: db)
            let subject = try parts.vault.subject(citizen, in: db).commitment()
            try Self.note(AccountSession.End.house.rawValue, subject: subject, parts, in: db)
            return ended
        }
    }

    private static func note(
        _ decision: String, subject: [UInt8]?, _ parts: AccountParts, in db: any SQLConnection
    ) throws {
        try parts.identity.audit.append(
            AuditAct(
                "account.session-ended", actor: .staff("console"), purpose: "account", caseNumber: nil,
                subject: subject, decision: decision), in: db)
    }
}
