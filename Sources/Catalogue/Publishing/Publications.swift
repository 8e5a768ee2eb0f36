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
    /// The versions that the release brought.
    private let released: [ServiceID: Int]
    private let seen = Mutex<Seen?>(nil)

    private struct Seen {
        let state: [Int64]
        let offered: [ServiceID: Int]
        let unreadable: [UnreadablePublication]
    }

    /// `catalogue` is the folder's, over which nothing is published yet.
    public init(engine: any SQLEngine, world: World, catalogue: Catalogue) {
        self.engine = engine
        self.world = world
        self.catalogue = catalogue
        released = Dictionary(uniqueKeysWithValues: catalogue.items.map { ($0.id, $0.version) })
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
        let next = try await compiled(files, from: effectiveFrom)
        return Self.services(in: files).compactMap { next[$0] }
    }

    /// What the services of these files still lack, as they would be offered.
    ///
    /// - Throws: ``CatalogueDefects`` of the whole catalogue.
    public func findings(
        in files: [String: String], from effectiveFrom: Instant
    ) async throws -> [CatalogueLint.Finding] {
        let known = try await engine.read { db in try PublicationStore.all(in: db) }
        return try findings(in: files, over: known, from: effectiveFrom)
    }

    /// As ``findings(in:from:)``, beside what has been published.
    func findings(
        in files: [String: String], over known: [ServicePublication], from effectiveFrom: Instant
    ) throws -> [CatalogueLint.Finding] {
        CatalogueLint(
            try compiled(files, over: known, from: effectiveFrom),
            files: CatalogueFiles(folder: catalogue.folder, published: files),
            today: CalendarDate(inChinaAt: effectiveFrom)
        ).findings(of: Self.services(in: files))
    }

    private static func services(in files: [String: String]) -> [ServiceID] {
        Set(files.keys.compactMap { ServicePublication.place($0)?.service }).sorted()
            .compactMap(ServiceID.init)
    }

    private func compiled(_ files: [String: String], from effectiveFrom: Instant) async throws -> Catalogue {
        let known = try await engine.read { db in try PublicationStore.all(in: db) }
        return try compiled(files, over: known, from: effectiveFrom)
    }

    /// Offers what is due by now; does nothing when nothing has changed.
    ///
    /// - Returns: Whether another catalogue is offered than before; ``unreadable`` says what is not in it.
    /// - Throws: ``CatalogueDefects`` of the folder; then what was offered is offered still.
    @discardableResult
    public func follow() async throws -> Bool {
        // Taken before anything is read: what a case was opened under had been published by then, if it ever was.
        let missed = catalogue.missed
        let isOther = try await offerDue()
        catalogue.giveUp(missed)
        return isOther
    }

    private func offerDue() async throws -> Bool {
        let now = world.now()
        let (state, all) = try await engine.read { db in
            (try PublicationStore.state(in: db), try PublicationStore.all(in: db))
        }
        let wanted = due(all, at: now).mapValues(\.version)
        let isKnown = seen.withLock { $0.map { $0.state == state && $0.offered == wanted } ?? all.isEmpty }
        guard !isKnown else { return false }
        let next = try PublishedCatalogue(
            all, over: CatalogueFiles(folder: catalogue.folder), released: released, at: now)
        catalogue.offer(next.offered, keeping: next.former)
        seen.withLock {
            $0 = Seen(
                state: state, offered: next.due.mapValues(\.version), unreadable: next.unreadable)
        }
        return true
    }

    /// What was published and could not be read when it was last followed.
    public var unreadable: [UnreadablePublication] { seen.withLock { $0?.unreadable ?? [] } }

    /// What was published and gives way to a newer version of the release.
    public func outdated() async throws -> [ServicePublication] {
        let now = world.now()
        let all = try await engine.read { db in try PublicationStore.all(in: db) }
        return PublishedCatalogue.due(all, released: [:], at: now).values
            .filter { $0.version < released[$0.service] ?? 0 }.sorted { $0.service < $1.service }
    }

    /// What is offered of what was published, as far as it could be read.
    func due(_ all: [ServicePublication], at now: Instant) -> [ServiceID: ServicePublication] {
        let lost = Set(unreadable.filter(\.isDue).map { "\($0.service) \($0.version)" })
        return PublishedCatalogue.due(
            all.filter { !lost.contains("\($0.service) \($0.version)") }, released: released, at: now)
    }

    /// The whole catalogue with these files in it.
    private func compiled(
        _ files: [String: String], over known: [ServicePublication], from effectiveFrom: Instant
    ) throws -> Catalogue {
        let published = due(known, at: effectiveFrom).values.reduce(into: [:]) { $0.merge($1.files) { $1 } }
        let all = published.merging(files) { $1 }
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
                    path,
                    LintPlace.key("version").line(
                        of: path, in: CatalogueFiles(folder: catalogue.folder, published: files)),
                    "Version \(item.version) is not above \(before), which is known already",
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
