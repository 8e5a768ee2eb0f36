import Base
import Storage
import Vault

/// Lets a person who is signed in on her phone agree to one visit at one terminal: no card, no password, no secret
/// passes through the terminal.
///
/// Source: NIST SP 800-63B-4, 3.1.3: the terminal shows, the phone reads.
public struct PhoneLogin: Sendable {
    /// Long enough to take out a phone, short enough that nobody carries the picture far away.
    static let life = Duration.seconds(120)
    /// Pictures in one visit; for one beside a card the authority is asked.
    static let perVisitMax = 5

    enum Decision: String, Sendable {
        case yes
        case no
    }

    /// How far a visit has come.
    enum Standing: Hashable, Sendable {
        case none
        case waiting(code: String)
        /// Her number, masked: whoever stands there sees whose phone it was before she goes on.
        case agreed(number: String)
        case refused
        case expired
    }

    /// What the phone tells its person before she agrees.
    struct Visit: Sendable {
        let id: Token
        let terminalID: String
        let service: String
        let startedAt: Instant
    }

    let parts: AccountParts

    /// Asks for a phone beside the card of this visit, which the authority confirms first.
    ///
    /// A picture that waits for its phone stays: pressing twice asks nobody twice.
    /// - Throws: ``IdentityRefused/pictureTooOften``; as ``ConfirmClaim``.
    func askBesideCard(in session: Session, confirm: ConfirmClaim, requestID: String) async throws {
        let (claim, now) = (try await confirm.claim(of: session), parts.world.now())
        let stands = try await parts.engine.read { db in
            if let newest = try PhoneLoginStore.newest(of: session.id, in: db), newest.isWithCard,
                !newest.isUsed, newest.decision != .no, now < newest.expiresAt
            {
                return true
            }
            try Self.requireRoom(session, in: db)
            return false
        }
        guard !stands else { return }
        try await confirm(claim, for: .phone, in: session, requestID: requestID)
        try await ask(in: session, withCard: true, requestID: requestID)
    }

    /// Asks for a phone; what was asked before in the visit no longer counts.
    ///
    /// `withCard` says that the card of this visit was confirmed by the authority just now.
    /// - Throws: ``IdentityRefused/pictureTooOften``.
    func ask(in session: Session, withCard: Bool = false, requestID: String) async throws {
        let id = Token(parts.world)
        let (parts, now) = (parts, parts.world.now())
        try await parts.engine.write { db in
            try Self.requireRoom(session, in: db)
            if let old = try PhoneLoginStore.newest(of: session.id, in: db), !old.isUsed {
                _ = try PhoneLoginStore.markUsed(old.id, at: now, in: db)
            }
            try PhoneLoginStore.insert(
                id, session: session.id, codeHash: AccountParts.hash(Self.code(id, parts.vault)),
                withCard: withCard, at: now, expiresAt: now + Self.life, in: db)
            try parts.identity.note(
                "identity.phone-asked", of: .phone, decision: "shown", in: session, requestID, in: db)
        }
    }

    private static func requireRoom(_ session: Session, in db: any SQLConnection) throws {
        guard try PhoneLoginStore.count(of: session.id, in: db) < perVisitMax else {
            throw IdentityRefused.pictureTooOften
        }
    }

    func standing(in session: Session) async throws -> Standing {
        let (vault, now) = (parts.vault, parts.world.now())
        return try await parts.engine.read { db in
            guard let login = try PhoneLoginStore.newest(of: session.id, in: db), !login.isUsed else {
                return .none
            }
            switch login.decision {
            case .yes:
                let person = try login.citizen.flatMap { try CitizenStore.find($0, vault: vault, in: db) }
                return .agreed(number: person?.number.masked ?? "")
            case .no: return .refused
            case nil: return now < login.expiresAt ? .waiting(code: Self.code(login.id, vault)) : .expired
            }
        }
    }

    /// Whether a phone may agree to anything: she has proved herself to us with two factors, just now.
    ///
    /// What the portal vouches for is no proof of hers, and a sign-in of hours ago may be anybody's who holds the phone.
    /// - Throws: ``AccountRefused/levelTooLow``; ``AccountRefused/proofStale``.
    func requireProof(of account: AccountSession) throws(AccountRefused) {
        guard account.level >= .substantial, !account.factors.isEmpty else { throw .levelTooLow }
        guard account.isFresh(at: parts.world.now()) else { throw .proofStale }
    }

    /// The visit that a code stands for, for a phone on which she has proved herself just now.
    ///
    /// - Throws: ``AccountRefused/visitUnknown``; ``AccountRefused/accountNew(hours:)`` beside a card, for an account that card
    ///   and code opened not long ago; as ``requireProof(of:)``.
    func visit(of input: String, for account: AccountSession) async throws -> Visit {
        try requireProof(of: account)
        let (hash, now) = (Self.hash(input), parts.world.now())
        let (found, sureFrom) = try await parts.engine.read { db -> (Visit?, Instant?) in
            guard let hash, let login = try PhoneLoginStore.find(codeHash: hash, in: db),
                login.decision == nil,
                !login.isUsed, now < login.expiresAt,
                let session = try SessionStore.open(id: login.session, in: db),
                !session.isOver(at: now), session.citizen == nil
            else { return (nil, nil) }
            let visit = Visit(
                id: login.id, terminalID: session.terminalID, service: session.service,
                startedAt: session.startedAt)
            return (
                visit, login.isWithCard ? try AccountStore.sureFrom(account.citizen, in: db) : nil
            )
        }
        guard let found else { throw AccountRefused.visitUnknown }
        if let sureFrom, now < sureFrom {
            throw AccountRefused.accountNew(hours: Int((sureFrom.since(now) / .seconds(3_600)).rounded(.up)))
        }
        return found
    }

    /// Her answer, once.
    func decide(
        _ isYes: Bool, code input: String, by account: AccountSession, requestID: String
    ) async throws {
        let visit = try await visit(of: input, for: account)
        let (parts, now) = (parts, parts.world.now())
        try await parts.engine.write { db in
            // Everything may have been ended at a terminal while her answer was on its way.
            try parts.requireOpen(account, in: db)
            guard
                try PhoneLoginStore.decide(
                    visit.id, isYes ? .yes : .no, by: account.citizen, provedAt: account.authenticatedAt,
                    at: now, in: db)
            else { throw AccountRefused.visitUnknown }
            try parts.note(
                "account.visit-decided", of: account.citizen, fields: ["phone"],
                decision: isYes ? "yes" : "no",
                terminal: visit.terminalID, requestID, in: db)
            if isYes { try parts.tell(account.citizen, .visitAgreed, in: db) }
        }
    }

    /// Gives the visit its person, who agreed on her phone; the press on the terminal is what opens it.
    func complete(in session: Session, requestID: String) async throws -> Identified {
        let (alone, both) = (
            recognition([.phone], session, requestID), recognition([.card, .phone], session, requestID)
        )
        let (parts, now) = (parts, parts.world.now())
        let identified = try await parts.engine.write { db -> Identified? in
            guard let login = try PhoneLoginStore.newest(of: session.id, in: db), login.decision == .yes,
                let citizen = login.citizen, now < login.expiresAt + Self.life,
                try PhoneLoginStore.markUsed(login.id, at: now, in: db)
            else { throw AccountRefused.visitUnknown }
            // A card that was laid meanwhile must be hers; another's ends the visit, as everywhere.
            var claimed: Claim?
            if let sealed = try SessionStore.claim(of: session.id, in: db) {
                let claim = try Claim(sealed: sealed, by: parts.vault, session: session.id)
                let person = try CitizenStore.find(citizen, vault: parts.vault, in: db)
                guard person?.number.text == claim.number else {
                    try EndSession(parts.identity).one(
                        session, because: .mismatch, requestID: requestID, at: now, in: db)
                    return nil
                }
                claimed = claim
            }
            guard login.isWithCard else { return try alone.complete(citizen, in: db) }
            // The authority has confirmed the card, also a name that is new.
            guard let claimed else { throw AccountRefused.visitUnknown }
            return try both.complete(claimed, in: db)
        }
        guard let identified else { throw IdentityRefused.otherCard }
        return identified
    }

    private func recognition(_ factors: Set<Factor>, _ session: Session, _ requestID: String) -> Recognition {
        Recognition(parts: parts.identity, session: session, factors: factors, requestID: requestID)
    }

    /// What the picture says: twelve characters that only the centre can make of the row.
    static func code(_ id: Token, _ vault: Vault) -> String {
        let term = vault.term(BlindIndex("phone_logins.code", bits: 64), id.rawValue)
        return String(Token.encode(term).prefix(ActivateAccount.codeLength))
    }

    private static func hash(_ input: String) -> [UInt8]? {
        ActivateAccount.normalised(input).map { AccountParts.hash($0) }
    }
}
