import Base
import Passkeys
import Storage
import Vault

/// What a person changes about how she signs in; all of it asks for a proof of the last ten minutes.
public struct ManageAccount: Sendable {
    /// As many as she can see and remove.
    static let passkeysMax = 10

    let parts: AccountParts

    /// What stands on the page of her account.
    struct Standing: Sendable {
        let person: Citizen
        let factors: [AccountFactor]
        let passkeys: [Passkey]
        let sessions: [AccountSession]
    }

    func standing(of session: AccountSession) async throws -> Standing {
        let (vault, passkeys) = (parts.vault, parts.passkeys)
        return try await parts.engine.read { db in
            guard let person = try CitizenStore.find(session.citizen, vault: vault, in: db) else {
                throw AccountRefused.signedOut
            }
            return Standing(
                person: person, factors: try AccountFactorStore.all(of: session.citizen, in: db),
                passkeys: try passkeys?.all(of: session.citizen.rawValue, in: db) ?? [],
                sessions: try AccountSessionStore.open(of: session.citizen, in: db))
        }
    }

    /// Whether a change of how she signs in is hers to make: two factors, or the code of a terminal, just now.
    func requireFresh(_ session: AccountSession) throws(AccountRefused) {
        guard session.level >= .substantial || session.factors.contains(.activation) else {
            throw .levelTooLow
        }
        guard session.isFresh(at: parts.world.now()) else { throw .proofStale }
    }

    /// Sets the password, in place of the one before; every other session ends.
    func setPassword(_ password: String, in session: AccountSession, requestID: String) async throws {
        try requireFresh(session)
        let person = try await standing(of: session).person
        if let weakness = parts.rule.weakness(of: password, owner: person) {
            throw AccountRefused.passwordWeak(weakness)
        }
        let phc: String
        do {
            phc = try await parts.passwords.hash(password)
        } catch VaultError.busy {
            throw AccountRefused.busy
        }
        let id = Token(parts.world)
        let (parts, now) = (parts, parts.world.now())
        try await parts.engine.write { db in
            try parts.requireOpen(session, in: db)
            for old in try AccountFactorStore.all(of: session.citizen, in: db) where old.kind == .password {
                _ = try AccountFactorStore.revoke(old.id, of: session.citizen, at: now, in: db)
            }
            try AccountFactorStore.insert(
                AccountFactor(
                    .password, secret: Array(phc.utf8), of: session.citizen, id: id, at: now,
                    isConfirmed: true,
                    vault: parts.vault, in: db), in: db)
            try Self.changed(
                "password", .wayAdded, "account.way-added", session, parts, at: now, requestID, in: db)
        }
    }

    /// Makes a key for an authenticator; it counts once she has typed a code of it.
    func beginTOTP(in session: AccountSession, requestID: String) async throws {
        try requireFresh(session)
        let totp = TOTP.make(parts.world)
        let id = Token(parts.world)
        let (parts, now) = (parts, parts.world.now())
        try await parts.engine.write { db in
            try parts.requireOpen(session, in: db)
            for old in try AccountFactorStore.all(of: session.citizen, in: db)
            where old.kind == .totp && old.confirmedAt == nil {
                _ = try AccountFactorStore.revoke(old.id, of: session.citizen, at: now, in: db)
            }
            try AccountFactorStore.insert(
                AccountFactor(
                    .totp, secret: totp.key, of: session.citizen, begunIn: session.id, id: id, at: now,
                    isConfirmed: false,
                    vault: parts.vault, in: db), in: db)
            try parts.note("account.key-shown", of: session.citizen, fields: ["totp"], requestID, in: db)
        }
    }

    /// The key that waits to be confirmed, for its picture.
    func waitingTOTP(in session: AccountSession) async throws -> TOTP? {
        let (vault, now) = (parts.vault, parts.world.now())
        return try await parts.engine.read { db in
            try AccountFactorStore.begun(in: session, at: now, in: db).map {
                TOTP(key: try $0.secret(vault, in: db))
            }
        }
    }

    /// Confirms the key by a code of it; an authenticator before it goes.
    func confirmTOTP(_ input: String, in session: AccountSession, requestID: String) async throws {
        try requireFresh(session)
        let (parts, now) = (parts, parts.world.now())
        let isRight = try await parts.engine.write { db in
            try parts.requireOpen(session, in: db)
            guard let factor = try AccountFactorStore.begun(in: session, at: now, in: db),
                let step = TOTP(key: try factor.secret(parts.vault, in: db)).step(of: input, at: now),
                try AccountFactorStore.confirm(factor.id, at: now, in: db)
            else { return false }
            _ = try AccountFactorStore.use(factor.id, step: step, at: now, in: db)
            for old in try AccountFactorStore.all(of: session.citizen, in: db)
            where old.kind == .totp && old.id != factor.id {
                _ = try AccountFactorStore.revoke(old.id, of: session.citizen, at: now, in: db)
            }
            try Self.changed(
                "totp", .wayAdded, "account.way-added", session, parts, at: now, requestID, in: db)
            return true
        }
        guard isRight else { throw AccountRefused.codeWrong }
    }

    /// Takes away one way; the last that signs her in stays.
    func revoke(_ id: Token, in session: AccountSession, requestID: String) async throws {
        try requireFresh(session)
        let (parts, now) = (parts, parts.world.now())
        try await parts.engine.write { db in
            try parts.requireOpen(session, in: db)
            let all = try AccountFactorStore.all(of: session.citizen, in: db).filter { $0.confirmedAt != nil }
            let passkeys = try parts.passkeys?.all(of: session.citizen.rawValue, in: db) ?? []
            // An authenticator alone signs nobody in.
            let ways = all.filter { $0.kind == .password }.map(\.id) + passkeys.map(\.id)
            let kind = all.first { $0.id == id }?.kind
            guard kind != nil || passkeys.contains(where: { $0.id == id }) else {
                throw AccountRefused.unknownWay
            }
            guard kind == .totp || ways.count > 1 else { throw AccountRefused.lastWay }
            if kind == nil {
                try parts.passkeys?.remove(id, of: session.citizen.rawValue, in: db)
            } else {
                guard try AccountFactorStore.revoke(id, of: session.citizen, at: now, in: db) else {
                    throw AccountRefused.unknownWay
                }
            }
            try Self.changed(
                kind?.rawValue ?? "passkey", .wayRemoved, "account.way-removed", session, parts, at: now,
                requestID,
                in: db)
        }
    }

    /// Asks her device for a passkey; nil where browsers make none.
    func offerPasskey(in session: AccountSession) async throws -> PasskeyOffer? {
        try requireFresh(session)
        let person = try await standing(of: session).person
        return try await parts.passkeys?.offerCreation(
            holder: session.citizen.rawValue,
            person: PasskeyOffer.Person(name: person.number.masked, displayName: person.number.masked))
    }

    /// Keeps the passkey that her device has made.
    func addPasskey(_ answer: PasskeyCreation, in session: AccountSession, requestID: String) async throws {
        try requireFresh(session)
        guard let passkeys = parts.passkeys else { throw AccountRefused.unknownWay }
        let new = try await passkeys.made(answer, holder: session.citizen.rawValue)
        let (parts, now) = (parts, parts.world.now())
        try await parts.engine.write { db in
            try parts.requireOpen(session, in: db)
            guard try passkeys.all(of: session.citizen.rawValue, in: db).count < Self.passkeysMax else {
                throw AccountRefused.tooManyWays
            }
            try passkeys.keep(new, in: db)
            try Self.changed(
                "passkey", .wayAdded, "account.way-added", session, parts, at: now, requestID, in: db)
        }
    }

    /// Ends what a browser holds, also a session that still waits for its second factor.
    func signOut(token: String?, requestID: String) async throws {
        do {
            try await signOut(CurrentAccount(parts: parts).any(token: token), requestID: requestID)
        } catch AccountRefused.signedOut {
            // Nothing is left to end.
        }
    }

    func signOut(_ session: AccountSession, requestID: String) async throws {
        let (parts, now) = (parts, parts.world.now())
        try await parts.engine.write { db in
            guard try AccountSessionStore.end(session.id, because: .finished, at: now, in: db) else { return }
            try parts.note("account.signed-out", of: session.citizen, requestID, in: db)
        }
    }

    /// Ends every session of the person's, this one too, and what her phone has opened at terminals.
    func signOutEverywhere(_ session: AccountSession, requestID: String) async throws {
        let (parts, now) = (parts, parts.world.now())
        try await parts.engine.write { db in
            _ = try parts.endEverywhere(session.citizen, because: .everywhere, at: now, in: db)
            try parts.note(
                "account.signed-out", of: session.citizen, decision: "everywhere", requestID, in: db)
        }
    }

    /// What every change ends with: other sessions and what they let in are over, the log knows, and she is told.
    static func changed(
        _ field: String, _ word: AccountNotice.Word, _ action: String, _ session: AccountSession,
        _ parts: AccountParts, at now: Instant, _ requestID: String, in db: any SQLConnection
    ) throws {
        _ = try parts.endEverywhere(
            session.citizen, except: session.id, because: .everywhere, at: now, in: db)
        try parts.note(action, of: session.citizen, fields: [field], requestID, in: db)
        try parts.tell(session.citizen, word, in: db)
    }
}
