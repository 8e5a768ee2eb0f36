public import Audit
public import Base
public import Catalogue
public import Identity
public import Storage
public import Vault

/// Whether somebody may act for somebody now; asked anew before every step, inside the transaction of the step.
///
/// Nothing is remembered between two steps: what is revoked, or has run out, is gone with the next one.
public struct Standing: Sendable {
    /// More than anybody acts for within the time that this is kept.
    static let subjectsMax = 1_000

    let vault: Vault
    let world: World
    let rules: RepresentationRules?

    public init(vault: Vault, world: World, rules: RepresentationRules?) {
        self.vault = vault
        self.world = world
        self.rules = rules
    }

    /// For whom the person of a visit acts; nil when she is there for herself.
    ///
    /// - Throws: ``RepresentationRefused/over`` when the visit's person is not the one who chose.
    public func acting(of session: IdentifiedSession, in db: any SQLConnection) throws -> Acting? {
        guard let acting = try ActingStore.find(session: session.session.id, in: db) else { return nil }
        guard acting.actor == session.citizen else { throw RepresentationRefused.over }
        return acting
    }

    /// Whom a visit is about, where its person chose somebody, whether or not that still holds.
    public func subject(of visit: Token, in db: any SQLConnection) throws -> Token? {
        try ActingStore.find(session: visit, in: db)?.subject
    }

    /// Everybody for whom somebody has come, whether or not she still may.
    public static func subjects(of actor: Token, in db: any SQLConnection) throws -> [Token] {
        try ActingStore.subjects(of: actor, limit: subjectsMax, in: db)
    }

    /// The ground of a case that goes on without its person; nil when it is gone.
    public func acting(_ id: Token, in db: any SQLConnection) throws -> Acting? {
        try ActingStore.find(id, in: db)
    }

    /// - Throws: ``RepresentationRefused`` when it does not hold now, for this service.
    public func require(_ acting: Acting, for item: ServiceItem, in db: any SQLConnection) throws {
        try require(acting, kinds: item.representation, service: item.id, in: db)
    }

    /// As ``require(_:for:in:)``, where the house itself is the service: then `service` is nil, and no mandate covers it.
    public func require(
        _ acting: Acting, kinds: Set<RepresentationKind>, service: ServiceID?, in db: any SQLConnection
    ) throws {
        guard let rules, kinds.contains(acting.kind) else { throw RepresentationRefused.notPermitted }
        let now = world.now()
        guard acting.actor != acting.subject, now < acting.validUntil,
            acting.chosenAt.since(now) <= Mandate.clockBackMax,
            let actor = try CitizenStore.find(acting.actor, vault: vault, in: db),
            let subject = try CitizenStore.find(acting.subject, vault: vault, in: db),
            rules.permits(
                acting.kind, actorBorn: actor.number.birthDate, subjectBorn: subject.number.birthDate,
                on: CalendarDate(inChinaAt: now))
        else { throw RepresentationRefused.over }
        if acting.kind == .parent { try Self.requireAgreement(acting, at: now, in: db) }
        guard acting.kind == .mandate else { return }
        guard let service, let id = acting.mandate,
            let mandate = try MandateStore.find(id, vault: vault, in: db),
            Self.covers(mandate, acting, actor, service, at: now)
        else { throw RepresentationRefused.over }
    }

    /// Whether somebody is the guardian of a child now, by the register's word within its time.
    public func isGuardian(_ guardian: Token, of child: Token, in db: any SQLConnection) throws -> Bool {
        guard let acting = try ActingStore.guardianship(of: guardian, over: child, in: db) else {
            return false
        }
        do {
            try require(acting, kinds: [.child], service: nil, in: db)
            return true
        } catch is RepresentationRefused {
            return false
        }
    }

    /// How an act in this visit is told in the log: by whom, and by what.
    public func auditActor(_ acting: Acting?, in db: any SQLConnection) throws -> AuditActor {
        guard let acting else { return .citizen }
        return .representative(
            kind: acting.kind.rawValue, commitment: try vault.subject(acting.actor, in: db).commitment())
    }

    /// Being somebody's child is no right to act for her: she has agreed, and has not taken that back.
    private static func requireAgreement(
        _ acting: Acting, at now: Instant, in db: any SQLConnection
    ) throws {
        let agreement = try ParentAgreementStore.find(
            parent: acting.subject, child: acting.actor, in: db)
        switch agreement?.standing(at: now) {
        case .holds: return
        case .refused: throw RepresentationRefused.parentRefused
        case nil, .open, .over: throw RepresentationRefused.parentAsked
        }
    }

    static func covers(
        _ mandate: Mandate, _ acting: Acting, _ actor: Citizen, _ service: ServiceID, at now: Instant
    ) -> Bool {
        mandate.giver == acting.subject && mandate.standing(at: now) == .holds
            && mandate.holder.number == actor.number.text && mandate.holder.name == actor.name
            && mandate.services.contains(service)
    }
}
