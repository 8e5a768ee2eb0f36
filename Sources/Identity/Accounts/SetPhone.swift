import Base
import Storage
import Vault
import Web

/// Sets the phone that codes and notices go to: a code to the new number shows that it is hers, and the former one is told.
///
/// The new number stands in no table until it is confirmed: the code's hash is made over both.
/// Source: ASVS 5.0, 7.5.1 and 6.3.7; NIST SP 800-63B-4, 4.1.2: what binds a new authenticator is a proof of her own.
public struct SetPhone: Sendable {
    static let purpose = "phone"
    static let codesPerHourMax = 5

    /// Who asks, and from where.
    enum Asker: Sendable {
        case account(AccountSession)
        case visit(IdentifiedSession)
    }

    let parts: AccountParts

    /// Her present phone; nil when she has none.
    ///
    /// - Throws: As ``send(to:for:language:requestID:)``, when a change is not hers to make.
    func present(of asker: Asker) async throws -> Phone? {
        try require(asker)
        let vault = parts.vault
        return try await parts.engine.read { db in
            try CitizenStore.find(asker.citizen, vault: vault, in: db)?.phone
        }
    }

    /// Sends a code to the new number.
    ///
    /// - Throws: ``AccountRefused/phoneUnreadable``, ``AccountRefused/codeUndelivered``; ``AccountRefused/levelTooLow`` and
    ///   ``AccountRefused/proofStale`` in her account; ``IdentityRefused/phoneProofNeeded`` at a terminal;
    ///   ``IdentityRefused/codeTooOften``.
    func send(
        to input: String, for asker: Asker, language: Language, requestID: String
    ) async throws -> Phone {
        try require(asker)
        guard let phone = Phone(input) else { throw AccountRefused.phoneUnreadable }
        let code = LoginCode.make(parts.world)
        let sending = Token(parts.world)
        let (parts, now) = (parts, parts.world.now())
        try await parts.engine.write { db in
            try Self.requireOpen(asker, parts, in: db)
            guard
                try AccountCodeStore.made(
                    of: asker.citizen, purpose: Self.purpose, since: now - .seconds(3_600), in: db)
                    < Self.codesPerHourMax
            else { throw IdentityRefused.codeTooOften }
            try AccountCodeStore.replace(
                AccountCodeStore.Code(
                    id: sending, citizen: asker.citizen, purpose: Self.purpose,
                    hash: Self.hash(code, phone, sending: sending, parts.vault), session: asker.session,
                    madeAt: now, expiresAt: now + LoginCode.life), in: db)
            try parts.note(
                "account.code-sent", of: asker.citizen, fields: ["phone"], decision: "new-phone",
                terminal: asker.terminal, requestID, in: db)
        }
        do {
            try await parts.messages.send(
                parts.words.phrases(language)("message.phone-code", ["code": code]), to: phone, key: sending)
        } catch {
            throw AccountRefused.codeUndelivered
        }
        return phone
    }

    /// Makes the number hers whose code she types.
    ///
    /// - Throws: ``AccountRefused/codeWrong``, ``AccountRefused/wait(seconds:)``; else as ``send(to:for:language:requestID:)``.
    func confirm(_ input: String, to number: String, for asker: Asker, requestID: String) async throws {
        try require(asker)
        let (parts, now) = (parts, parts.world.now())
        let isRight = try await parts.engine.write { db in
            try Self.requireOpen(asker, parts, in: db)
            let scope = SignIn.scope(of: "phone|\(asker.citizen)", parts.vault)
            _ = try ThrottleStore.take(scope, at: now, in: db)
            guard let phone = Phone(number), let typed = LoginCode.normalised(input),
                let sent = try AccountCodeStore.open(
                    of: asker.citizen, purpose: Self.purpose, session: asker.session, in: db),
                now < sent.expiresAt, Self.hash(typed, phone, sending: sent.id, parts.vault) == sent.hash,
                try AccountCodeStore.markUsed(sent.id, at: now, in: db)
            else {
                try parts.noteRefusal(of: .code, requestID, in: db)
                return false
            }
            try ThrottleStore.clear(scope, in: db)
            try Self.keep(phone, for: asker, parts, at: now, requestID, in: db)
            return true
        }
        guard isRight else { throw AccountRefused.codeWrong }
    }

    /// The number in both places, and everything that the former one could still do is over.
    private static func keep(
        _ phone: Phone, for asker: Asker, _ parts: AccountParts, at now: Instant, _ requestID: String,
        in db: any SQLConnection
    ) throws {
        let citizen = asker.citizen
        guard let person = try CitizenStore.find(citizen, vault: parts.vault, in: db) else {
            throw IdentityRefused.notIdentified
        }
        try CitizenStore.setPhone(phone, of: citizen, vault: parts.vault, in: db)
        try AccountStore.setPhone(phone, of: citizen, vault: parts.vault, in: db)
        try parts.phoneChanged(citizen, person.phone, phone, db)
        try AccountCodeStore.markAllUsed(of: citizen, at: now, in: db)
        try LoginCodeStore.markAllUsed(
            numberTerm: parts.vault.term(CitizenStore.numberIndex, person.number.text), at: now, in: db)
        _ = try AccountSessionStore.endAll(
            of: citizen, except: asker.account, because: .everywhere, at: now, in: db)
        try PhoneLoginStore.markAllUsed(by: citizen, at: now, in: db)
        try parts.note(
            "account.phone-set", of: citizen, fields: ["phone"],
            decision: person.phone == nil ? "first" : "changed", terminal: asker.terminal, requestID, in: db)
        try parts.tell(citizen, .phoneSet, in: db)
        if let former = person.phone, former != phone {
            try AccountNotice.enqueue(
                .phoneReplaced, for: citizen, at: former, parts.vault, parts.world, in: db)
        }
    }

    /// Whether a change is hers to make: two factors just now, or her card with what is no message to a phone.
    func require(_ asker: Asker) throws {
        switch asker {
        case .account(let session):
            guard session.level >= .substantial, !session.factors.isEmpty else {
                throw AccountRefused.levelTooLow
            }
            guard session.isFresh(at: parts.world.now()) else { throw AccountRefused.proofStale }
        case .visit(let visit):
            let factors = visit.session.factors
            guard factors.contains(.card), !factors.isDisjoint(with: [.face, .phone]) else {
                throw IdentityRefused.phoneProofNeeded
            }
        }
    }

    private static func requireOpen(_ asker: Asker, _ parts: AccountParts, in db: any SQLConnection) throws {
        switch asker {
        case .account(let session): try parts.requireOpen(session, in: db)
        case .visit(let visit): try parts.requireOpen(visit, in: db)
        }
    }

    private static func hash(_ code: String, _ phone: Phone, sending: Token, _ vault: Vault) -> [UInt8] {
        LoginCode.hash("\(code)|\(phone.text)", sending: sending, vault: vault)
    }
}

extension SetPhone.Asker {
    var citizen: Token {
        switch self {
        case .account(let session): session.citizen
        case .visit(let visit): visit.citizen
        }
    }

    /// What a code is bound to.
    var session: Token {
        switch self {
        case .account(let session): session.id
        case .visit(let visit): visit.session.id
        }
    }

    /// The session in her account that goes on.
    var account: Token? {
        if case .account(let session) = self { session.id } else { nil }
    }

    var terminal: String? {
        if case .visit(let visit) = self { visit.session.terminalID } else { nil }
    }
}
