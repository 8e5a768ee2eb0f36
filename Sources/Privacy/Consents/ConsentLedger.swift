public import Audit
public import Base
public import Catalogue
public import Identity
public import Storage
import Vault

/// All of a person's consents in one place: each purpose with whether it holds, given and taken back by herself.
///
/// A purpose whose consent lasts for a visit is asked for in that visit alone (Identity keeps it); here it can be taken back.
public struct ConsentLedger: Sendable {
    /// Whether somebody is known as the guardian of a child.
    public typealias Guardianship =
        @Sendable (
            _ guardian: Token, _ child: Token, _ db: any SQLConnection
        ) throws -> Bool

    let parts: PrivacyParts
    let visits: VisitConsents
    let isGuardian: Guardianship
    let house: House

    public init(
        _ parts: PrivacyParts, visits: VisitConsents, isGuardian: @escaping Guardianship,
        house: House = House()
    ) {
        self.parts = parts
        self.visits = visits
        self.isGuardian = isGuardian
        self.house = house
    }

    /// What other rooms do under a consent.
    public struct House: Sendable {
        public typealias Withdrawn =
            @Sendable (
                _ purpose: String, _ citizen: Token, _ actor: AuditActor, _ requestID: String,
                _ db: any SQLConnection
            ) throws -> Void

        /// Purposes for which this house does nothing: nobody is asked for them.
        let unused: Set<String>
        /// Ends in the same transaction what was done under one that is taken back.
        let withdrawn: Withdrawn

        public init(unused: Set<String> = [], withdrawn: @escaping Withdrawn = { _, _, _, _, _ in }) {
            self.unused = unused
            self.withdrawn = withdrawn
        }
    }

    /// A purpose, and how it stands with one person.
    public struct Entry: Hashable, Sendable {
        public enum Standing: Hashable, Sendable {
            case never
            case holds(since: Instant, until: Instant?)
            case withdrawn(at: Instant)
            /// Its time ran out, or its visit ended.
            case over(at: Instant)
        }

        public let purpose: ConsentPurpose
        public let standing: Standing

        public var holds: Bool { if case .holds = standing { true } else { false } }
        /// Whether it can be given here; what lasts for a visit is asked for where it is needed.
        public var canBeGiven: Bool { !holds && purpose.period != .visit }
    }

    /// Every purpose of the configuration, in its order.
    public func all(of person: PersonHere) async throws -> [Entry] {
        let parts = parts
        let given = try await visits.all(of: person.citizen)
        let grants = try await parts.engine.read { db in
            try ConsentGrantStore.all(of: person.citizen, in: db)
        }
        let now = parts.world.now()
        return parts.purposes.map { purpose in
            let standing =
                purpose.period == .visit
                ? Self.standing(given.filter { $0.purpose == purpose.id })
                : Self.standing(grants.filter { $0.purpose == purpose.id }, at: now)
            return Entry(purpose: purpose, standing: standing)
        }.filter { $0.holds || !house.unused.contains($0.purpose.id) }
    }

    /// Whether a consent holds at this moment, for who is about to do something under it.
    public func holds(_ purpose: String, of citizen: Token, in db: any SQLConnection) throws -> Bool {
        try ConsentGrantStore.holds(purpose, of: citizen, at: parts.world.now(), in: db)
    }

    /// Writes down a consent before anything is done under it.
    ///
    /// - Parameters:
    ///   - purpose: Its word in the configuration.
    ///   - person: Whose data they are.
    ///   - giver: Who agrees; the person herself, or her guardian.
    ///   - requestID: For the log.
    /// - Throws: ``PrivacyRefused/guardianNeeded``, ``PrivacyRefused/choiceUnknown``.
    public func give(
        _ purpose: String, for person: PersonHere, by giver: Token, requestID: String
    ) async throws {
        guard let purpose = parts.purposes.first(where: { $0.id == purpose }),
            !house.unused.contains(purpose.id), case .days(let days) = purpose.period
        else { throw PrivacyRefused.choiceUnknown }
        let (parts, isGuardian) = (parts, isGuardian)
        let id = Token(parts.world)
        try await parts.engine.write { [self] db in
            let now = parts.world.now()
            // Who holds a lost phone gives none after it is shut out, when those she gave have been taken back.
            if let session = person.session {
                try Session.requireStill(session, isAway: person.terminal == nil, in: db)
            }
            let key = try parts.key(person.citizen, in: db)
            guard let citizen = try CitizenStore.find(person.citizen, vault: parts.vault, in: db) else {
                throw PrivacyRefused.personErased
            }
            try ConsentGrant.check(
                giver: giver, person: person.citizen,
                age: citizen.number.birthDate.age(on: CalendarDate(inChinaAt: now)),
                isGuardian: isGuardian(giver, person.citizen, db), for: purpose)
            guard try !ConsentGrantStore.holds(purpose.id, of: person.citizen, at: now, in: db) else {
                return
            }
            try ConsentGrantStore.insert(
                ConsentGrant(
                    id: id, citizen: person.citizen, purpose: purpose.id, wording: purpose.wording,
                    giver: giver, terminal: person.terminal, givenAt: now,
                    expiresAt: now + .seconds(days * 86_400), withdrawnAt: nil),
                in: db)
            try parts.note(
                "consent.given", by: actor(giver, for: person, in: db), about: key.commitment(),
                fields: [purpose.wording], decision: giver == person.citizen ? nil : "guardian",
                purpose: "consent/\(purpose.id)",
                terminal: person.terminal, requestID: requestID, in: db)
        }
    }

    /// Takes a consent back; from this moment on nothing more is done under it.
    ///
    /// - Throws: ``PrivacyRefused/consentUnknown`` when none holds.
    public func withdraw(_ purpose: String, of person: PersonHere, requestID: String) async throws {
        guard let purpose = parts.purposes.first(where: { $0.id == purpose }) else {
            throw PrivacyRefused.choiceUnknown
        }
        if purpose.period == .visit, let kind = Consent(rawValue: purpose.id) {
            let count = try await visits.withdraw(kind, of: person.citizen, requestID: requestID) {
                [self] db in
                try requireGuardian(of: person, in: db)
                return try actor(person.guardian, for: person, in: db)
            }
            guard count > 0 else {
                throw PrivacyRefused.consentUnknown
            }
            return
        }
        let parts = parts
        try await parts.engine.write { [self] db in
            try requireGuardian(of: person, in: db)
            let actor = try actor(person.guardian, for: person, in: db)
            guard
                try parts.withdraw(
                    purpose.id, of: person.citizen, by: actor,
                    because: person.guardian.map { _ in "guardian" }, terminal: person.terminal,
                    requestID: requestID, in: db)
            else { throw PrivacyRefused.consentUnknown }
            try house.withdrawn(purpose.id, person.citizen, actor, requestID, db)
        }
    }

    /// Taking back is as easy as giving: whoever may give for her may take back, and nobody else.
    private func requireGuardian(of person: PersonHere, in db: any SQLConnection) throws {
        guard let guardian = person.guardian else { return }
        guard try isGuardian(guardian, person.citizen, db) else { throw PrivacyRefused.guardianNeeded }
    }

    /// Who acts, as the log names her: the person, or whoever stands there for her.
    private func actor(
        _ giver: Token?, for person: PersonHere, in db: any SQLConnection
    ) throws -> AuditActor {
        guard let giver, giver != person.citizen else { return .citizen }
        return try .representative(
            kind: "child", commitment: parts.key(giver, in: db).commitment())
    }

    private static func standing(_ given: [VisitConsents.Given]) -> Entry.Standing {
        if let open = given.first(where: \.holds) { return .holds(since: open.givenAt, until: nil) }
        guard let last = given.first else { return .never }
        if let withdrawnAt = last.withdrawnAt { return .withdrawn(at: withdrawnAt) }
        return .over(at: last.endedAt ?? last.givenAt)
    }

    private static func standing(_ grants: [ConsentGrant], at now: Instant) -> Entry.Standing {
        guard let last = grants.first else { return .never }
        if let withdrawnAt = last.withdrawnAt { return .withdrawn(at: withdrawnAt) }
        return last.holds(at: now)
            ? .holds(since: last.givenAt, until: last.expiresAt) : .over(at: last.expiresAt)
    }
}
