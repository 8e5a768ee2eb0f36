public import Audit
public import Base
public import Passkeys
public import Storage
public import Vault
public import Web

/// Why everything goes that could sign somebody in, for who writes down what went with it.
public enum WaysEnd: String, Sendable {
    /// Her phone is lost, and she shuts it out at a terminal.
    case lost
    case closed

    public var actor: AuditActor { self == .lost ? .citizen : .system("accounts") }
}

/// What every verb of accounts works with besides the room's own parts.
public final class AccountParts: Sendable {
    let identity: IdentityParts
    let passwords: PasswordHasher
    let rule: PasswordRule
    /// Nil where browsers make no passkeys: at an address in numbers.
    let passkeys: Passkeys?
    let messages: any MessagePort
    let words: Words
    /// How long an account that card and code have opened, or opened anew, does not speak for what must be sure.
    let settle: Duration
    /// Called when a passkey was found to be held twice, in the transaction that refuses it.
    let cloned: @Sendable (_ db: any SQLConnection) throws -> Void
    /// Called when somebody has another phone, in the transaction that sets it; what lies above this room follows.
    let phoneChanged: PhoneFollower
    /// Called when everything goes that could sign somebody in, in the transaction that removes it: what rooms above let her in
    /// by, what other sites were given, and what tells a phone of hers go with it.
    let waysRemoved: WaysFollower

    public typealias PhoneFollower =
        @Sendable (_ citizen: Token, _ former: Phone?, _ phone: Phone, _ db: any SQLConnection) throws -> Void
    public typealias WaysFollower =
        @Sendable (
            _ citizen: Token, _ why: WaysEnd, _ requestID: String?, _ db: any SQLConnection
        ) throws -> Void

    /// Three days: whoever lost card and number has read the message, and somebody has ended the account.
    public static let settleDefault = Duration.seconds(72 * 3_600)

    public init(
        _ identity: IdentityParts, passwords: PasswordHasher, rule: PasswordRule, passkeys: Passkeys?,
        messages: any MessagePort,
        words: Words, settle: Duration = AccountParts.settleDefault,
        cloned: @escaping @Sendable (_ db: any SQLConnection) throws -> Void = { _ in },
        phoneChanged: @escaping PhoneFollower = { _, _, _, _ in },
        waysRemoved: @escaping WaysFollower = { _, _, _, _ in }
    ) {
        self.identity = identity
        self.passwords = passwords
        self.rule = rule
        self.passkeys = passkeys
        self.messages = messages
        self.words = words
        self.settle = settle
        self.cloned = cloned
        self.phoneChanged = phoneChanged
        self.waysRemoved = waysRemoved
    }

    var engine: any SQLEngine { identity.engine }
    var vault: Vault { identity.vault }
    var world: World { identity.world }

    /// Writes down an act on an account; nil for a person who has none.
    func note(
        _ action: String, of citizen: Token?, fields: [String] = [], decision: String? = nil,
        terminal: String? = nil, _ requestID: String, in db: any SQLConnection
    ) throws {
        let subject = try citizen.map { try vault.subject($0, in: db).commitment() }
        try identity.audit.append(
            AuditAct(
                action, actor: .citizen, purpose: "account", caseNumber: nil, subject: subject,
                fields: fields,
                decision: decision, terminal: terminal, requestID: requestID),
            in: db)
    }

    /// Writes down that somebody was not let in, without whom she tried to be.
    ///
    /// The log is public, and whoever tried knows which leaf is his: with a subject he would learn who has an account.
    func noteRefusal(of factor: Factor, _ requestID: String, in db: any SQLConnection) throws {
        try note("account.refused", of: nil, fields: [factor.rawValue], requestID, in: db)
    }

    /// The session as it is within a transaction: it may have been ended since the request found it.
    ///
    /// - Throws: ``AccountRefused/signedOut`` when it is over.
    func requireOpen(_ session: AccountSession, in db: any SQLConnection) throws {
        guard let now = try AccountSessionStore.find(session.id, in: db), now.citizen == session.citizen,
            now.state == session.state, !now.isOver(at: world.now())
        else { throw session.state == .first ? AccountRefused.startAgain : .signedOut }
    }

    /// The same of a visit, which ends with another card or the next person's press.
    ///
    /// - Throws: ``IdentityRefused/sessionOver`` when it is over.
    func requireOpen(_ visit: IdentifiedSession, in db: any SQLConnection) throws {
        guard let now = try SessionStore.open(id: visit.session.id, in: db), now.citizen == visit.citizen,
            !now.isOver(at: world.now())
        else { throw IdentityRefused.sessionOver }
    }

    /// Ends what a person's sign-ins let in: sessions, visits that a phone agreed to, and those that one has opened.
    ///
    /// - Returns: How many sessions and visits were open.
    func endEverywhere(
        _ citizen: Token, except kept: Token? = nil, because reason: AccountSession.End, at now: Instant,
        in db: any SQLConnection
    ) throws -> Int {
        let sessions = try AccountSessionStore.endAll(
            of: citizen, except: kept, because: reason, at: now, in: db)
        try PhoneLoginStore.markAllUsed(by: citizen, at: now, in: db)
        return try sessions + end(SessionStore.open(ofCitizen: citizen, in: db), at: now, in: db)
    }

    /// The same for everybody.
    func endEverybodys(because reason: AccountSession.End, at now: Instant, in db: any SQLConnection) throws
        -> Int
    {
        let sessions = try AccountSessionStore.endEverybodys(because: reason, at: now, in: db)
        try PhoneLoginStore.markAllUsed(at: now, in: db)
        return try sessions + end(SessionStore.openedByPhone(in: db), at: now, in: db)
    }

    private func end(_ visits: [Session], at now: Instant, in db: any SQLConnection) throws -> Int {
        let opened = visits.filter { !$0.factors.isDisjoint(with: [.phone, .network]) }
        for visit in opened {
            try EndSession(identity).one(visit, because: .mismatch, requestID: nil, at: now, in: db)
        }
        return opened.count
    }

    /// Ends a session that outlived itself and writes it down; one that is over already is left alone.
    func endOverdue(_ session: AccountSession, at now: Instant, in db: any SQLConnection) throws {
        let reason: AccountSession.End =
            now.since(session.startedAt) > AccountSession.lifeMax ? .lifetime : .idle
        guard try AccountSessionStore.end(session.id, because: reason, at: now, in: db) else { return }
        let subject: [UInt8]?
        do {
            subject = try vault.subject(session.citizen, in: db).commitment()
        } catch VaultError.shredded {
            subject = nil
        }
        try identity.audit.append(
            AuditAct(
                "account.session-ended", actor: .system("accounts"), purpose: "account", caseNumber: nil,
                subject: subject, decision: reason.rawValue),
            in: db)
    }

    /// Tells a person of an odd or changed sign-in: a job, so that it comes however the gateway is.
    func tell(_ citizen: Token, _ word: AccountNotice.Word, in db: any SQLConnection) throws {
        try AccountNotice.enqueue(word, for: citizen, world, in: db)
    }

    static func hash(_ text: String) -> [UInt8] { Digest.sha256(Array(text.utf8)) }
}
