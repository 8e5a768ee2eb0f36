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
/// compared with the actor, and the one she acts for in this visit with the subject; both must fit, at every step.
enum CaseActor {
    /// - Returns: By what the visit's person acts for the case's; nil when they are one.
    /// - Throws: ``CaseRefused/unknownCase`` when the case is not this visit's; ``RepresentationRefused`` when she may
    ///   not act for the other person any more.
    @discardableResult
    static func require(
        _ file: CaseFile, of session: IdentifiedSession, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> Acting? {
        let acting = try parts.standing.acting(of: session, in: db)
        guard file.citizen == acting?.subject ?? session.citizen, file.actor == acting?.actor,
            file.acting == acting?.id
        else { throw CaseRefused.unknownCase }
        if let acting { try parts.standing.require(acting, for: parts.item(of: file), in: db) }
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
    static func requireStill(_ file: CaseFile, _ parts: CaseParts, in db: any SQLConnection) throws -> Acting?
    {
        guard let id = file.acting else {
            guard file.actor == nil else { throw CaseRefused.unknownCase }
            return nil
        }
        guard let acting = try parts.standing.acting(id, in: db), acting.subject == file.citizen,
            acting.actor == file.actor
        else { throw RepresentationRefused.over }
        try parts.standing.require(acting, for: parts.item(of: file), in: db)
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
