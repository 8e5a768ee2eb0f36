import Audit
import Base
public import Passkeys
import Storage

/// Gives a signed-in person one more device of her own, right after she has shown one that she has.
///
/// The console's code takes the place of former devices and waits; this one adds to them and does not.
public struct AddDevice: Sendable {
    let parts: StaffParts

    /// - Throws: ``StaffRefused/proofTooOld``; ``StaffRefused/recoveryRuns`` while the console replaces her device.
    public func offer(to presence: StaffPresence) async throws -> PasskeyOffer {
        let now = parts.world.now()
        try await parts.engine.read { db in try Self.check(presence, at: now, in: db) }
        let account = presence.account
        return try await parts.passkeys.offerCreation(
            holder: account.id, person: .init(name: account.id, displayName: account.name.text))
    }

    /// - Throws: As ``offer(to:)``; ``StaffRefused/sessionOver`` when it ended meanwhile; `PasskeyRefused`.
    public func callAsFunction(
        _ answer: PasskeyCreation, by presence: StaffPresence, requestID: String
    ) async throws {
        let account = presence.account
        let passkey = try await parts.passkeys.made(answer, holder: account.id)
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            try Self.check(presence, at: now, in: db)
            try parts.requireStill(presence, in: db)
            try parts.passkeys.keep(passkey, in: db)
            try parts.note(
                "staff.device-added", by: .staff(account.id), decision: "passkey", requestID, in: db)
            try StaffNotice.enqueue(.deviceAdded, for: [account], parts.world, in: db)
        }
    }

    private static func check(
        _ presence: StaffPresence, at now: Instant, in db: any SQLConnection
    ) throws {
        try presence.requireFresh(at: now)
        guard try !RecoveryStore.replacesDevice(of: presence.account.id, at: now, in: db) else {
            throw StaffRefused.recoveryRuns
        }
    }
}
