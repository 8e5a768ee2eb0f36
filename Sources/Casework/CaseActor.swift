import Base
import Catalogue
import Documents
import Identity
import Representation
import Storage
import Vault

/// Who may take a step in a case: its person, or the one who acts for her and still may.
///
/// A case belongs to two persons: the subject, whose data it holds, and the actor, who opened it. The person of a visit is
/// compared with the actor, and the one she acts for in this visit with the subject; both must fit, at every step. So it is
/// on the actor's own phone, where the case says for whom she acts.
enum CaseActor {
    /// Asked in the transaction of every step.
    ///
    /// - Returns: By what the visit's person acts for the case's; nil when they are one.
    /// - Throws: `IdentityRefused.sessionOver`, `AccountRefused.signedOut` when the visit has ended meanwhile;
    ///   ``CaseRefused/unknownCase`` when the case is not this visit's; ``RepresentationRefused`` when she may not act for
    ///   the other person any more.
    @discardableResult
    static func require(
        _ file: CaseFile, of session: IdentifiedSession, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> Acting? {
        try session.requireStill(in: db)
        return try compare(file, of: session, parts, in: db)
    }

    /// As ``require(_:of:_:in:)`` for what is looked at and no more: the request has just found its session.
    @discardableResult
    static func compare(
        _ file: CaseFile, of session: IdentifiedSession, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> Acting? {
        let acting = try acting(in: session, file, parts, in: db)
        guard file.citizen == acting?.subject ?? session.citizen, file.actor == acting?.actor,
            file.acting == acting?.id
        else { throw CaseRefused.unknownCase }
        if let acting { try parts.standing.require(acting, for: parts.item(of: file), in: db) }
        return acting
    }

    /// By what she acts: at a terminal as its visit chose, on her phone, which knows of no visit, as this case says.
    private static func acting(
        in session: IdentifiedSession, _ file: CaseFile, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> Acting? {
        guard session.terminal == nil, let id = file.acting else {
            return try parts.standing.acting(of: session, in: db)
        }
        guard let acting = try parts.standing.acting(id, in: db), acting.actor == session.citizen else {
            throw CaseRefused.unknownCase
        }
        return acting
    }

    /// For whom a visit goes on with an event in life; nil for herself.
    ///
    /// - Throws: ``CaseRefused/unknownCase`` when she is there for somebody else, and not for this event;
    ///   ``RepresentationRefused`` when she may not act for the child any more.
    static func within(
        _ bundle: LifeBundle, of session: IdentifiedSession, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> Acting? {
        guard let acting = try parts.standing.acting(of: session, in: db) else { return nil }
        guard session.session.service == bundle.id.rawValue, bundle.representation.contains(acting.kind)
        else {
            throw CaseRefused.unknownCase
        }
        try parts.standing.require(acting, kinds: bundle.representation, service: nil, in: db)
        return acting
    }

    /// For whom a visit opens a case now; nil for herself.
    static func opening(
        _ item: ServiceItem, in session: IdentifiedSession, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> Acting? {
        let acting = try parts.standing.acting(of: session, in: db)
        if let acting { try parts.standing.require(acting, for: item, in: db) }
        return acting
    }

    /// As ``require(_:of:_:in:)`` for work that goes on when nobody is at the screen.
    static func requireStill(
        _ heading: CaseHeading, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> Acting? {
        guard let id = heading.acting else {
            guard heading.actor == nil else { throw CaseRefused.unknownCase }
            return nil
        }
        guard let acting = try parts.standing.acting(id, in: db), acting.subject == heading.citizen,
            acting.actor == heading.actor
        else { throw RepresentationRefused.over }
        try parts.standing.require(
            acting, for: parts.item(heading.service, version: heading.serviceVersion), in: db)
        return acting
    }

    /// How the one who acts is named on the paper; nil when nobody acts for its holder.
    static func agent(_ acting: Acting?, _ parts: CaseParts, in db: any SQLConnection) throws -> PaperAgent? {
        guard let acting else { return nil }
        guard let person = try CitizenStore.find(acting.actor, vault: parts.vault, in: db),
            let name = PersonName(person.name)
        else { throw RepresentationRefused.over }
        return PaperAgent(name: name, number: person.number, relation: relation(acting.kind))
    }

    static func printing(
        _ acting: Acting?, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> PrintRequest.Agent? {
        guard let acting else { return nil }
        return PrintRequest.Agent(
            relation: relation(acting.kind),
            commitment: try parts.vault.subject(acting.actor, in: db).commitment())
    }

    private static func relation(_ kind: RepresentationKind) -> PaperAgent.Relation {
        switch kind {
        case .child: .child
        case .parent: .parent
        case .mandate: .mandate
        }
    }
}
