import Base
public import Catalogue
public import Identity
import Storage

/// How far a person has come with everything an event in life asks of her.
public struct BundleProgress: Sendable {
    public struct Step: Sendable {
        public let item: ServiceItem
        /// Her latest case of it since the bundle was begun.
        public let number: CaseNumber?
        public let state: CaseState?
        /// What has to be handed in first.
        public let waitsFor: [ServiceItem]

        /// Handed in, or further.
        public var isHandedIn: Bool { state.map { ![.open, .withdrawn].contains($0) } ?? false }
    }

    public let bundle: LifeBundle
    /// The case that holds what the services share.
    public let file: CaseFile
    public let steps: [Step]
}

/// Reads the progress of a bundle for the person at the screen.
public struct FollowBundle: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// - Throws: ``CaseRefused/unknownService``; ``CaseRefused/unknownCase`` when she has not begun it.
    public func callAsFunction(_ id: ServiceID, of session: IdentifiedSession) async throws -> BundleProgress
    {
        guard let bundle = parts.catalogue.bundle(id) else { throw CaseRefused.unknownService }
        let parts = parts
        return try await parts.engine.read { db in
            guard
                let file = try CaseStore.latest(
                    of: session.citizen, by: nil, service: id, vault: parts.vault, in: db)
            else { throw CaseRefused.unknownCase }
            try CaseActor.require(file, of: session, parts, in: db)
            var handedIn: Set<ServiceID> = []
            let steps = try bundle.services.compactMap { service -> BundleProgress.Step? in
                guard let item = parts.catalogue[service] else { return nil }
                let latest = try CaseStore.latest(
                    of: session.citizen, by: nil, service: service, vault: parts.vault, in: db)
                let found = latest.flatMap {
                    $0.openedAt >= file.openedAt && $0.state != .withdrawn ? $0 : nil
                }
                let step = BundleProgress.Step(
                    item: item, number: found?.number, state: found?.state,
                    waitsFor: (bundle.after[service] ?? []).filter { !handedIn.contains($0) }
                        .compactMap { parts.catalogue[$0] })
                if step.isHandedIn { handedIn.insert(service) }
                return step
            }
            return BundleProgress(bundle: bundle, file: file, steps: steps)
        }
    }
}
