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

    /// The first factor.
    ///
    /// `device` is what the browser keeps from a sign-in before, if it has one. Gives the token of a session that
    /// waits for its second factor, or throws ``AccountRefused``.
    func password(
        _ name: String, _ password: String, device: String?, language: Language, requestID: String
    ) async throws -> String {
        let (token, hash) = parts.identity.newToken()
        let id = Token(parts.world)
        let asked = try await ask(name, device: device.map { AccountParts.hash($0) })
        let isRight = try await check(password, against: asked.stored)
        let (parts, now) = (parts, parts.world.now())
        let wasRight = try await parts.engine.write { db in
            // While it was hashed, the password may have been taken away.
            guard isRight, let citizen = asked.citizen, let factor = asked.factor,
                try AccountFactorStore.all(of: citizen, in: db).contains(where: { $0.id == factor })
            else {
                try parts.noteRefusal(of: .password, requestID, in: db)
                if !asked.isHers { try GuessWatch.everybody.count(at: now, parts.vault, in: db) }
                // A name of nobody's costs a message that reaches nobody: without it the fifth try would tell.
                if asked.tries == Self.tellsAfter {
                    try parts.tell(asked.citizen ?? asked.nobody, .wrongTries, in: db)
                }
                return false
            }
            try ThrottleStore.giveBack(asked.scope, in: db)
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
        let (parts, now) = (parts, parts.world.now())
        let passkey: Passkey
        do {
            passkey = try await passkeys.proved(answer, holder: again?.citizen.rawValue)
        } catch let refusal as PasskeyRefused {
            try await parts.engine.write { db in
                try parts.noteRefusal(of: .passkey, requestID, in: db)
                guard refusal == .cloned,
                    let holder = try passkeys.holder(of: answer, in: db).flatMap({ Token(rawValue: $0) })
                else { return }
                // The signature was right, so it is hers; whoever tried has her key and learns nothing new.
                try parts.note("account.passkey-cloned", of: holder, fields: ["passkey"], requestID, in: db)
                try parts.tell(holder, .passkeyCloned, in: db)
                try parts.cloned(db)
            }
            throw refusal
        }
        guard let citizen = Token(rawValue: passkey.holder) else { throw PasskeyRefused.unknown }
        let session =
            again
            ?? AccountSession(
                id: Token(parts.world), citizen: citizen, state: .first, factors: [], level: .basic,
                language: language, startedAt: now, lastSeenAt: now, authenticatedAt: now,
                tokenHash: parts.identity.newToken().hash)
        let proof = AccountProof(parts, session: session, device: device, requestID: requestID)
        return try await parts.engine.write { db in
            // It may have been taken back since it was shown.
            guard try AccountStore.isOpen(citizen, in: db),
                try passkeys.all(of: passkey.holder, in: db).contains(where: { $0.id == passkey.id })
            else { throw PasskeyRefused.unknown }
            if again == nil {
                try AccountSessionStore.insert(session, in: db)
            } else {
                try parts.requireOpen(session, in: db)
            }
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
        return try await second(.totp, session, device, requestID) { db, now in
            guard
                let factor = try AccountFactorStore.newest(
                    .totp, of: session.citizen, isConfirmed: true, in: db),
                let step = TOTP(key: try factor.secret(parts.vault, in: db)).step(of: input, at: now),
                try AccountFactorStore.use(factor.id, step: step, at: now, in: db)
            else { return nil }
            return try proof.complete(adding: factors, in: db)
        }
    }

    /// Sends a code to her phone, for those who have no authenticator: it signs her in for what harms nobody.
    func sendCode(in session: AccountSession, requestID: String) async throws {
        let code = LoginCode.make(parts.world)
        let sending = Token(parts.world)
        let (parts, now) = (parts, parts.world.now())
        let phone = try await parts.engine.write { db -> Phone? in
            try parts.requireOpen(session, in: db)
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
        return try await second(.code, session, device, requestID) { db, now in
            guard
                let sent = try AccountCodeStore.open(
                    of: session.citizen, purpose: Self.codePurpose, session: session.id, in: db),
                now < sent.expiresAt, let typed = LoginCode.normalised(input),
                LoginCode.hash(typed, sending: sent.id, vault: parts.vault) == sent.hash,
                try AccountCodeStore.markUsed(sent.id, at: now, in: db)
            else { return nil }
            return try proof.complete(adding: [.code], in: db)
        }
    }

    /// One try of a second factor, counted before it is looked at: a person's in a row, over all her sign-ins.
    private func second(
        _ factor: Factor, _ session: AccountSession, _ device: String?, _ requestID: String,
        prove: @Sendable @escaping (_ db: any SQLConnection, _ now: Instant) throws -> SignedIn?
    ) async throws -> SignedIn {
        let parts = parts
        let device = device.map { AccountParts.hash($0) }
        let outcome = try await parts.engine.write { db -> Result<SignedIn, AccountRefused> in
            let now = parts.world.now()
            try parts.requireOpen(session, in: db)
            let isKnown =
                try device.map { try AccountStore.knows(device: $0, of: session.citizen, in: db) } ?? false
            let scope = Self.secondScope(session.citizen, device: isKnown ? device : nil, parts.vault)
            let tries = try ThrottleStore.take(scope, at: now, in: db)
            if let signedIn = try prove(db, now) {
                try ThrottleStore.clear(scope, in: db)
                return .success(signedIn)
            }
            try parts.noteRefusal(of: factor, requestID, in: db)
            if tries == Self.tellsAfter { try parts.tell(session.citizen, .wrongTries, in: db) }
            guard try AccountSessionStore.countTry(session.id, in: db) >= Self.secondTriesMax else {
                return .failure(.codeWrong)
            }
            _ = try AccountSessionStore.end(session.id, because: .replaced, at: now, in: db)
            return .failure(.startAgain)
        }
        return try outcome.get()
    }

    /// Whether the password of a signed-in person is right, when something dear asks for it anew.
    func proveAgain(
        _ password: String, code: String, in session: AccountSession, device: String?, requestID: String
    ) async throws -> SignedIn {
        let (parts, now) = (parts, parts.world.now())
        let known = device.map { AccountParts.hash($0) }
        let (scope, stored) = try await parts.engine.write { db in
            try parts.requireOpen(session, in: db)
            let isKnown =
                try known.map { try AccountStore.knows(device: $0, of: session.citizen, in: db) } ?? false
            let scope = Self.scope(
                of: "again|\(session.citizen)", device: isKnown ? known : nil, parts.vault)
            _ = try ThrottleStore.take(scope, at: now, in: db)
            let factor = try AccountFactorStore.newest(
                .password, of: session.citizen, isConfirmed: true, in: db)
            return (
                scope, try factor.map { String(decoding: try $0.secret(parts.vault, in: db), as: UTF8.self) }
            )
        }
        guard try await check(password, against: stored) else {
            try await parts.engine.write { db in try parts.noteRefusal(of: .password, requestID, in: db) }
            throw AccountRefused.codeWrong
        }
        try await parts.engine.write { db in try ThrottleStore.clear(scope, in: db) }
        return try await totp(
            code, adding: [.password, .totp], in: session, device: device, requestID: requestID)
    }

    private struct Asked: Sendable {
        /// Whose account it is; nil when nobody's.
        let citizen: Token?
        /// An id that is nobody's, for the same work where there is nobody.
        let nobody: Token
        /// Her password's way, if she has one.
        let factor: Token?
        let stored: String?
        let scope: [UInt8]
        /// Whether she has used the browser before.
        let isHers: Bool
        /// Tries in a row, this one among them.
        let tries: Int
    }

    /// Takes a try under the name, and finds whose name it is.
    ///
    /// What is counted hangs on the name alone, unless it is a browser of hers: a name of nobody's has waits of its own.
    private func ask(_ input: String, device: [UInt8]?) async throws -> Asked {
        let (vault, now) = (parts.vault, parts.world.now())
        let nobody = Token(parts.world)
        return try await parts.engine.write { db in
            let name = AccountName(input)
            let citizen = try name.flatMap {
                try AccountStore.findEvenly($0, nobody: nobody, vault: vault, in: db)?.id
            }
            let isHers =
                try device.map {
                    try AccountStore.knows(device: $0, of: citizen ?? nobody, in: db)
                } ?? false
            let scope =
                isHers
                ? Self.scope(of: "person|\(citizen?.rawValue ?? "")", device: device, vault)
                : Self.scope(
                    of: name?.text ?? "text|" + input.filter { !$0.isWhitespace }.lowercased(), vault)
            let isGuessed = try !isHers && GuessWatch.everybody.isOn(at: now, vault, in: db)
            let tries = try ThrottleStore.take(
                scope, at: now,
                freeTries: isGuessed ? Throttle.freeTriesAmongGuesses : Throttle.freeTries, in: db)
            let factor = try AccountFactorStore.newest(
                .password, of: citizen ?? nobody, isConfirmed: true, in: db)
            // Where there is nothing to open, as much is opened: the time of the answer would tell else.
            if factor == nil { _ = try vault.imitatedSubject(in: db) }
            return Asked(
                citizen: citizen, nobody: nobody, factor: factor?.id,
                stored: try factor.map { String(decoding: try $0.secret(vault, in: db), as: UTF8.self) },
                scope: scope, isHers: isHers, tries: tries)
        }
    }

    private func check(_ password: String, against stored: String?) async throws -> Bool {
        do {
            guard let stored else {
                _ = try await parts.passwords.verify(password, against: parts.passwords.nobodys())
                return false
            }
            return try await parts.passwords.verify(password, against: stored)
        } catch VaultError.busy {
            throw AccountRefused.busy
        }
    }

    /// What tries are counted under.
    static func scope(of text: String, device: [UInt8]? = nil, _ vault: Vault) -> [UInt8] {
        vault.term(ThrottleStore.index, "\(text)|\(device?.hex ?? "")")
    }

    static func secondScope(_ citizen: Token, device: [UInt8]?, _ vault: Vault) -> [UInt8] {
        scope(of: "second|\(citizen)", device: device, vault)
    }
}
