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
    }

    public struct Step: Sendable {
        public let item: ServiceItem
        /// Her latest case of it since the bundle was begun, or one that runs from before.
        public let number: CaseNumber?
        public let state: CaseState?
        /// Nil where she can begin it or go on with it, and for what is handed in.
        public let bar: Bar?

        /// Handed in, or further.
        public var isHandedIn: Bool { Self.isHandedIn(state) }

        static func isHandedIn(_ state: CaseState?) -> Bool {
            state.map { ![.open, .withdrawn].contains($0) } ?? false
        }
    }

    public let bundle: LifeBundle
    /// The case that holds what the services share.
    public let file: CaseFile
    public let steps: [Step]

    /// How many are handed in.
    public var done: Int { steps.count(where: \.isHandedIn) }
}

/// Reads the progress of a bundle for its person, at a terminal or on her own phone.
public struct FollowBundle: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// - Throws: ``CaseRefused/unknownService``; ``CaseRefused/unknownCase`` when she has not begun it, or it is kept no more.
    public func callAsFunction(_ id: ServiceID, of session: IdentifiedSession) async throws -> BundleProgress
    {
        guard let bundle = parts.catalogue.bundle(id) else { throw CaseRefused.unknownService }
        let parts = parts
        return try await parts.engine.read { db in
            guard let file = try Self.file(of: bundle, session.citizen, parts, in: db) else {
                throw CaseRefused.unknownCase
            }
            try CaseActor.require(file, of: session, parts, in: db)
            return try Self.progress(bundle, file, in: session, parts, db)
        }
    }

    /// The bundle of which a case is a part, for the way back to it; nil for most.
    public func holding(_ file: CaseFile, for session: IdentifiedSession) async throws -> ServiceItem? {
        guard file.actor == nil, !file.isBundle else { return nil }
        let parts = parts
        let bundles = parts.catalogue.bundles.filter { bundle in
            bundle.services.contains(file.service)
                && (session.terminal == nil || bundle.item.accepts(session.session.factors))
        }
        guard !bundles.isEmpty else { return nil }
        return try await parts.engine.read { db in
            try bundles.first { bundle in
                try Self.file(of: bundle, file.citizen, parts, in: db) != nil
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

    /// `session` is where she is; nil tells what is handed in and no more.
    static func progress(
        _ bundle: LifeBundle, _ file: CaseFile, in session: IdentifiedSession?, _ parts: CaseParts,
        _ db: any SQLConnection
    ) throws -> BundleProgress {
        var settled: Set<ServiceID> = []
        let steps = try bundle.services.compactMap { service -> BundleProgress.Step? in
            guard let item = parts.catalogue[service] else { return nil }
            let latest = try CaseStore.latest(
                of: file.citizen, by: nil, service: service, vault: parts.vault, in: db)
            let found = try latest.flatMap { latest in
                let isOfIt = latest.openedAt >= file.openedAt && latest.state != .withdrawn
                return try isOfIt || latest.isUnfinished(at: parts.world.now(), parts.figures, in: db)
                    ? latest : nil
            }
            let isHandedIn = BundleProgress.Step.isHandedIn(found?.state)
            let isBarred = isHandedIn ? false : try found.map { try barred($0, parts, db) } ?? false
            let waitsFor = (bundle.after[service] ?? []).filter { !settled.contains($0) }
                .compactMap { parts.catalogue[$0] }
            if isHandedIn || isBarred { settled.insert(service) }
            var bar: BundleProgress.Bar?
            if !isHandedIn {
                bar =
                    isBarred
                    ? .notForHer
                    : waitsFor.isEmpty ? place(item, found, session) : .after(waitsFor)
            }
            return BundleProgress.Step(item: item, number: found?.number, state: found?.state, bar: bar)
        }
        return BundleProgress(bundle: bundle, file: file, steps: steps)
    }

    private static func barred(_ file: CaseFile, _ parts: CaseParts, _ db: any SQLConnection) throws -> Bool {
        guard let item = try? parts.item(of: file) else { return false }
        let person =
            item.looksAtPerson
            ? try CitizenStore.find(file.citizen, vault: parts.vault, in: db)?.number : nil
        return parts.form(file, item, person: person, booking: try parts.booking(file, item, in: db)).isBarred
    }

    /// What she has begun she answers anywhere; it is begun where its own rules allow.
    private static func place(
        _ item: ServiceItem, _ file: CaseFile?, _ session: IdentifiedSession?
    ) -> BundleProgress.Bar? {
        guard let session else { return nil }
        guard session.terminal == nil else {
            return item.accepts(session.session.factors) ? nil : .moreProof
        }
        return file != nil || OwnForms.isOnline(item) ? nil : .terminal
    }
}
