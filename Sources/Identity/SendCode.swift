import Audit
import Base
import Storage
import Vault
public import Web

/// Sends a code to the phone registered for the card's person, after the authority confirmed name and number.
///
/// The page says the same, and takes as long, whether a phone is registered or not.
public struct SendCode: Sendable {
    /// Codes for one person within an hour at one terminal.
    public static let perTerminalMax = 5
    /// Codes for one person within an hour, over all terminals: three of them can annoy her phone.
    ///
    /// The first code at a terminal that has sent her none is sent all the same, so that no others shut her out of it.
    public static let perHourMax = 15

    let parts: IdentityParts
    private let confirm: ConfirmClaim
    let messages: any MessagePort
    let words: Words
    private let last = LastSendings()

    public init(
        _ parts: IdentityParts, authority: any IdentityAuthority, messages: any MessagePort, words: Words
    ) {
        self.parts = parts
        confirm = ConfirmClaim(parts: parts, authority: authority)
        self.messages = messages
        self.words = words
    }

    /// - Throws: ``IdentityRefused``, among them `codeUndelivered`; `PortError` when the authority cannot answer.
    public func callAsFunction(in session: Session, requestID: String) async throws {
        let (number, citizen) = try await claimed(session, requestID)
        let code = LoginCode.make(parts.world)
        let sending = Token(parts.world)
        try await keep(
            code, for: citizen, sending: sending, number: number, session: session, requestID: requestID)
        let text = words.phrases(session.language)("message.login-code", ["code": code])
        guard let phone = citizen?.phone else {
            guard try await last.imitate(parts.world) else { throw IdentityRefused.codeUndelivered }
            return
        }
        do {
            try await last.measure(parts.world.steady) {
                try await messages.send(text, to: phone, key: sending)
            }
        } catch {
            throw IdentityRefused.codeUndelivered
        }
    }

    private func claimed(
        _ session: Session, _ requestID: String
    ) async throws -> (CitizenNumber, Citizen?) {
        let claim = try await confirm.claim(of: session)
        let tries = try await parts.engine.read { db in
            try SessionStore.tries(of: .code, for: session.id, in: db)
        }
        guard tries < ConfirmCode.triesMax else { throw IdentityRefused.codeTriesUsed }
        let number = try CitizenNumber(claim.number)
        let vault = parts.vault
        let term = vault.term(CitizenStore.numberIndex, number.text)
        let now = parts.world.now()
        try await parts.engine.read { db in
            try Self.requireRoom(term, at: session.terminalID, now, in: db)
        }
        try await confirm(claim, for: .code, in: session, requestID: requestID)
        return (
            number,
            try await parts.engine.read { db in try CitizenStore.findEvenly(number, vault: vault, in: db) }
        )
    }

    private static func requireRoom(
        _ term: [UInt8], at terminal: String, _ now: Instant, in db: any SQLConnection
    ) throws {
        let sent = try LoginCodeStore.sent(
            numberTerm: term, at: terminal, since: now - .seconds(3_600), in: db)
        guard sent.here == 0 || (sent.here < perTerminalMax && sent.everywhere < perHourMax) else {
            throw IdentityRefused.codeTooOften
        }
    }

    private func keep(
        _ code: String, for citizen: Citizen?, sending: Token, number: CitizenNumber, session: Session,
        requestID: String
    ) async throws {
        let now = parts.world.now()
        let (vault, audit) = (parts.vault, parts.audit)
        let term = vault.term(CitizenStore.numberIndex, number.text)
        let kept = LoginCodeStore.Code(
            id: sending, hash: LoginCode.hash(code, sending: sending, vault: vault),
            expiresAt: now + LoginCode.life)
        try await parts.engine.write { db in
            try Self.requireRoom(term, at: session.terminalID, now, in: db)
            try LoginCodeStore.insert(kept, session: session.id, numberTerm: term, at: now, in: db)
            // The log is public: a leaf about nobody looks like one about her, so it does not tell who is known.
            let subject =
                try citizen.map { try vault.subject($0.id, in: db) } ?? vault.imitatedSubject(in: db)
            try audit.append(
                AuditAct(
                    "identity.code-sent", actor: .citizen, purpose: session.service, caseNumber: nil,
                    subject: subject.commitment(),
                    fields: ["phone"], terminal: session.terminalID, requestID: requestID),
                in: db)
        }
    }
}
