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
    private let layouts: LayoutTrial
    /// The versions that the release brought.
    private let released: [ServiceID: Int]
    private let seen = Mutex<Seen?>(nil)
    /// What other releases brought, cases ask for and this one cannot read.
    private let strange = Mutex<[UnreadablePublication]>([])
    private let told = Mutex<Set<Catalogue.Version>>([])

    private struct Seen {
        let state: [Int64]
        let offered: [ServiceID: Int]
        let unreadable: [UnreadablePublication]
    }

    /// `catalogue` is the folder's, over which nothing is published yet; a version whose layout `layouts` cannot read is lost.
    public init(
        engine: any SQLEngine, world: World, catalogue: Catalogue,
        layouts: @escaping LayoutTrial = { _ in nil }
    ) {
        self.engine = engine
        self.world = world
        self.catalogue = catalogue
        self.layouts = layouts
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
        let (known, released) = try await engine.read { db in
            (try PublicationStore.all(in: db), try ReleaseStore.all(in: db))
        }
        return try check(files, over: known, beside: released.keys, from: effectiveFrom)
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
        let files = whole(files)
        return CatalogueLint(
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
        return try compiled(whole(files), over: known, from: effectiveFrom)
    }

    /// Keeps what the release brought of each service, for cases that outlive it; writes only what is not kept so far.
    ///
    /// Before anybody is served: whatever a case was opened under can then be read at every node. Of one number those files
    /// are kept that were offered last, by which its cases were read until then: what a release mended stays mended.
    ///
    /// - Returns: The numbers whose files others had been kept of: their cases read these from now on.
    @discardableResult
    public func keepReleased() async throws -> [(service: ServiceID, version: Int)] {
        let folder = CatalogueFiles(folder: catalogue.folder)
        let kept = try await engine.read { db in try ReleaseStore.all(in: db) }
        // In one order, so that nodes that start together get in each other's way once.
        let missing = released.sorted { $0.key < $1.key }
            .compactMap { folder.released(Catalogue.Version(service: $0.key, number: $0.value)) }
            .filter { kept[$0.version] != $0.fingerprint }
        guard !missing.isEmpty else { return [] }
        let now = world.now()
        try await engine.write { db in
            for one in missing { try ReleaseStore.keep(one, at: now, in: db) }
        }
        return missing.map(\.version).filter { kept[$0] != nil }.map { ($0.service, $0.number) }
    }

    /// Offers what is due by now, and reads what cases were opened under; does nothing when nothing has changed.
    ///
    /// - Parameter running: the versions that cases run under, where nobody shall wait until the first of them asks.
    /// - Returns: Whether another catalogue is offered than before; ``unreadable`` says what is not in it.
    /// - Throws: ``CatalogueDefects`` of the folder; then what was offered is offered still.
    @discardableResult
    public func follow(reading running: [ServiceID: Set<Int>] = [:]) async throws -> Bool {
        for (service, versions) in running {
            for version in versions { _ = catalogue[service, version: version] }
        }
        // Taken before anything is read: what a case was opened under had been published or kept by then, if it ever was.
        let missed = catalogue.missed
        // First, so that no case waits for it where what was published cannot be offered.
        try await readReleased(missed)
        let isOther = try await offerDue()
        catalogue.giveUp(missed)
        return isOther
    }

    /// Only what cases ask for: a house in its tenth year would hold many times what it offers.
    private func readReleased(_ missed: Set<Catalogue.Version>) async throws {
        let wanted = missed.filter { !catalogue.knows($0) }
        guard !wanted.isEmpty else { return }
        let found = try await engine.read { db in
            try wanted.compactMap { try ReleaseStore.find($0, in: db) }
        }
        guard !found.isEmpty else { return }
        let read = CatalogueCompiler(files: CatalogueFiles(folder: catalogue.folder), layouts: layouts)
            .other(found)
        catalogue.keep(read.compactMap(\.item))
        let unread = zip(found, read).filter { !$1.defects.isEmpty }.map {
            UnreadablePublication($0, CatalogueDefects(defects: $1.defects))
        }
        strange.withLock { $0 += unread }
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
            all, over: CatalogueFiles(folder: catalogue.folder), released: released, at: now,
            layouts: layouts)
        catalogue.offer(next.offered, keeping: next.former)
        seen.withLock {
            $0 = Seen(
                state: state, offered: next.due.mapValues(\.version), unreadable: next.unreadable)
        }
        return true
    }

    /// What was published and could not be read when it was last followed, and what cases asked for of other releases.
    public var unreadable: [UnreadablePublication] {
        seen.withLock { $0?.unreadable ?? [] } + strange.withLock { $0 }
    }

    /// What cannot be read and nobody has been told of yet.
    public func untold() -> [UnreadablePublication] {
        let unreadable = unreadable
        return told.withLock { told in
            unreadable.filter { told.insert(.init(service: $0.service, number: $0.version)).inserted }
        }
    }

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

    /// With what each service has besides in the folder, and an empty text for what it is without: no later release's files mix
    /// with those of a version that was published under this one.
    private func whole(_ files: [String: String]) -> [String: String] {
        let folder = CatalogueFiles(folder: catalogue.folder)
        return Self.services(in: files).reduce(into: files) { all, id in
            // What is published without it is refused.
            guard let source = files["\(id.rawValue)/\(ServicePublication.serviceFile)"] else { return }
            let parts = folder.parts(of: id, readBy: source)
            all.merge(ReleasedVersion.overFolder(parts, of: id)) { written, _ in written }
        }
    }

    /// The whole catalogue with these files in it; they are ``whole(_:)``, so that nothing an earlier version of theirs brought
    /// is read with them.
    private func compiled(
        _ files: [String: String], over known: [ServicePublication], from effectiveFrom: Instant
    ) throws -> Catalogue {
        let own = Set(Self.services(in: files))
        let published = due(known, at: effectiveFrom).values.filter { !own.contains($0.service) }
            .reduce(into: [:]) { $0.merge($1.files) { $1 } }
        let all = published.merging(files) { $1 }
        return try CatalogueCompiler(files: CatalogueFiles(folder: catalogue.folder, published: all))
            .compile()
    }

    /// What would be published; above what releases brought, too: cases of two versions with one number could not be told apart.
    func check(
        _ files: [String: String], over known: [ServicePublication],
        beside released: some Collection<Catalogue.Version>, from effectiveFrom: Instant
    ) throws -> [ServicePublication] {
        let files = whole(files)
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
            refuseUnraised(item, files, over: known, beside: released, report)
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

    /// What a service that could be offered must still have before it is: a version above all that are known, `known` of them
    /// because they were published.
    func unraised(
        _ item: ServiceItem, in files: [String: String], over known: [ServicePublication]
    ) async throws -> [CatalogueDefect] {
        let released = try await engine.read { db in try ReleaseStore.versions(of: item.id, in: db) }
        let report = DefectReport()
        refuseUnraised(item, files, over: known, beside: released, report)
        return report.defects
    }

    private func refuseUnraised(
        _ item: ServiceItem, _ files: [String: String], over known: [ServicePublication],
        beside released: some Collection<Catalogue.Version>, _ report: DefectReport
    ) {
        let (id, path) = (item.id, "\(item.id.rawValue)/\(ServicePublication.serviceFile)")
        let before = max(
            catalogue[id]?.version ?? 0, known.filter { $0.service == id }.map(\.version).max() ?? 0,
            released.filter { $0.service == id }.map(\.number).max() ?? 0)
        guard item.version <= before else { return }
        report.add(
            path,
            LintPlace.key("version").line(
                of: path, in: CatalogueFiles(folder: catalogue.folder, published: files)),
            "Version \(item.version) is not above \(before), which is known already",
            remedy: "Raise the version to \(before + 1): cases of \(before) run to their end under it")
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
