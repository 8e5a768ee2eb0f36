public import Base
public import Catalogue
public import Identity
import Documents
import Representation
import Storage

/// Prints a paper again that came out on an earlier visit: its person has lost it, or needs it once more.
///
/// What comes out is a new edition of the same facts, and the former one is void: two good papers never stand for one case. Who
/// needs what the registers say today applies anew; both ways stand side by side.
public struct Reprint: Sendable {
    /// More than anybody keeps papers that can be printed again.
    static let countMax = 20

    /// A paper that can be printed again.
    public struct Offer: Sendable {
        public let file: CaseFile
        public let item: ServiceItem
        public let issuedOn: CalendarDate
        /// Nil when it has no end.
        public let validUntil: CalendarDate?
    }

    /// What a page shows of a case whose paper has come out.
    enum Standing: Hashable {
        /// In this visit.
        case outHere
        /// On an earlier one, and it can be printed again.
        case printable
        /// On an earlier one, and it is printed no more.
        case past
    }

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// What is offered to who opens a service again; nil when she goes on with something, or there is nothing to print.
    public func offer(_ id: ServiceID, to session: IdentifiedSession) async throws -> Offer? {
        let (parts, now) = (parts, parts.world.now())
        return try await parts.engine.read { db in
            let acting = try CaseActor.opening(parts.item(id), in: session, parts, in: db)
            let citizen = acting?.subject ?? session.citizen
            let left = try CaseStore.latest(
                of: citizen, by: acting?.actor, service: id, vault: parts.vault, in: db)
            guard let left, try !left.isUnfinished(at: now, parts.figures, in: db) else { return nil }
            return try OwnFormStore.delivered(
                of: citizen, by: acting?.actor, service: id, limit: Self.countMax, vault: parts.vault, in: db
            ).lazy.compactMap { try Self.offer($0, parts, at: now, in: db) }
                .first {
                    guard try Self.goesOn($0.file, acting, parts, in: db) else { return false }
                    return $0.item.accepts(session.session.factors)
                }
        }
    }

    /// Her own papers, the latest first; those that she fetched for somebody else are offered where she acts for her.
    public func all(of citizen: Token) async throws -> [Offer] {
        let (parts, now) = (parts, parts.world.now())
        return try await parts.engine.read { db in
            try OwnFormStore.delivered(
                of: citizen, by: nil, service: nil, limit: Self.countMax, vault: parts.vault, in: db
            ).compactMap { try Self.offer($0, parts, at: now, in: db) }
        }
    }

    /// Takes a case whose paper came out before into this visit.
    ///
    /// - Throws: ``CaseRefused/unknownCase`` for another's; ``CaseRefused/moreProofNeeded``; ``CaseRefused/notReprinted``.
    public func take(_ number: CaseNumber, of session: IdentifiedSession) async throws {
        let (parts, now) = (parts, parts.world.now())
        try await parts.engine.write { db in
            try session.requireStill(in: db)
            guard let file = try CaseStore.find(number, vault: parts.vault, in: db) else {
                throw CaseRefused.unknownCase
            }
            let acting = try parts.standing.acting(of: session, in: db)
            guard file.citizen == acting?.subject ?? session.citizen, file.actor == acting?.actor,
                try Self.goesOn(file, acting, parts, in: db)
            else { throw CaseRefused.unknownCase }
            guard let offer = try Self.offer(file, parts, at: now, in: db) else {
                throw CaseRefused.notReprinted
            }
            guard offer.item.accepts(session.session.factors) else { throw CaseRefused.moreProofNeeded }
            if let acting {
                try parts.standing.require(acting, for: offer.item, in: db)
                try CaseStore.goOn(number, in: acting.id, in: db)
            }
        }
    }

    /// For a case that is the person's own in this visit.
    func standing(_ file: CaseFile, in session: IdentifiedSession) async throws -> Standing {
        let (parts, now) = (parts, parts.world.now())
        return try await parts.engine.read { db in
            if try Self.isOutHere(file, session, in: db) { return .outHere }
            return try Self.offer(file, parts, at: now, in: db) == nil ? .past : .printable
        }
    }

    /// Asked before every ticket: a paper that came out on an earlier visit is printed only when she asks for it again, and as
    /// long as it may be.
    ///
    /// - Throws: `TicketRefused.alreadyPrinted`, ``CaseRefused/notReprinted``; what has ended the paper is the ticket's to say.
    static func require(
        _ file: CaseFile, again: Bool, of session: IdentifiedSession, _ parts: CaseParts,
        in db: any SQLConnection
    ) throws {
        guard file.state == .delivered, try !isOutHere(file, session, in: db) else { return }
        guard again else { throw TicketRefused.alreadyPrinted }
        let now = parts.world.now()
        guard try FollowPaper.standing(file.number, at: now, in: db).mayCount else { return }
        guard try offer(file, parts, at: now, in: db) != nil else { throw CaseRefused.notReprinted }
    }

    private static func isOutHere(
        _ file: CaseFile, _ session: IdentifiedSession, in db: any SQLConnection
    ) throws -> Bool {
        try TicketStore.tickets(caseNumber: file.number.rawValue, in: db).contains {
            $0.state == .printed && $0.sessionHash == session.session.tokenHash
        }
    }

    /// Nil unless the paper came out, counts, is kept still, is as young as the result of a case may be, and has not been printed
    /// as often as it may be.
    static func offer(
        _ file: CaseFile, _ parts: CaseParts, at now: Instant, in db: any SQLConnection
    ) throws -> Offer? {
        guard file.state == .delivered, !file.isBundle,
            let item = parts.catalogue[file.service, version: file.serviceVersion],
            now.since(file.issuedAt ?? file.openedAt) <= parts.figures.resultLife,
            try FollowPaper.standing(file.number, at: now, in: db) == .valid,
            let record = try DocumentStore.find(caseNumber: file.number.rawValue, in: db),
            try DocumentStore.isKept(record.id, in: db),
            try mayBePrinted(record, in: db), try standsStill(file, item, in: db)
        else { return nil }
        return Offer(
            file: file, item: item, issuedOn: CalendarDate(inChinaAt: record.issuedAt),
            validUntil: record.validUntil)
    }

    private static func mayBePrinted(_ record: DocumentRecord, in db: any SQLConnection) throws -> Bool {
        guard record.edition >= PrintRules().editionsMax else { return true }
        return try !TicketStore.tickets(caseNumber: record.caseNumber, in: db).contains {
            $0.document == record.id && ($0.state == .printed || $0.state == .unknown)
        }
    }

    /// Whether a visit that the paper is about is still to come; true for papers about none.
    private static func standsStill(
        _ file: CaseFile, _ item: ServiceItem, in db: any SQLConnection
    ) throws -> Bool {
        if item.act == .cancel { return false }
        guard let appointment = try AppointmentStore.find(file.number, in: db) else {
            return item.slots == nil
        }
        return appointment.state == .booked
    }

    /// For another person only by the same right as before.
    private static func goesOn(
        _ file: CaseFile, _ acting: Acting?, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> Bool {
        guard let acting else { return file.actor == nil }
        guard let former = try file.acting.flatMap({ try parts.standing.acting($0, in: db) }) else {
            return false
        }
        return acting.isAsGood(as: former)
    }
}
