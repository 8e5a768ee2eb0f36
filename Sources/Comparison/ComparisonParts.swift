public import Audit
public import Base
public import Catalogue
public import Storage

/// How often each service was done here since a moment.
public typealias CountUses = @Sendable (_ since: Instant) async throws -> [ServiceID: Int]

/// What every verb of the comparison works with.
public final class ComparisonParts: Sendable {
    let engine: any SQLEngine
    let audit: AuditLog
    let world: World
    let catalogue: Catalogue
    let port: any PortalCataloguePort
    let uses: CountUses
    let text: ChineseText
    let memory = MatchMemory()

    /// - Throws: when the tables of words that come with the program cannot be read.
    public init(
        engine: any SQLEngine, audit: AuditLog, world: World, catalogue: Catalogue,
        port: any PortalCataloguePort, uses: @escaping CountUses
    ) throws {
        self.engine = engine
        self.audit = audit
        self.world = world
        self.catalogue = catalogue
        self.port = port
        self.uses = uses
        text = try ChineseText()
    }
}

/// The room's verbs, wired once.
public final class ComparisonVerbs: Sendable {
    public let bring: ImportCatalogue
    public let compare: CompareCatalogues
    public let decide: DecideMatch

    public init(_ parts: ComparisonParts) {
        bring = ImportCatalogue(parts: parts)
        compare = CompareCatalogues(parts: parts)
        decide = DecideMatch(parts: parts)
    }
}
