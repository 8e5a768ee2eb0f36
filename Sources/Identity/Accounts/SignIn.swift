import Base
import Passkeys
import Audit
import Storage
import Vault
import Web

/// Signs a person in from a browser of her own: a password, then a code; what is wrong of it is not said.
///
/// Whoever has no account goes the same way as whoever has one: the same hash, the same statements, the same words.
public struct SignIn: Sendable {
    /// Wrong second factors in one sign-in.
    static let secondTriesMax = 5
    /// Codes by message for one person within an hour.
    static let codesPerHourMax = 5
    static let codePurpose = "sign-in"
    /// After so many wrong tries in a row the person is told.
    static let tellsAfter = 5

    let parts: AccountParts
    /// What a password is compared with that belongs to no account: a hash of the same cost.
    let nobody: NobodysPassword

    /// The first factor.
    ///
    /// `device` is what the browser keeps from a sign-in before, if it has one. Gives the token of a session that
    /// waits for its second factor, or throws ``AccountRefused``.
    func password(
        _ name: String, _ password: String, device: String?, language: Language, requestID: String
    ) async throws -> String {
        let (token, hash) = parts.identity.newToken()
        let id = Token(parts.world)
        let device = device.map { AccountParts.hash($0) }
        let asked = try await ask(name, device: device)
        switch asked.throttle?.verdict(at: parts.world.now()) ?? .welcome {
        case .welcome: break
        case .closed: throw AccountRefused.closed
        case .wait(let until):
            throw AccountRefused.wait(seconds: Int(until.since(parts.world.now()).components.seconds) + 1)
        }
        let isRight = try await check(password, against: asked.stored)
        let (parts, now) = (parts, parts.world.now())
        let wasRight = try await parts.engine.write { db in
            guard isRight, let citizen = asked.citizen else {
                try Self.miss(asked, parts, at: now, requestID, in: db)
                return false
            }
            try AccountSessionStore.insert(
                AccountSession(
                    id: id, citizen: citizen, state: .first, factors: [.password], level: .basic,
                    language: language, startedAt: now, lastSeenAt: now, authenticatedAt: now, tokenHash: hash
                ),
                in: db)
            try parts.note("account.password-right", of: citizen, fields: ["password"], requestID, in: db)
            return true
        }
        guard wasRight else { throw AccountRefused.notRight }
        return token
    }

    /// Both factors at once: a device that she has, which knows her; nil where browsers make no passkeys.
    func offerPasskey(to session: AccountSession? = nil) async throws -> PasskeyOffer? {
        try await parts.passkeys?.offerProof(holder: session?.citizen.rawValue)
    }

    /// Signs in whoever shows a passkey, or proves a signed-in person anew by one of hers.
    func passkey(
        _ answer: PasskeyAssertion, again: AccountSession? = nil, device: String?, language: Language,
        requestID: String
    ) async throws -> SignedIn {
        guard let passkeys = parts.passkeys else { throw AccountRefused.unknownWay }
        let passkey = try await passkeys.proved(answer, holder: again?.citizen.rawValue)
        guard let citizen = Token(rawValue: passkey.holder) else { throw PasskeyRefused.unknown }
        let now = parts.world.now()
        let session =
            again
            ?? AccountSession(
                id: Token(parts.world), citizen: citizen, state: .first, factors: [], level: .basic,
                language: language, startedAt: now, lastSeenAt: now, authenticatedAt: now,
                tokenHash: parts.identity.newToken().hash)
        let proof = AccountProof(parts, session: session, device: device, requestID: requestID)
        return try await parts.engine.write { db in
            guard try AccountStore.isOpen(citizen, in: db) else { throw PasskeyRefused.unknown }
            if again == nil { try AccountSessionStore.insert(session, in: db) }
            return try proof.complete(adding: [.passkey], in: db)
        }
    }

    /// The second factor: a code of the authenticator.
    func totp(
        _ input: String, adding factors: Set<Factor> = [.totp], in session: AccountSession, device: String?,
        requestID: String
    ) async throws -> SignedIn {
        let parts = parts
        let proof = AccountProof(parts, session: session, device: device, requestID: requestID)
        let outcome = try await parts.engine.write { db -> Result<SignedIn, AccountRefused> in
            let now = parts.world.now()
            guard try AccountSessionStore.tries(session.id, in: db) < Self.secondTriesMax else {
                return .failure(.startAgain)
            }
            guard
                let factor = try AccountFactorStore.newest(
                    .totp, of: session.citizen, isConfirmed: true, in: db),
                let step = TOTP(key: try factor.secret(parts.vault, in: db)).step(of: input, at: now),
                try AccountFactorStore.use(factor.id, step: step, at: now, in: db)
            else { return .failure(try Self.missSecond(session, .totp, parts, at: now, requestID, in: db)) }
            return .success(try proof.complete(adding: factors, in: db))
        }
        return try outcome.get()
    }

    /// Sends a code to her phone, for those who have no authenticator: it signs her in for what harms nobody.
    func sendCode(in session: AccountSession, requestID: String) async throws {
        let code = LoginCode.make(parts.world)
        let sending = Token(parts.world)
        let (parts, now) = (parts, parts.world.now())
        let phone = try await parts.engine.write { db -> Phone? in
            guard
                try AccountCodeStore.made(
                    of: session.citizen, purpose: Self.codePurpose, since: now - .seconds(3_600), in: db)
                    < Self.codesPerHourMax
            else { throw IdentityRefused.codeTooOften }
            try AccountCodeStore.replace(
                AccountCodeStore.Code(
                    id: sending, citizen: session.citizen, purpose: Self.codePurpose,
                    hash: LoginCode.hash(code, sending: sending, vault: parts.vault), session: session.id,
                    madeAt: now, expiresAt: now + LoginCode.life), in: db)
            try parts.note("account.code-sent", of: session.citizen, fields: ["phone"], requestID, in: db)
            return try CitizenStore.find(session.citizen, vault: parts.vault, in: db)?.phone
        }
        guard let phone else { return }
        do {
            try await parts.messages.send(
                parts.words.phrases(session.language)("message.login-code", ["code": code]), to: phone,
                key: sending)
        } catch {
            throw AccountRefused.codeUndelivered
        }
    }

    func code(_ input: String, in session: AccountSession, device: String?, requestID: String) async throws
        -> SignedIn
    {
        let parts = parts
        let proof = AccountProof(parts, session: session, device: device, requestID: requestID)
        let outcome = try await parts.engine.write { db -> Result<SignedIn, AccountRefused> in
            let now = parts.world.now()
            guard try AccountSessionStore.tries(session.id, in: db) < Self.secondTriesMax else {
                return .failure(.startAgain)
            }
            guard
                let sent = try AccountCodeStore.open(
                    of: session.citizen, purpose: Self.codePurpose, session: session.id, in: db),
                now < sent.expiresAt, let typed = LoginCode.normalised(input),
                LoginCode.hash(typed, sending: sent.id, vault: parts.vault) == sent.hash,
                try AccountCodeStore.markUsed(sent.id, at: now, in: db)
            else { return .failure(try Self.missSecond(session, .code, parts, at: now, requestID, in: db)) }
            return .success(try proof.complete(adding: [.code], in: db))
        }
        return try outcome.get()
    }

    /// Whether the password of a signed-in person is right, when something dear asks for it anew.
    func proveAgain(
        _ password: String, code: String, in session: AccountSession, requestID: String
    ) async throws -> SignedIn {
        let vault = parts.vault
        let stored = try await parts.engine.read { db in
            try AccountFactorStore.newest(.password, of: session.citizen, isConfirmed: true, in: db).map {
                String(decoding: try $0.secret(vault, in: db), as: UTF8.self)
            }
        }
        guard try await check(password, against: stored) else {
            let (parts, now) = (parts, parts.world.now())
            let refusal = try await parts.engine.write { db in
                try Self.missSecond(session, .password, parts, at: now, requestID, in: db)
            }
            throw refusal
        }
        return try await totp(
            code, adding: [.password, .totp], in: session, device: nil, requestID: requestID)
    }

    private struct Asked: Sendable {
        let citizen: Token?
        let stored: String?
        let throttle: Throttle?
        let scope: [UInt8]
        let isKnownDevice: Bool
    }

    /// Whose name it is, and what is known about tries; a name of nobody's has tries of its own.
    private func ask(_ name: String, device: [UInt8]?) async throws -> Asked {
        let vault = parts.vault
        return try await parts.engine.read { db in
            let citizen = try AccountName(name).flatMap { try AccountStore.find($0, vault: vault, in: db) }
            let factor = try citizen.flatMap {
                try AccountFactorStore.newest(.password, of: $0.id, isConfirmed: true, in: db)
            }
            let isKnown =
                try device.flatMap { device in
                    try citizen.map { try AccountStore.knows(device: device, of: $0.id, in: db) }
                } ?? false
            let scope =
                citizen.map { Self.scope($0.id, device: isKnown ? device : nil, vault) }
                ?? vault.term(ThrottleStore.index, "name|" + name.filter { !$0.isWhitespace }.lowercased())
            return Asked(
                citizen: factor == nil ? nil : citizen?.id,
                stored: try factor.map { String(decoding: try $0.secret(vault, in: db), as: UTF8.self) },
                throttle: try ThrottleStore.find(scope, in: db), scope: scope, isKnownDevice: isKnown)
        }
    }

    private func check(_ password: String, against stored: String?) async throws -> Bool {
        do {
            let phc: String
            if let stored { phc = stored } else { phc = try await nobody.phc(parts.passwords) }
            return try await parts.passwords.verify(password, against: phc) && stored != nil
        } catch VaultError.busy {
            throw AccountRefused.busy
        }
    }

    static func scope(_ citizen: Token, device: [UInt8]?, _ vault: Vault) -> [UInt8] {
        vault.term(ThrottleStore.index, "person|\(citizen.rawValue)|\(device?.hex ?? "")")
    }

    private static func miss(
        _ asked: Asked, _ parts: AccountParts, at now: Instant, _ requestID: String, in db: any SQLConnection
    ) throws {
        let failures = try ThrottleStore.count(asked.scope, at: now, in: db)
        try parts.note(
            "account.refused", of: asked.citizen, fields: ["password"],
            decision: asked.isKnownDevice ? "known-browser" : "other-browser", requestID, in: db)
        if failures == tellsAfter, let citizen = asked.citizen {
            try parts.tell(citizen, .wrongTries, in: db)
        }
    }

    private static func missSecond(
        _ session: AccountSession, _ factor: Factor, _ parts: AccountParts, at now: Instant,
        _ requestID: String,
        in db: any SQLConnection
    ) throws -> AccountRefused {
        let tries = try AccountSessionStore.countTry(session.id, in: db)
        try parts.note("account.refused", of: session.citizen, fields: [factor.rawValue], requestID, in: db)
        if tries == secondTriesMax {
            _ = try AccountSessionStore.end(session.id, because: .replaced, at: now, in: db)
            // Somebody knows her password: that counts against the way of it, wherever the browser stands.
            _ = try ThrottleStore.count(scope(session.citizen, device: nil, parts.vault), at: now, in: db)
            try parts.tell(session.citizen, .wrongTries, in: db)
            return .startAgain
        }
        return .codeWrong
    }
}
