public import Base
public import struct Foundation.URL
import Synchronization

/// Everything a station can do, read from the files of the departments; a publication changes what is in it while the
/// house runs, so nobody keeps a part of it for longer than a request.
public struct Catalogue: Sendable {
    /// What one reading of the files found.
    struct Contents: Sendable {
        var departments: [Department]
        var registers: [Register]
        var items: [ServiceItem]
        var featured: [ServiceID]
        var bundles: [LifeBundle]
        var pictureFolders: [URL]
        var representation: RepresentationRules?
        var reasons: [StepReason]
        var byID: [ServiceID: ServiceItem]
        /// Versions that are offered no more; cases opened under them run to their end.
        var former: [ServiceID: [Int: ServiceItem]] = [:]
        /// How often something else has been offered since the house started.
        var revision = 0
        /// What cases were opened under and is not here: another release brought it, or another node published it a moment ago.
        var missed: Set<Version> = []
        /// What is not here though everything that is kept has been looked at since it was missed.
        var lost: Set<Version> = []

        func known(_ version: Version) -> ServiceItem? {
            let offered = byID[version.service]
            return offered?.version == version.number ? offered : former[version.service]?[version.number]
        }

        /// Has what is not here looked for.
        ///
        /// - Returns: Whether it may be found yet.
        @discardableResult
        mutating func miss(_ version: Version) -> Bool {
            // An event in life is not kept: what is decided and drawn are its services.
            if let offered = byID[version.service], offered.isBundle, version.number < offered.version {
                return false
            }
            guard !lost.contains(version) else { return false }
            missed.insert(version)
            return true
        }
    }

    struct Version: Hashable, Sendable {
        let service: ServiceID
        let number: Int
    }

    private final class Current: Sendable {
        let contents: Mutex<Contents>

        init(_ contents: Contents) {
            self.contents = Mutex(contents)
        }
    }

    /// The folder it was read from.
    let folder: URL
    /// On which days offices work; read when the house starts.
    public let calendar: WorkingCalendar
    private let current: Current
    private var contents: Contents { current.contents.withLock { $0 } }

    /// Another number whenever something else is offered; what is computed from the whole counts for one number.
    public var revision: Int { contents.revision }
    /// Sorted by id.
    public var departments: [Department] { contents.departments }
    /// Sorted by id: what the departments' exchanges can be asked.
    public var registers: [Register] { contents.registers }
    /// Sorted by id.
    public var items: [ServiceItem] { contents.items }
    /// Versions that are offered no more, in no order.
    var former: [ServiceItem] { contents.former.values.flatMap(\.values) }
    /// Folders that hold the guides' pictures; a picture's name is unique over all of them.
    public var pictureFolders: [URL] { contents.pictureFolders }
    /// What a first screen shows before use has said what is wanted there.
    public var featured: [ServiceID] { contents.featured }
    /// Events in life with all their services.
    public var bundles: [LifeBundle] { contents.bundles }
    /// Nil when nobody may act for another in this city.
    public var representation: RepresentationRules? { contents.representation }
    /// Why departments say no or ask again, in the order of their files; what all of them say first.
    var reasons: [StepReason] { contents.reasons }

    init(
        folder: URL, departments: [Department], registers: [Register], items: [ServiceItem],
        featured: [ServiceID], bundles: [LifeBundle], pictureFolders: [URL],
        representation: RepresentationRules? = nil, reasons: [StepReason] = [],
        calendar: WorkingCalendar = .weekendsOnly
    ) {
        self.folder = folder
        self.calendar = calendar
        current = Current(
            Contents(
                departments: departments.sorted { $0.id < $1.id },
                registers: registers.sorted { $0.id < $1.id }, items: items.sorted { $0.id < $1.id },
                featured: featured, bundles: bundles, pictureFolders: pictureFolders,
                representation: representation, reasons: reasons,
                byID: Dictionary(uniqueKeysWithValues: (items + bundles.map(\.item)).map { ($0.id, $0) })))
    }

    private init(_ other: Catalogue) {
        folder = other.folder
        calendar = other.calendar
        current = Current(other.contents)
    }

    /// The same to begin with; what is published in one is not offered in the other.
    public func separate() -> Catalogue { Catalogue(self) }

    /// The same with a service in the place of the one that is offered, or besides; nobody is offered it.
    func with(_ item: ServiceItem) -> Catalogue {
        let next = separate()
        next.current.contents.withLock { contents in
            contents.items = (contents.items.filter { $0.id != item.id } + [item]).sorted { $0.id < $1.id }
            contents.byID[item.id] = item
        }
        return next
    }

    public subscript(_ id: ServiceID) -> ServiceItem? { current.contents.withLock { $0.byID[id] } }

    /// The services that a sentence names, in Mandarin between “ and ”: its reader is led there.
    public func named(in sentence: LocalText) -> [ServiceItem] {
        let names = Set(sentence[.mandarin].matches(of: /“([^”]+)”/).map { String($0.1) })
        return names.isEmpty ? [] : items.filter { names.contains($0.name[.mandarin]) }
    }

    /// The version a case was opened under, or the one that is offered where that is not here or nil: to name it by, or to offer
    /// what is decided elsewhere.
    public subscript(_ id: ServiceID, version version: Int?) -> ServiceItem? {
        current.contents.withLock { contents in
            guard let version = version.map({ Version(service: id, number: $0) }) else {
                return contents.byID[id]
            }
            if let known = contents.known(version) { return known }
            contents.miss(version)
            return contents.byID[id]
        }
    }

    /// The version a case was opened under, by which it is asked, decided and drawn; the one that is offered where that is lost,
    /// and nil where nobody offers the service any more.
    ///
    /// - Throws: `NotYetHere` for what another release brought, or another node may have published, until everything that is kept
    ///   has been looked at.
    public func item(_ id: ServiceID, version number: Int) throws(NotYetHere) -> ServiceItem? {
        let version = Version(service: id, number: number)
        return try current.contents.withLock { contents throws(NotYetHere) -> ServiceItem? in
            if let known = contents.known(version) { return known }
            if contents.miss(version) { throw NotYetHere("\(id.rawValue) v\(number)") }
            return contents.byID[id]
        }
    }

    public func bundle(_ id: ServiceID) -> LifeBundle? { bundles.first { $0.id == id } }

    /// The services of a bundle in their order; none of a service.
    public func parts(of id: ServiceID) -> [LifeBundle.Part] {
        guard let bundle = bundle(id) else { return [] }
        return bundle.services.compactMap { service in
            self[service].map { .init(item: $0, isForChild: bundle.forChild.contains(service)) }
        }
    }

    public func department(_ id: DepartmentID) -> Department? { departments.first { $0.id == id } }

    public func register(_ id: String) -> Register? {
        current.contents.withLock { contents in contents.registers.first { $0.id == id } }
    }

    public func items(of department: DepartmentID) -> [ServiceItem] {
        items.filter { $0.department == department }
    }

    /// Offers another reading from now on; what is replaced stays for its cases.
    func offer(_ next: Catalogue, keeping former: [ServiceItem]) {
        let fresh = next.contents
        current.contents.withLock { contents in
            var kept = contents.former
            for item in contents.items + former where fresh.byID[item.id]?.version != item.version {
                kept[item.id, default: [:]][item.version] = item
            }
            let before = contents
            contents = fresh
            contents.former = kept
            contents.revision = before.revision + 1
            (contents.missed, contents.lost) = (before.missed, before.lost)
        }
    }

    /// Versions that are offered no more, or not here, for their cases.
    func keep(_ former: [ServiceItem]) {
        current.contents.withLock { contents in
            for item in former { contents.former[item.id, default: [:]][item.version] = item }
        }
    }

    /// What has been asked for and was not here.
    var missed: Set<Version> { contents.missed }

    func knows(_ version: Version) -> Bool { current.contents.withLock { $0.known(version) != nil } }

    /// Waits no longer for what was missed before everything that is kept was looked at.
    func giveUp(_ missed: Set<Version>) {
        current.contents.withLock { contents in
            contents.missed.subtract(missed)
            contents.lost.formUnion(missed)
        }
    }

    /// Reads `departments.yml` and every `<department>/<slug>/service.yml` below a folder.
    ///
    /// - Parameter folder: the folder `Services/`.
    /// - Returns: The catalogue, when there is nothing wrong in it.
    /// - Throws: ``CatalogueDefects`` with every defect found, not only the first.
    public static func load(_ folder: URL) throws -> Catalogue {
        try CatalogueCompiler(files: CatalogueFiles(folder: folder)).compile()
    }
}
