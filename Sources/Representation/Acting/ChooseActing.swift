public import Base
public import Catalogue
public import Identity
import Audit
import Storage
import Vault

/// Lets the person at the screen say for whom she acts: once in a visit, from those for whom she may today.
public struct ChooseActing: Sendable {
    /// Names a person of the list for one visit, so that no page carries a number.
    static let choiceIndex = BlindIndex("acting.choice", bits: 128)
    static let listMax = 20

    let parts: RepresentationParts
    let renew: RenewSession
    let standing: Standing

    public init(_ parts: RepresentationParts) {
        self.parts = parts
        renew = RenewSession(
            IdentityParts(engine: parts.engine, vault: parts.vault, audit: parts.audit, world: parts.world))
        standing = Standing(vault: parts.vault, world: parts.world, rules: parts.catalogue.representation)
    }

    /// Somebody for whom the person may act: as much of her as the screen may show.
    public struct Candidate: Hashable, Sendable {
        public let choice: String
        public let maskedName: String
        /// The end of the number of a relative; nil for who gave a mandate.
        public let ending: String?
        /// The mandate's end.
        public let until: Instant?
    }

    /// What a visit is after the choice.
    public struct Chosen: Sendable {
        public let session: IdentifiedSession
        public let token: String
        /// The subject's commitment, which the agent compares with each ticket.
        public let commitment: [UInt8]
    }

    fileprivate enum Found: Sendable {
        case relative(FamilyRegister.Relative)
        case mandate(Mandate, Citizen)

        var key: String {
            switch self {
            case .relative(let relative): relative.number.text
            case .mandate(let mandate, _): mandate.id.rawValue
            }
        }

        var number: CitizenNumber {
            switch self {
            case .relative(let relative): relative.number
            case .mandate(_, let giver): giver.number
            }
        }
    }

    /// The card alone proves nobody, and a phone alone is not enough to bind another person.
    public static func knowsByCard(_ session: IdentifiedSession) -> Bool {
        session.session.factors.contains(.card) && session.session.factors.count > 1
    }

    /// - Throws: ``RepresentationRefused/cardNeeded`` unless she is known by her card.
    public static func requireCard(_ session: IdentifiedSession) throws(RepresentationRefused) {
        guard knowsByCard(session) else { throw .cardNeeded }
    }

    /// A visit that was for herself goes on for somebody else, of whom she says next who it is; `service` is what for.
    ///
    /// - Throws: ``RepresentationRefused/cardNeeded``; ``IdentityRefused/sessionOver``.
    public func turn(_ session: IdentifiedSession, service: ServiceID) async throws -> IdentifiedSession {
        try Self.requireCard(session)
        return try await renew.forAnother(session, service: service.rawValue)
    }

    /// For whom the person of a visit acts; nil while she has not said so.
    public func acting(of session: IdentifiedSession) async throws -> Acting? {
        let standing = standing
        return try await parts.engine.read { db in try standing.acting(of: session, in: db) }
    }

    public func candidates(
        _ kind: RepresentationKind, kinds: Set<RepresentationKind>, of session: IdentifiedSession,
        requestID: String
    ) async throws -> [Candidate] {
        try await found(kind, kinds, session, requestID).prefix(Self.listMax).map { found in
            let choice = choice(found, kind, session)
            return switch found {
            case .relative(let relative):
                Candidate(
                    choice: choice, maskedName: relative.name.masked,
                    ending: String(relative.number.text.suffix(4)), until: nil)
            case .mandate(let mandate, let giver):
                Candidate(
                    choice: choice, maskedName: PersonName(giver.name)?.masked ?? "*", ending: nil,
                    until: mandate.expiresAt)
            }
        }
    }

    /// - Throws: ``RepresentationRefused``; ``IdentityRefused/sessionOver``.
    public func callAsFunction(
        _ choice: String, by kind: RepresentationKind, kinds: Set<RepresentationKind>,
        of session: IdentifiedSession, requestID: String
    ) async throws -> Chosen {
        // Asked again: what was true when the list was shown need not be true now.
        let all = try await found(kind, kinds, session, requestID)
        guard let chosen = all.first(where: { self.choice($0, kind, session) == choice }) else {
            throw RepresentationRefused.personUnknown
        }
        return try await choose(chosen, kind, kinds, session, requestID)
    }

    /// Chooses somebody for whom she has acted before, without asking her again; the register of families is asked again.
    ///
    /// - Throws: As ``callAsFunction(_:by:kinds:of:requestID:)``; ``RepresentationRefused/personUnknown`` where that one is not
    ///   among those for whom she may act now.
    public func again(
        _ subject: Token, by kind: RepresentationKind, kinds: Set<RepresentationKind>,
        of session: IdentifiedSession, requestID: String
    ) async throws -> Chosen {
        let (all, vault) = (try await found(kind, kinds, session, requestID), parts.vault)
        let number = try await parts.engine.read { db in
            try CitizenStore.find(subject, vault: vault, in: db)?.number
        }
        guard let chosen = all.first(where: { $0.number == number }) else {
            throw RepresentationRefused.personUnknown
        }
        return try await choose(chosen, kind, kinds, session, requestID)
    }

    private func choose(
        _ chosen: Found, _ kind: RepresentationKind, _ kinds: Set<RepresentationKind>,
        _ session: IdentifiedSession, _ requestID: String
    ) async throws -> Chosen {
        let (fresh, ids) = (renew.fresh(), (acting: Token(parts.world), person: Token(parts.world)))
        if kind == .parent { try await ask(chosen, newID: ids.person, of: session, requestID) }
        return try await parts.engine.write { db in
            let renewed = try renew(session, fresh, in: db)
            // A visit that has gone on for herself stays hers, also while the register was asked for whom she may act.
            guard renewed.session.isForAnother,
                try ActingStore.find(session: session.session.id, in: db) == nil
            else {
                throw RepresentationRefused.alreadyChosen
            }
            let now = parts.world.now()
            let subject = try subject(chosen, newID: ids.person, at: now, in: db)
            let acting = Acting(
                id: ids.acting, session: session.session.id, kind: kind, actor: session.citizen,
                subject: subject.id, mandate: chosen.mandate?.id, chosenAt: now,
                validUntil: try chosen.mandate?.expiresAt ?? now + parts.rules().relationHolds)
            try standing.require(
                acting, kinds: kinds, service: ServiceID(rawValue: session.session.service), in: db)
            try ActingStore.insert(acting, in: db)
            let commitment = try parts.vault.subject(subject.id, in: db).commitment()
            try parts.audit.append(
                AuditAct(
                    "acting.begun", actor: standing.auditActor(acting, in: db),
                    purpose: session.session.service, caseNumber: nil, subject: commitment,
                    terminal: session.session.terminalID, requestID: requestID),
                in: db)
            try AccountNotice.enqueue(.actedFor, for: subject.id, parts.world, in: db)
            return Chosen(session: renewed, token: fresh.token, commitment: commitment)
        }
    }

    /// Asks a parent whether this child may act for her, unless she has been asked: kept, also when the choice is
    /// refused because she has not answered.
    private func ask(
        _ chosen: Found, newID: Token, of session: IdentifiedSession, _ requestID: String
    ) async throws {
        let id = Token(parts.world)
        try await parts.engine.write { db in
            try session.requireStill(in: db)
            let now = parts.world.now()
            let parent = try subject(chosen, newID: newID, at: now, in: db)
            guard
                try ParentAgreementStore.find(parent: parent.id, child: session.citizen, in: db) == nil
            else { return }
            try ParentAgreementStore.ask(
                id, parent: parent.id, child: session.citizen, at: now, in: db)
            try parts.audit.append(
                AuditAct(
                    "acting.asked",
                    actor: .representative(
                        kind: RepresentationKind.parent.rawValue,
                        commitment: parts.vault.subject(session.citizen, in: db).commitment()),
                    purpose: session.session.service, caseNumber: nil,
                    subject: parts.vault.subject(parent.id, in: db).commitment(),
                    terminal: session.session.terminalID, requestID: requestID),
                in: db)
            try AccountNotice.enqueue(.parentAsked, for: parent.id, parts.world, in: db)
        }
    }

    private func found(
        _ kind: RepresentationKind, _ kinds: Set<RepresentationKind>, _ session: IdentifiedSession,
        _ requestID: String
    ) async throws -> [Found] {
        let rules = try parts.rules()
        guard kinds.contains(kind) else { throw RepresentationRefused.notPermitted }
        try Self.requireCard(session)
        guard kind == .mandate else {
            return try await FamilyRegister(parts: parts).relatives(kind, of: session, requestID: requestID)
                .map(Found.relative)
        }
        let (vault, now, today) = (parts.vault, parts.world.now(), parts.today)
        let service = ServiceID(rawValue: session.session.service)
        return try await parts.engine.read { db in
            guard let person = try CitizenStore.find(session.citizen, vault: vault, in: db),
                let name = PersonName(person.name)
            else { throw RepresentationRefused.over }
            let holder = Mandate.Holder(name: name, number: person.number)
            return try MandateStore.held(by: holder, at: now, vault: vault, in: db).compactMap { mandate in
                guard let service, mandate.services.contains(service),
                    let giver = try CitizenStore.find(mandate.giver, vault: vault, in: db),
                    rules.permits(
                        .mandate, actorBorn: person.number.birthDate,
                        subjectBorn: giver.number.birthDate, on: today)
                else { return nil }
                return .mandate(mandate, giver)
            }
        }
    }

    private func subject(
        _ chosen: Found, newID: Token, at now: Instant, in db: any SQLConnection
    ) throws -> Citizen {
        switch chosen {
        case .mandate(_, let giver): return giver
        case .relative(let relative):
            if let known = try CitizenStore.find(relative.number, vault: parts.vault, in: db) {
                // Two registers that do not agree on who that is: nobody acts for her on either's word.
                guard known.name == relative.name.text else { throw RepresentationRefused.registerSilent }
                return known
            }
            let person = Citizen(id: newID, number: relative.number, name: relative.name.text, phone: nil)
            try CitizenStore.insert(person, vault: parts.vault, at: now, in: db)
            return person
        }
    }

    private func choice(
        _ found: Found, _ kind: RepresentationKind, _ session: IdentifiedSession
    ) -> String {
        parts.vault.term(Self.choiceIndex, "\(session.session.id)|\(kind.rawValue)|\(found.key)").hex
    }
}

extension ChooseActing.Found {
    fileprivate var mandate: Mandate? {
        if case .mandate(let mandate, _) = self { mandate } else { nil }
    }
}
