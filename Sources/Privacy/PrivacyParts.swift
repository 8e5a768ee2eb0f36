public import Audit
public import Base
public import Catalogue
public import Representation
import Staff
public import Storage
public import Vault

/// What every verb of this room works with.
public final class PrivacyParts: Sendable {
    let engine: any SQLEngine
    let vault: Vault
    let audit: AuditLog
    let world: World
    let rules: PrivacyRules
    let purposes: [ConsentPurpose]
    /// Who acts for whom.
    let standing: Standing

    public init(
        engine: any SQLEngine, vault: Vault, audit: AuditLog, world: World, rules: PrivacyRules,
        purposes: [ConsentPurpose], standing: Standing
    ) {
        self.engine = engine
        self.vault = vault
        self.audit = audit
        self.world = world
        self.rules = rules
        self.purposes = purposes
        self.standing = standing
    }

    /// Nobody at the desk decides what is her own, nor what is somebody's for whom she acts or who acts for her.
    ///
    /// - Throws: ``PrivacyRefused/ownMatter``, ``PrivacyRefused/unknownSelf``, ``PrivacyRefused/personErased``.
    func requireStranger(
        _ official: StaffAccount, to persons: [SubjectKey], in db: any SQLConnection
    ) throws {
        guard let isHer = StaffSelf.isHer(official, vault) else { throw PrivacyRefused.unknownSelf }
        for person in persons {
            guard let isTied = try standing.isTied(isHer, to: person, in: db) else {
                throw PrivacyRefused.personErased
            }
            guard !isTied else { throw PrivacyRefused.ownMatter }
        }
    }

    /// The person's key; what is sealed under one that was destroyed cannot be opened any more.
    func key(_ citizen: Token, in db: any SQLConnection) throws -> SubjectKey {
        do {
            return try vault.subject(citizen, in: db)
        } catch VaultError.shredded {
            throw PrivacyRefused.personErased
        }
    }

    /// Takes back a consent that lasts for days, in the transaction of whatever makes it void.
    ///
    /// - Returns: Whether one held.
    @discardableResult
    public func withdraw(
        _ purpose: String, of citizen: Token, by actor: AuditActor, because decision: String? = nil,
        terminal: String? = nil, requestID: String?, in db: any SQLConnection
    ) throws -> Bool {
        guard let purpose = purposes.first(where: { $0.id == purpose }),
            try ConsentGrantStore.withdraw(purpose.id, of: citizen, at: world.now(), in: db) > 0
        else { return false }
        try note(
            "consent.withdrawn", by: actor, about: key(citizen, in: db).commitment(),
            fields: [purpose.wording], decision: decision, purpose: "consent/\(purpose.id)",
            terminal: terminal, requestID: requestID, in: db)
        return true
    }

    /// Writes down an act about a person, for her and for everybody.
    func note(
        _ action: String, by actor: AuditActor, about subject: [UInt8]?, number: RequestNumber? = nil,
        fields: [String] = [], decision: String? = nil, purpose: String?, terminal: String? = nil,
        requestID: String? = nil, in db: any SQLConnection
    ) throws {
        try audit.append(
            AuditAct(
                action, actor: actor, purpose: purpose, caseNumber: number?.rawValue, subject: subject,
                fields: fields, decision: decision, terminal: terminal, requestID: requestID),
            in: db)
    }
}

/// Who is before the screen, and where: a terminal's visit or an account on the public site.
public struct PersonHere: Hashable, Sendable {
    public let citizen: Token
    /// Nil on the public site.
    public let terminal: String?
    /// Of the visit or the signed-in session, for what ends with it.
    public let session: Token?
    /// Who is there for her as her guardian; nil when she is there herself.
    public let guardian: Token?

    public init(citizen: Token, terminal: String?, session: Token?, guardian: Token? = nil) {
        self.citizen = citizen
        self.terminal = terminal
        self.session = session
        self.guardian = guardian
    }
}
