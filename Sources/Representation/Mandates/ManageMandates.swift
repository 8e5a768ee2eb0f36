public import Base
public import Catalogue
import Audit
import Identity
import Storage
import Vault

/// A person's own mandates: given by herself, seen by herself, taken back with effect at once.
public struct ManageMandates: Sendable {
    /// How many may hold at a time.
    public static let holdingMax = 10
    static let purpose = "representation"

    let parts: RepresentationParts
    /// Her word to the children who want to act for her, which stands on the same page.
    public let answerChild: AnswerChild
    /// Whom she can name at a terminal without typing.
    public let family: FamilyHolders

    public init(_ parts: RepresentationParts) {
        self.parts = parts
        answerChild = AnswerChild(parts: parts)
        family = FamilyHolders(parts: parts)
    }

    /// What a person writes into the form, as it came.
    public struct Wish: Hashable, Sendable {
        public let name: String
        public let number: String
        /// A service, or ``ManageMandates/everything``.
        public let scope: String
        /// **Unit:** days.
        public let days: Int

        public init(name: String, number: String, scope: String, days: Int) {
            self.name = name
            self.number = number
            self.scope = scope
            self.days = days
        }
    }

    /// Every service that takes mandates today.
    public static let everything = "all"

    /// The services for which a mandate can be given.
    public var services: [ServiceItem] {
        guard parts.catalogue.representation != nil else { return [] }
        return parts.catalogue.items.filter { $0.selfService && $0.representation.contains(.mandate) }
    }

    /// The longest a mandate may hold, in days; nil where nobody gives any.
    public var daysMax: Int? { parts.catalogue.representation?.mandateDaysMax }

    /// The youngest first, at most a hundred.
    public func all(of giver: Token) async throws -> [Mandate] {
        let vault = parts.vault
        return try await parts.engine.read { db in try MandateStore.given(by: giver, vault: vault, in: db) }
    }

    /// Writes a mandate down; whether Egret knows the one it is given to makes no difference and is not looked at.
    ///
    /// With `session`, her visit or sign-in, her right to give one ends.
    ///
    /// - Throws: ``RepresentationRefused`` with the field that is to be mended; as ``Session/requireStill(_:isAway:in:)``.
    public func give(
        _ wish: Wish, by giver: Token, terminal: String? = nil, session: Token? = nil, requestID: String
    ) async throws -> Token {
        let rules = try parts.rules()
        guard let name = PersonName(wish.name) else { throw RepresentationRefused.mandateName }
        guard let number = try? CitizenNumber(wish.number.filter { !$0.isWhitespace }) else {
            throw RepresentationRefused.mandateNumber
        }
        let scope = services.map(\.id).filter { wish.scope == Self.everything || $0.rawValue == wish.scope }
        guard !scope.isEmpty else { throw RepresentationRefused.mandateScope }
        guard (1...rules.mandateDaysMax).contains(wish.days) else { throw RepresentationRefused.mandateDays }
        let (parts, id) = (parts, Token(parts.world))
        try await parts.engine.write { db in
            let now = parts.world.now()
            // Whoever holds a lost phone binds nobody after it is shut out.
            if let session { try Session.requireStill(session, isAway: terminal == nil, in: db) }
            guard let person = try CitizenStore.find(giver, vault: parts.vault, in: db) else {
                throw RepresentationRefused.mandateUnknown
            }
            guard person.number != number else { throw RepresentationRefused.mandateSelf }
            guard person.number.birthDate.age(on: parts.today) >= rules.actorFromAge else {
                throw RepresentationRefused.mandateAge
            }
            // Who acts signs for it: nobody under age does (民法典 第一百六十一条, 第十八条).
            guard number.birthDate.age(on: parts.today) >= rules.actorFromAge else {
                throw RepresentationRefused.mandateHolderAge
            }
            let ends = now + .seconds(wish.days * 86_400)
            // Given a moment later it ends a moment later, and says the same.
            let lastDay = CalendarDate(inChinaAt: ends)
            let isTwin = try MandateStore.given(by: giver, vault: parts.vault, in: db).contains { other in
                other.standing(at: now) == .holds && other.holder.number == number.text
                    && CalendarDate(inChinaAt: other.expiresAt) >= lastDay
                    && Set(scope).isSubset(of: other.services)
            }
            guard !isTwin else { throw RepresentationRefused.mandateTwin }
            guard try MandateStore.countHolding(by: giver, at: now, in: db) < Self.holdingMax else {
                throw RepresentationRefused.mandateTooMany
            }
            try MandateStore.insert(
                Mandate(
                    id: id, giver: giver, holder: Mandate.Holder(name: name, number: number),
                    services: scope.sorted(), givenAt: now, expiresAt: ends,
                    revokedAt: nil),
                vault: parts.vault, in: db)
            try note(
                "mandate.given", of: giver, scope.map(\.rawValue), "\(wish.days)", terminal, requestID, in: db
            )
            try AccountNotice.enqueue(.mandateGiven, for: giver, parts.world, in: db)
        }
        return id
    }

    /// Takes a mandate back: from this moment every step that leans on it is refused, wherever it is.
    ///
    /// - Throws: ``RepresentationRefused/mandateUnknown`` when there is none of hers that holds.
    public func revoke(
        _ id: Token, of giver: Token, terminal: String? = nil, requestID: String
    ) async throws {
        let parts = parts
        try await parts.engine.write { db in
            guard try MandateStore.revoke(id, of: giver, at: parts.world.now(), in: db) else {
                throw RepresentationRefused.mandateUnknown
            }
            try note("mandate.revoked", of: giver, [], nil, terminal, requestID, in: db)
            try AccountNotice.enqueue(.mandateRevoked, for: giver, parts.world, in: db)
        }
    }

    private func note(
        _ action: String, of giver: Token, _ fields: [String], _ decision: String?, _ terminal: String?,
        _ requestID: String, in db: any SQLConnection
    ) throws {
        try parts.audit.append(
            AuditAct(
                action, actor: .citizen, purpose: Self.purpose, caseNumber: nil,
                subject: parts.vault.subject(giver, in: db).commitment(), fields: fields, decision: decision,
                terminal: terminal, requestID: requestID),
            in: db)
    }
}
