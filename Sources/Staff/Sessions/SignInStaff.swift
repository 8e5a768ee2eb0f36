import Storage
import Audit
import Base
public import Passkeys
import Stations
import Vault

/// Lets somebody in who shows a passkey of the desk; there is no other way.
public struct SignInStaff: Sendable {
    /// What is kept of sessions that are over.
    static let keptFor = Duration.seconds(7 * 86_400)

    let parts: StaffParts
    let raiseAlarm: RaiseAlarm

    init(_ parts: StaffParts, raiseAlarm: RaiseAlarm) {
        self.parts = parts
        self.raiseAlarm = raiseAlarm
    }

    public func offer() async throws -> PasskeyOffer {
        try await parts.passkeys.offerProof(holder: nil)
    }

    /// Begins a session under a token that no other session ever had.
    ///
    /// - Parameters:
    ///   - answer: What the browser posted.
    ///   - former: The token that the browser still held; that session ends.
    ///   - requestID: Of the request, for the log.
    /// - Returns: The token for the cookie; only its hash is kept.
    /// - Throws: `PasskeyRefused`; ``StaffRefused/accountEnded``.
    public func callAsFunction(
        _ answer: PasskeyAssertion, former: String?, requestID: String
    ) async throws -> String {
        let passkey = try await proved(answer, requestID)
        let token = Token(parts.world).rawValue
        let now = parts.world.now()
        let session = StaffSession(
            id: Token(parts.world), account: passkey.holder, passkey: passkey.id, startedAt: now,
            lastSeenAt: now)
        try await parts.engine.write { [parts] db in
            guard try parts.account(passkey.holder, in: db).state == .active else {
                throw StaffRefused.accountEnded
            }
            // Another device may have taken its place since it was shown.
            guard try parts.passkeys.holder(of: answer, in: db) == passkey.holder else {
                throw PasskeyRefused.unknown
            }
            if let former, let old = try StaffSessionStore.open(tokenHash: Self.hash(former), in: db) {
                try StaffSessionStore.end(old.id, because: .replaced, at: now, in: db)
            }
            try StaffSessionStore.forget(startedBefore: now - Self.keptFor, in: db)
            try StaffSessionStore.insert(session, tokenHash: Self.hash(token), in: db)
            try parts.note(
                "staff.signed-in", by: .staff(passkey.holder), decision: "passkey", requestID, in: db)
        }
        return token
    }

    /// Asks somebody who is signed in to show one of her own passkeys again.
    public func offer(again presence: StaffPresence) async throws -> PasskeyOffer {
        try await parts.passkeys.offerProof(holder: presence.account.id)
    }

    /// Makes a session fresh again; it goes on under a token of its own.
    ///
    /// - Returns: The new token for the cookie.
    /// - Throws: `PasskeyRefused`; ``StaffRefused/sessionOver`` when it ended meanwhile.
    public func again(
        _ answer: PasskeyAssertion, by presence: StaffPresence, requestID: String
    ) async throws -> String {
        let id = presence.account.id
        _ = try await proved(answer, holder: id, requestID)
        let token = Token(parts.world).rawValue
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            guard
                try StaffSessionStore.prove(
                    presence.session.id, tokenHash: Self.hash(token), at: now, in: db)
            else { throw StaffRefused.sessionOver }
            try parts.note("staff.proved-again", by: .staff(id), decision: "passkey", requestID, in: db)
        }
        return token
    }

    /// A device of which there are two raises an alarm, and its person and the security officers are told.
    private func proved(
        _ answer: PasskeyAssertion, holder: String? = nil, _ requestID: String
    ) async throws -> Passkey {
        do {
            return try await parts.passkeys.proved(answer, holder: holder)
        } catch PasskeyRefused.cloned {
            try await parts.engine.write { [parts, raiseAlarm] db in
                let holder = try parts.passkeys.holder(of: answer, in: db)
                try parts.note(
                    "staff.passkey-refused", by: .system("desk"),
                    decision: ["cloned", holder].compactMap(\.self).joined(separator: " "), requestID, in: db)
                try raiseAlarm(.passkeyCloned, terminal: nil, detail: holder ?? "desk", in: db)
                let told = try StaffAccountStore.active(vault: parts.vault, in: db)
                    .filter { $0.id == holder || $0.roles.contains(.security) }
                try StaffNotice.enqueue(.passkeyCloned, for: told, parts.world, in: db)
            }
            throw PasskeyRefused.cloned
        }
    }

    static func hash(_ token: String) -> [UInt8] { Digest.sha256(Array(token.utf8)) }
}
