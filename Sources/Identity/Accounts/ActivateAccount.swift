import Base
import Passkeys
import Storage
import Vault

/// Carries what a terminal has proved to the person's own phone or computer: a code, shown as a picture, opens the
/// account there once.
///
/// Source: ASVS 5.0, 6.4.1.
public struct ActivateAccount: Sendable {
    /// Sixty bits, as short as may be typed by hand.
    public static let codeLength = 12
    static let codeLife = Duration.seconds(10 * 60)
    static let purpose = "activation"

    let parts: AccountParts

    /// Opens the person's account if she has none, and makes a code in place of those before.
    ///
    /// With `reset` she has lost her phone: every way to sign in and every session of the account goes first.
    /// Gives the code in groups of four; throws ``AccountRefused/levelTooLow`` unless her card was read in the visit,
    /// ``IdentityRefused/sessionOver`` when that has ended meanwhile.
    public func makeCode(for session: IdentifiedSession, reset: Bool, requestID: String) async throws
        -> String
    {
        guard let level = Assurance(session.session.factors), level >= .substantial,
            session.session.factors.contains(.card)
        else { throw AccountRefused.levelTooLow }
        let code = String(Token.encode(parts.world.random(8)).prefix(Self.codeLength))
        let id = Token(parts.world)
        let (parts, now, citizen) = (parts, parts.world.now(), session.citizen)
        try await parts.engine.write { db in
            try parts.requireOpen(session, in: db)
            guard let person = try CitizenStore.find(citizen, vault: parts.vault, in: db) else {
                throw IdentityRefused.notIdentified
            }
            let isNew = try !AccountStore.isOpen(citizen, in: db)
            // Whoever came with card and code alone waits until it speaks for what must be sure.
            let sureFrom = level == .high ? now : now + parts.settle
            try AccountStore.open(
                person, sureFrom: sureFrom, reset: reset, vault: parts.vault, at: now, in: db)
            if reset {
                try Self.removeEverything(of: person, because: .lost, requestID, parts, at: now, in: db)
            }
            try AccountCodeStore.replace(
                AccountCodeStore.Code(
                    id: id, citizen: citizen, purpose: Self.purpose, hash: Self.hash(code, parts.vault),
                    session: session.session.id, madeAt: now, expiresAt: now + Self.codeLife), in: db)
            try parts.note(
                reset ? "account.reset" : "account.code-shown", of: citizen,
                terminal: session.session.terminalID, requestID, in: db)
            if reset || isNew { try parts.tell(citizen, reset ? .reset : .opened, in: db) }
        }
        return Self.grouped(code)
    }

    /// Opens a session in which she sets up how to sign in; it is worth nothing else.
    ///
    /// - Returns: The token for the browser, and by what it is known from now on.
    func callAsFunction(
        _ input: String, language: Language, requestID: String
    ) async throws -> (token: String, device: String) {
        let (token, hash) = parts.identity.newToken()
        let id = Token(parts.world)
        let device = Token(parts.world).rawValue
        let (parts, now) = (parts, parts.world.now())
        let typed = Self.normalised(input)
        try await parts.engine.write { db in
            guard let typed,
                let code = try AccountCodeStore.find(
                    hash: Self.hash(typed, parts.vault), purpose: Self.purpose, in: db),
                now < code.expiresAt, now >= code.madeAt - Session.clockBackMax,
                try AccountCodeStore.markUsed(code.id, at: now, in: db)
            else { throw AccountRefused.activationUnknown }
            try AccountSessionStore.insert(
                AccountSession(
                    id: id, citizen: code.citizen, state: .open, factors: [.activation], level: .basic,
                    language: language, startedAt: now, lastSeenAt: now, authenticatedAt: now, tokenHash: hash
                ),
                in: db)
            try AccountStore.remember(device: AccountParts.hash(device), of: code.citizen, at: now, in: db)
            if let person = try CitizenStore.find(code.citizen, vault: parts.vault, in: db) {
                try Self.clearThrottles(of: person, parts, in: db)
            }
            try parts.note("account.activated", of: code.citizen, fields: ["activation"], requestID, in: db)
        }
        return (token, device)
    }

    /// Ends all that a lost phone could still do: ways to sign in, sessions, visits it has opened, its being known, and what
    /// hangs on it in the rooms above.
    static func removeEverything(
        of person: Citizen, because why: WaysEnd, _ requestID: String?, _ parts: AccountParts,
        at now: Instant, in db: any SQLConnection
    ) throws {
        let citizen = person.id
        for factor in try AccountFactorStore.all(of: citizen, in: db) {
            _ = try AccountFactorStore.revoke(factor.id, of: citizen, at: now, in: db)
        }
        try parts.passkeys?.removeAll(of: citizen.rawValue, in: db)
        try parts.waysRemoved(citizen, why, requestID, db)
        _ = try parts.endEverywhere(citizen, because: .everywhere, at: now, in: db)
        try AccountStore.forgetDevices(of: citizen, in: db)
        try clearThrottles(of: person, parts, in: db)
    }

    /// Whoever has been identified at a terminal is listened to again, whoever tried in her name before.
    static func clearThrottles(
        of person: Citizen, _ parts: AccountParts, in db: any SQLConnection
    ) throws {
        let names: [AccountName] = [.number(person.number)] + (person.phone.map { [.phone($0)] } ?? [])
        for name in names { try ThrottleStore.clear(SignIn.scope(of: name.text, parts.vault), in: db) }
        try ThrottleStore.clear(SignIn.secondScope(person.id, device: nil, parts.vault), in: db)
    }

    static func hash(_ code: String, _ vault: Vault) -> [UInt8] {
        vault.term(BlindIndex("account_codes.code", bits: 256), code)
    }

    public static func grouped(_ code: String) -> String {
        stride(from: 0, to: code.count, by: 4).map { start in
            String(code.dropFirst(start).prefix(4))
        }.joined(separator: "-")
    }

    /// The code as it was made, from what people type: capitals, spaces, and letters that look like digits.
    public static func normalised(_ input: String) -> String? {
        let alike: [Character: Character] = ["o": "0", "i": "1", "l": "1"]
        let code = String(
            input.lowercased().filter { !" -\u{3000}".contains($0) }.map { alike[$0] ?? $0 })
        return code.count == codeLength ? code : nil
    }
}
