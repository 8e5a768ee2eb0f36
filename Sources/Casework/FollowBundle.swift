import Base
public import Catalogue
public import Identity
import Storage

/// How far a person has come with everything an event in life asks of her.
public struct BundleProgress: Sendable {
    /// Why a service cannot be gone on with where she is now.
    public enum Bar: Sendable {
        /// What has to be handed in first.
        case after([ServiceItem])
        /// It wants another proof than she has shown in this visit.
        case moreProof
        /// It is begun at a terminal, and she is at home.
        case terminal
        /// What must hold for it does not; what stands after it does not wait for it.
        case notForHer
        /// It is her own, and in this visit she is there for her child.
        case ownVisit
    }

    /// How she comes to a service from where she is.
    public enum Door: Hashable, Sendable {
        /// By its button: it is begun, gone on with, or taken into the visit that it needs.
        case button
        case link(CaseNumber)
    }

    public struct Step: Sendable {
        public let item: ServiceItem
        /// Whether her child is its subject, and not herself.
        public let isForChild: Bool
        /// Her latest case of it since the bundle was begun, or one that runs from before; of the child's only as long as she may
        /// act for her.
        ///
        /// Nil for what she has withdrawn, which is begun anew.
        public let number: CaseNumber?
        public let state: CaseState?
        /// Nil where she can begin it or go on with it, and for what is handed in.
        public let bar: Bar?
        /// Nil where nothing leads to it.
        public let door: Door?

        /// Handed in, or further.
        public var isHandedIn: Bool { Self.isHandedIn(state) }

        static func isHandedIn(_ state: CaseState?) -> Bool {
            state.map { ![.open, .withdrawn].contains($0) } ?? false
        }
    }

    public let bundle: LifeBundle
    /// The case that holds what the services share.
    public let file: CaseFile
    /// The child's name, masked; nil before she has said which child, and when she may act for her no more.
    public let childName: String?
    /// Whether this visit is for the child.
    public let isForChild: Bool
    public let steps: [Step]
    /// What is still wanted of her; nil where nobody has asked.
    let papers: EventPapers?
    /// Whom she has chosen for this event, whether or not she may act for her today.
    let child: Token?

    /// How many are handed in.
    public var done: Int { steps.count(where: \.isHandedIn) }
}

/// Reads the progress of a bundle for its person, at a terminal or on her own phone.
public struct FollowBundle: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// - Throws: ``CaseRefused/unknownService``; ``CaseRefused/unknownCase`` when she has not begun it, or it is kept no more, or
    ///   she is there for somebody else; `RepresentationRefused` when she may not act for the child any more.
    public func callAsFunction(_ id: ServiceID, of session: IdentifiedSession) async throws -> BundleProgress
    {
        guard let bundle = parts.catalogue.bundle(id) else { throw CaseRefused.unknownService }
        let parts = parts
        return try await parts.engine.read { db in
            guard let file = try Self.file(of: bundle, session.citizen, parts, in: db) else {
                throw CaseRefused.unknownCase
            }
            let acting = try CaseActor.within(bundle, of: session, parts, in: db)
            return try BundleSteps(bundle, file, session, acting, parts, in: db).progress()
        }
    }

    /// The bundle of which a case is a part, for the way back to it; nil for most.
    public func holding(_ file: CaseFile, for session: IdentifiedSession) async throws -> ServiceItem? {
        guard !file.isBundle else { return nil }
        let parts = parts
        let bundles = parts.catalogue.bundles.filter { bundle in
            guard bundle.services.contains(file.service),
                bundle.forChild.contains(file.service) == (file.actor != nil)
            else { return false }
            // For somebody else she is there for one event, or for none.
            guard file.actor == nil else { return session.session.service == bundle.id.rawValue }
            return session.terminal == nil || bundle.item.accepts(session.session.factors)
        }
        guard !bundles.isEmpty else { return nil }
        return try await parts.engine.read { db in
            try bundles.first { bundle in
                try Self.file(of: bundle, session.citizen, parts, in: db) != nil
            }?.item
        }
    }

    /// Her case of a bundle, as long as its answers serve.
    static func file(
        of bundle: LifeBundle, _ citizen: Token, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> CaseFile? {
        let latest = try CaseStore.latest(
            of: citizen, by: nil, service: bundle.id, vault: parts.vault, in: db)
        return latest.flatMap { $0.isUnfinished(at: parts.world.now()) ? $0 : nil }
    }
}
