import Base

/// A version that was published, or that another release brought, and that this release cannot read: it speaks of a word, a
/// register's field or a neighbour that is not there.
public struct UnreadablePublication: Sendable {
    public let service: ServiceID
    public let version: Int
    /// Whether it would be offered now; otherwise only cases that were begun under it miss it.
    public let isDue: Bool
    /// Whether a release brought it: then nobody can publish it anew.
    public let isReleased: Bool
    public let defects: CatalogueDefects

    init(_ publication: ServicePublication, isDue: Bool, _ defects: CatalogueDefects) {
        (service, version) = (publication.service, publication.version)
        (self.isDue, isReleased, self.defects) = (isDue, false, defects)
    }

    init(_ one: ReleasedVersion, _ defects: CatalogueDefects) {
        (service, version) = (one.version.service, one.version.number)
        (isDue, isReleased, self.defects) = (false, true, defects)
    }
}

/// The folder's catalogue with what was published over it, as far as this release can read that.
///
/// What cannot be read harms its own service and no other: the version before it is offered, or the folder's.
struct PublishedCatalogue {
    let offered: Catalogue
    let due: [ServiceID: ServicePublication]
    /// Every other version that was ever published, for its cases.
    let former: [ServiceItem]
    let unreadable: [UnreadablePublication]

    /// - Parameters:
    ///   - all: Everything that was ever published.
    ///   - folder: The release's own.
    ///   - released: The versions of the folder; an older one that was published is offered no more.
    ///   - now: What is due by then is offered.
    ///   - layouts: Reads those of what was published; the folder's have been read at the start.
    /// - Throws: ``CatalogueDefects`` where the folder itself has them.
    init(
        _ all: [ServicePublication], over folder: CatalogueFiles, released: [ServiceID: Int], at now: Instant,
        layouts: @escaping LayoutTrial
    ) throws {
        var readable = all
        var unreadable: [UnreadablePublication] = []
        func read(_ chosen: [ServicePublication], _ isDue: Bool) throws -> Catalogue {
            let files = chosen.reduce(into: [:]) { $0.merge($1.files) { $1 } }
            let compiler = CatalogueCompiler(
                files: CatalogueFiles(folder: folder.folder, published: files), layouts: layouts)
            let catalogue = try compiler.compile(readsEvents: isDue)
            compiler.refuseUnreadableLayouts(chosen.compactMap { catalogue[$0.service] })
            try compiler.report.finish()
            return catalogue
        }
        func readDue() throws -> (Catalogue, [ServiceID: ServicePublication]) {
            while true {
                let chosen = Self.due(readable, released: released, at: now)
                let inOrder = chosen.values.sorted { $0.service < $1.service }
                do { return (try read(inOrder, true), chosen) } catch let found as CatalogueDefects {
                    guard !inOrder.isEmpty else { throw found }
                    // A defect may stand in another's file: each is tried alone, and where they only quarrel among
                    // themselves none of them counts.
                    let alone = inOrder.compactMap { one in
                        Self.defects(of: { try read([one], true) }).map { (one, $0) }
                    }
                    for (one, defects) in alone.isEmpty ? inOrder.map({ ($0, found) }) : alone {
                        readable.removeAll { $0.id == one.id }
                        unreadable.append(UnreadablePublication(one, isDue: true, defects))
                    }
                }
            }
        }
        let (offered, due) = try readDue()
        // As many readings as one service has versions, where nothing is wrong, and not one for each of them.
        var rest = readable.filter { due[$0.service]?.id != $0.id }
        var former: [ServiceItem] = []
        while !rest.isEmpty {
            let layer = Dictionary(
                rest.map { ($0.service, $0) }, uniquingKeysWith: { $0.version > $1.version ? $0 : $1 })
            let inOrder = layer.values.sorted { $0.service < $1.service }
            if let older = try? read(inOrder, false) {
                former += inOrder.compactMap { older[$0.service] }
            } else {
                for one in inOrder {
                    do { former += [try read([one], false)[one.service]].compactMap(\.self) } catch let
                        defects as CatalogueDefects
                    { unreadable.append(UnreadablePublication(one, isDue: false, defects)) }
                }
            }
            rest.removeAll { layer[$0.service]?.id == $0.id }
        }
        (self.offered, self.due) = (offered, due)
        self.former = former
        self.unreadable = unreadable
    }

    /// The newest version of each service that is neither withdrawn nor still to come, nor older than the release's own.
    static func due(
        _ all: [ServicePublication], released: [ServiceID: Int], at now: Instant
    ) -> [ServiceID: ServicePublication] {
        Dictionary(
            all.filter {
                $0.withdrawal == nil && $0.effectiveFrom <= now && $0.version >= released[$0.service] ?? 0
            }.map { ($0.service, $0) },
            uniquingKeysWith: { $0.version > $1.version ? $0 : $1 })
    }

    private static func defects(of read: () throws -> Catalogue) -> CatalogueDefects? {
        do {
            _ = try read()
            return nil
        } catch {
            return error as? CatalogueDefects
        }
    }
}
