public import Base
public import Storage
import Foundation
import Synchronization

/// Changes what is offered while the house runs: publishes versions, takes them back, and follows what others published.
public final class Publications: Sendable {
    /// How often each node looks whether something has been published.
    public static let every = Duration.seconds(5)

    let engine: any SQLEngine
    let world: World
    let catalogue: Catalogue
    private let seen = Mutex<(state: [Int64], offered: [ServiceID: Int])?>(nil)

    public init(engine: any SQLEngine, world: World, catalogue: Catalogue) {
        self.engine = engine
        self.world = world
        self.catalogue = catalogue
    }

    /// Publishes new versions of services, or services that nobody knew.
    ///
    /// - Parameters:
    ///   - files: By path, as in a folder of services: `service.yml`, and ``ServicePublication/fileNames`` beside it.
    ///   - effectiveFrom: The moment from which cases are opened under them.
    /// - Returns: What was published.
    /// - Throws: ``CatalogueDefects`` of the whole catalogue as it would be, a version that was not raised among them.
    @discardableResult
    public func publish(_ files: [String: String], from effectiveFrom: Instant) async throws
        -> [ServicePublication]
    {
        let publications = try await check(files, from: effectiveFrom)
        try await engine.write { db in
            for publication in publications { try PublicationStore.insert(publication, in: db) }
        }
        return publications
    }

    /// What ``publish(_:from:)`` would do.
    public func check(_ files: [String: String], from effectiveFrom: Instant) async throws
        -> [ServicePublication]
    {
        let known = try await engine.read { db in try PublicationStore.all(in: db) }
        return try check(files, over: known, from: effectiveFrom)
    }

    /// The services of these files, as they would be offered.
    ///
    /// - Throws: ``CatalogueDefects`` of the whole catalogue.
    public func services(
        in files: [String: String], from effectiveFrom: Instant
    ) async throws -> [ServiceItem] {
        let known = try await engine.read { db in try PublicationStore.all(in: db) }
        let next = try compiled(files, over: known, from: effectiveFrom)
        let ids = Set(files.keys.compactMap { ServicePublication.place($0)?.service })
        return ids.sorted().compactMap { ServiceID(rawValue: $0).flatMap { next[$0] } }
    }

    /// Offers what is due by now; does nothing when nothing has changed.
    ///
    /// - Returns: Whether another catalogue is offered than before.
    /// - Throws: ``CatalogueDefects``; then what was offered is offered still.
    @discardableResult
    public func follow() async throws -> Bool {
        let now = world.now()
        let (state, all) = try await engine.read { db in
            (try PublicationStore.state(in: db), try PublicationStore.all(in: db))
        }
        let due = Self.due(all, at: now)
        let offered = due.mapValues(\.version)
        let isKnown = seen.withLock { $0.map { $0.state == state && $0.offered == offered } ?? all.isEmpty }
        guard !isKnown else { return false }
        let folder = catalogue.folder
        let files = due.values.reduce(into: [:]) { $0.merge($1.files) { $1 } }
        let next = try CatalogueCompiler(files: CatalogueFiles(folder: folder, published: files)).compile()
        let former = try all.filter { due[$0.service]?.version != $0.version }.compactMap { publication in
            try CatalogueCompiler(files: CatalogueFiles(folder: folder, published: publication.files))
                .compile()[publication.service]
        }
        catalogue.offer(next, keeping: former)
        seen.withLock { $0 = (state, offered) }
        return true
    }

    /// The newest version of each service that is neither withdrawn nor still to come.
    static func due(_ all: [ServicePublication], at now: Instant) -> [ServiceID: ServicePublication] {
        Dictionary(
            all.filter { $0.withdrawal == nil && $0.effectiveFrom <= now }.map { ($0.service, $0) },
            uniquingKeysWith: { $0.version > $1.version ? $0 : $1 })
    }

    /// The whole catalogue with these files in it.
    private func compiled(
        _ files: [String: String], over known: [ServicePublication], from effectiveFrom: Instant
    ) throws -> Catalogue {
        let due = Self.due(known, at: effectiveFrom)
        let all = due.values.reduce(into: [:]) { $0.merge($1.files) { $1 } }.merging(files) { $1 }
        return try CatalogueCompiler(files: CatalogueFiles(folder: catalogue.folder, published: all))
            .compile()
    }

    func check(
        _ files: [String: String], over known: [ServicePublication], from effectiveFrom: Instant
    ) throws -> [ServicePublication] {
        let report = DefectReport()
        let next = try compiled(files, over: known, from: effectiveFrom)
        var publications: [ServicePublication] = []
        for path in files.keys.sorted() {
            guard let place = ServicePublication.place(path), ServicePublication.isFile(place.name),
                let id = ServiceID(rawValue: place.service), let item = next[id]
            else {
                report.add(
                    path, 1,
                    "Only service.yml, document.yml, slots.yml, guide/ and fixtures/ordinary.yml of a service are published",
                    remedy: "Bring registers, what services share and departments with the next release")
                continue
            }
            guard let source = files["\(id.rawValue)/\(ServicePublication.serviceFile)"] else {
                report.add(
                    path, 1, "The service itself is not published with it",
                    remedy: "Publish service.yml beside it, with its version raised")
                continue
            }
            guard place.name == ServicePublication.serviceFile else { continue }
            let before = max(
                catalogue[id]?.version ?? 0, known.filter { $0.service == id }.map(\.version).max() ?? 0)
            if item.version <= before {
                report.add(
                    path, 1, "Version \(item.version) is not above \(before), which is known already",
                    remedy: "Raise the version to \(before + 1): cases of \(before) run to their end under it"
                )
            }
            publications.append(
                ServicePublication(
                    id: Token(world), service: id, version: item.version, source: source,
                    layout: files["\(id.rawValue)/\(ServicePublication.layoutFile)"],
                    slots: files["\(id.rawValue)/\(ServicePublication.slotsFile)"],
                    parts: Self.parts(of: id, in: files),
                    effectiveFrom: effectiveFrom, publishedAt: world.now()))
        }
        try report.finish()
        return publications
    }

    /// What lies in the service's folder besides the files that have columns of their own.
    private static func parts(of id: ServiceID, in files: [String: String]) -> [String: String] {
        let own = files.compactMap { path, text -> (String, String)? in
            guard let place = ServicePublication.place(path), place.service == id.rawValue,
                ServicePart.isName(place.name), place.name != ServicePublication.slotsFile
            else { return nil }
            return (place.name, text)
        }
        return Dictionary(uniqueKeysWithValues: own)
    }
}
