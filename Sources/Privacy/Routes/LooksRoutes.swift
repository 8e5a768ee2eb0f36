public import Catalogue
public import Hummingbird
public import Identity
public import Stations
public import Storage
public import Vault
public import Web
import Audit
import Base
import Casework

/// Who looked at my data: a person's own view of the audit log.
///
///     GET /looks    the youngest acts; `before` an index, `case` where she came from
public struct LooksRoutes: Sendable {
    let frame: Frame
    let engine: any SQLEngine
    let vault: Vault
    let identity: IdentityVerbs
    let catalogue: Catalogue
    let stations: StationQueries

    public init(
        frame: Frame, engine: any SQLEngine, vault: Vault, identity: IdentityVerbs, catalogue: Catalogue,
        stations: StationQueries
    ) {
        self.frame = frame
        self.engine = engine
        self.vault = vault
        self.identity = identity
        self.catalogue = catalogue
        self.stations = stations
    }

    public func add(to router: Router<EgretContext>) {
        router.get("looks", use: page)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let session = try await identity.current.identified(
            token: context.sessionToken, terminal: context.terminalID)
        let query = request.uri.queryParameters
        let before = query["before"].flatMap { Int64($0) }
        let part = try await engine.read { [vault] db in
            try AuditHistory()(
                about: vault.subject(session.citizen, in: db).commitment(), before: before, in: db)
        }
        var names: [String: String] = [:]
        for terminal in Set(part.acts.compactMap(\.terminal)) {
            names[terminal] = try await stations.station(of: terminal)?.name[context.language]
        }
        return LooksPage(
            part: part, catalogue: catalogue, stations: names,
            from: query["case"].flatMap { CaseNumber(rawValue: String($0)) }?.rawValue
        ).html(frame, context)
    }
}
