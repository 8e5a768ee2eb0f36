import Assistance
import Audit
import Base
import Casework
import Catalogue
import Comparison
import Configuration
import Connectors
import Desk
import Documents
import Exchange
import Federation
import Foundation
import Identity
import Logging
import Notices
import Passkeys
import Privacy
import Representation
import Staff
import Stations
import Storage
import StoragePostgres
import StorageSQLite
import Supervision
import Transport
import Uploads
import Vault
import Web

/// The whole house, built once: the only place that names concrete engines and connectors.
///
/// `serve`, `doctor`, `seed` and the tests of the whole house all build it through here.
final class House: Sendable {
    let centre: CentreConfig
    let world: World
    let logger: Logger
    let engine: any SQLEngine
    let vault: Vault
    let audit: AuditLog
    let catalogue: Catalogue
    let frame: Frame
    let metrics: PrometheusRegistry
    /// The connections to foreign systems; nil when they are reached in another way.
    let client: ForeignClient?
    let identity: IdentityVerbs
    let accounts: AccountVerbs
    let stations: StationsVerbs
    let layouts: PaperLayouts
    let caseParts: CaseParts
    let cases: CaseVerbs
    let rate: RateCase
    let ratings: RatingQueries
    let factory: DocumentFactory
    let idempotency: Idempotency
    let federation: FederationParts
    let portal: (account: PortalAccount, port: any PortalPort)
    /// Where logout tokens leave.
    let logouts: any LogoutPort
    let retention: Retention
    let standing: Standing
    let notices: NoticeParts
    /// Nil where none is configured.
    let scanner: (any VirusScanner)?
    let results: any ResultPort
    /// Where hooks leave.
    let hooks: any HookPort
    /// What is offered beside or above the files the house was started with.
    let publications: Publications
    /// What the desk's people write, before it is offered.
    let drafts: ServiceDrafts
    let privacy: PrivacyVerbs
    let staff: StaffVerbs
    let staffNotices: StaffNotice
    let assistance: AssistanceVerbs
    let comparison: ComparisonVerbs

    /// Every change of the schema there ever was, over all parts.
    static let migrations: [Migration] =
        StorageMigrations.all + VaultMigrations.all + AuditMigrations.all + WebMigrations.all
        + IdentityMigrations.all + RepresentationMigrations.all + StationsMigrations.all
        + DocumentsMigrations.all + CatalogueMigrations.all + NoticesMigrations.all + CaseworkMigrations.all
        + SupervisionMigrations.all + PasskeysMigrations.all + StaffMigrations.all + PrivacyMigrations.all
        + FederationMigrations.all + ComparisonMigrations.all + DeskMigrations.all + VaultMigrations.later
        + AuditMigrations.later
        + IdentityMigrations.later + AssistanceMigrations.all + RepresentationMigrations.later
        + UploadsMigrations.all

    /// What every column of every table holds about people.
    static let inventory: [StoredTable] =
        (StorageInventory.tables + VaultInventory.tables + AuditInventory.tables + WebInventory.tables
        + PasskeysInventory.tables + StaffInventory.tables
        + IdentityInventory.tables + StationsInventory.tables + DocumentsInventory.tables
        + CatalogueInventory.tables + CaseworkInventory.tables + SupervisionInventory.tables
        + PrivacyInventory.tables
        + FederationInventory.tables + RepresentationInventory.tables + AssistanceInventory.tables
        + ComparisonInventory.tables + DeskInventory.tables + NoticesInventory.tables
        + UploadsInventory.tables)
        .sorted { $0.name < $1.name }

    /// `furniture` is read from the configured folder unless somebody has read it already.
    convenience init(
        _ config: ConfigReader, world: World = .live, logger: Logger, furniture: Furniture? = nil
    ) async throws {
        let centre = try CentreConfig(config)
        let engine = try await Self.engine(DatabaseConfig(config), world: world, logger: logger)
        do {
            try await self.init(
                centre: centre, foreign: try ForeignConfig(config), engine: engine,
                ring: KeyRing(contentsOf: URL(filePath: centre.keysPath)), world: world, logger: logger,
                furniture: furniture)
        } catch {
            await engine.close()
            throw error
        }
    }

    init(
        centre: CentreConfig, foreign: ForeignConfig, engine: any SQLEngine, ring: KeyRing, world: World,
        logger: Logger, stage: Stage? = nil, furniture: Furniture? = nil
    ) async throws {
        self.centre = centre
        self.world = world
        self.logger = logger
        self.engine = engine
        vault = Vault(ring: ring, world: world)
        audit = AuditLog(world: world)
        let furniture = try stage?.furniture ?? furniture ?? Furniture(centre)
        catalogue = furniture.catalogue.separate()
        layouts = furniture.layouts.separate()
        publications = Publications(
            engine: engine, world: world, catalogue: catalogue, layouts: layouts.fault)
        drafts = ServiceDrafts(publications: publications, audit: audit)
        metrics = PrometheusRegistry()
        frame = furniture.frame
        let ticketKey = try ring.signingKey(.printTicket).publicKey.pem
        let verifyURL = centre.publicURL + "/verify"
        factory =
            try stage?.maker.map { try DocumentFactory(ring: ring, verifyURL: verifyURL, maker: $0) }
            ?? DocumentFactory(
                ring: ring, design: Self.seal(centre), typefaces: centre.typefaces, verifyURL: verifyURL)
        let (client, transport) = Self.way(stage)
        self.client = client
        let doors = try ForeignSystems(foreign, ring: ring, client: transport, world: world)
        let parts = IdentityParts(engine: engine, vault: vault, audit: audit, world: world)
        stations = StationsVerbs(
            engine: engine, audit: audit, world: world, ticketKeysPEM: [ticketKey])
        let scene = Self.scene(stations.queries, catalogue, frame.words)
        identity = IdentityVerbs(
            parts, authority: doors.authority, messages: doors.messages, words: frame.words,
            network: doors.network.map { NetworkLogin(parts, port: $0, scene: scene) })
        let ties = CutTies(
            vault: vault, audit: audit, world: world,
            clients: try ClientList.load(URL(filePath: centre.clientsPath)))
        let forgetWeChat = ForgetWeChat(vault: vault, audit: audit)
        let standing = Standing(vault: vault, world: world, rules: catalogue.representation)
        self.standing = standing
        let privacyParts = PrivacyParts(
            engine: engine, vault: vault, audit: audit, world: world, rules: furniture.privacy,
            purposes: furniture.consents, standing: standing)
        accounts = AccountVerbs(
            AccountParts(
                parts, passwords: PasswordHasher(world: world), rule: furniture.passwords,
                passkeys: RelyingParty(url: centre.publicURL, name: "白鹭").map { [vault] in
                    Passkeys(.citizen, party: $0, engine: engine, vault: vault, world: world)
                }, messages: doors.messages, words: frame.words, settle: centre.accountSettle,
                cloned: { [raise = RaiseAlarm(engine: engine, world: world)] db in
                    try raise(.passkeyCloned, terminal: nil, detail: "account", in: db)
                },
                phoneChanged: FollowPhone(vault, catalogue).callAsFunction,
                waysRemoved: { citizen, why, requestID, db in
                    let (actor, reason) = (why.actor, why.rawValue)
                    try ties(of: citizen, by: actor, because: reason, requestID: requestID, in: db)
                    try forgetWeChat(of: citizen, by: actor, because: reason, requestID: requestID, in: db)
                    try privacyParts.withdraw(
                        WeChatChannel.purpose, of: citizen, by: actor, because: reason, requestID: requestID,
                        in: db)
                }))
        federation = FederationParts(
            engine: engine, ties: ties, issuer: centre.publicURL, doors: Self.doors(accounts, vault: vault))
        portal = (
            PortalAccount(
                issuer: foreign.portalIssuer, client: foreign.portalClient,
                redirect: centre.publicURL + "/portal/callback"), doors.portal
        )
        logouts = LogoutSender(addresses: federation.logoutAddresses, client: transport, world: world)
        let registers = OwnRegisters(
            [
                LooksRegister.resource: LooksRegister(
                    privacyParts, catalogue: catalogue, words: frame.words,
                    station: { [stations] in try await stations.queries.station(of: $0)?.name[.mandarin] }),
                KeptRegister.resource: KeptRegister(
                    privacyParts, exporters: Self.exporters(vault, catalogue), catalogue: catalogue,
                    words: frame.words),
            ], beside: doors.registers)
        scanner = doors.scanner
        results = doors.results
        caseParts = CaseParts(
            engine: engine, vault: vault, audit: audit, world: world, catalogue: catalogue,
            layouts: layouts,
            register: ReadRegister(
                engine: engine, audit: audit, registers: stage?.mixUp(registers) ?? registers),
            documents: factory,
            stop: stations.stop, stopService: stations.stopService, figures: centre.handling,
            intake: FileIntake(scanner: doors.scanner))
        cases = CaseVerbs(caseParts)
        rate = RateCase(engine: engine, audit: audit, stations: stations.queries, world: world)
        ratings = RatingQueries(engine: engine)
        idempotency = Idempotency(
            engine: engine, vault: vault, world: world,
            goesOn: Self.goesOn(identity, accounts, in: engine))
        let staffParts = Self.staffParts(centre, engine: engine, ring: ring, world: world)
        retention = Retention(
            engine: engine, vault: vault, audit: audit, world: world, schedule: furniture.retention,
            periods: AgreedPeriods(
                staffParts,
                file: Dictionary(
                    uniqueKeysWithValues: furniture.retention.rules.map { ($0.kept, $0.days) })),
            erased: ErasedList(path: centre.erasedPath))
        privacy = PrivacyVerbs(
            privacyParts, visits: identity.consents, exporters: Self.exporters(vault, catalogue),
            schedule: furniture.retention, holdings: .house(vault, accounts, ties),
            agreed: { [periods = retention.periods] in try await periods.inForce() },
            isGuardian: { guardian, child, db in try standing.isGuardian(guardian, of: child, in: db) },
            findSubject: Self.subject(vault), house: Self.consented(weChat: doors.weChat, forgetWeChat),
            answered: TellOfAnswer(privacyParts, messages: doors.messages, words: frame.words).callAsFunction)
        notices = NoticeParts(
            engine: engine, vault: vault, audit: audit, world: world, catalogue: catalogue,
            messages: doors.messages, words: frame.words,
            receivers: try HookReceivers.load(URL(filePath: centre.hooksPath)),
            fate: { [caseParts] notice, db in try caseParts.fate(of: notice, in: db) },
            weChat: Self.channel(doors.weChat, under: privacy.consents))
        hooks = HookSender(notices.receivers, client: transport, world: world)
        staffNotices = StaffNotice(
            staffParts, messages: doors.messages, words: frame.words, figures: centre.desk)
        assistance = AssistanceVerbs(
            AssistanceParts(
                engine: engine, vault: vault, audit: audit, world: world, visits: identity.current,
                subject: { visit, db in try standing.subject(of: visit, in: db) }),
            stations: stations.queries, messages: doors.messages, words: frame.words)
        staff = Self.staff(
            staffParts, stations: stations, delay: privacy.delay, enrol: assistance.enrol,
            drafts: drafts, cases: caseParts, centre: centre, vault: vault)
        comparison = ComparisonVerbs(
            try ComparisonParts(
                engine: engine, audit: audit, world: world, catalogue: catalogue,
                port: doors.portalCatalogue,
                uses: { [engine] since in
                    try await engine.read { db in try CaseUsesStore.counts(since: since, in: db) }
                }))
    }

    /// Whether the visit, or the sign-in, that a request claims goes on; before the desk's acts stands its gate.
    private static func goesOn(
        _ identity: IdentityVerbs, _ accounts: AccountVerbs, in engine: any SQLEngine
    ) -> Idempotency.GoesOn {
        { [visits = identity.current, signIns = accounts.current] context in
            // What was done without a session showed nobody's data.
            guard let token = context.sessionToken else { return true }
            switch context.surface {
            case .staff: return true
            case .public: return try await signIns.goesOn(token: token)
            case .terminal:
                let terminal = context.terminalID ?? ""
                return try await engine.read { db in
                    try visits.visit(of: token, terminal: terminal, in: db) != nil
                }
            }
        }
    }

    static func engine(
        _ config: DatabaseConfig, world: World, logger: Logger
    ) async throws -> any SQLEngine {
        try config.checkFolder()
        switch config.engine {
        case .sqlite:
            return try SQLiteEngine(path: config.path, readersMax: config.connections) { error in
                // What was acknowledged is safe; what comes after would not be.
                logger.critical(
                    "the disk refuses to keep what is written; stopping", metadata: ["error": "\(error)"])
                _exit(EX_IOERR)
            }
        case .postgres:
            return try await PostgresEngine(
                conninfo: config.url ?? "", connectionsMax: config.connections, world: world, logger: logger)
        }
    }

    /// A client of our own, unless the stage has another way.
    private static func way(_ stage: Stage?) -> (ForeignClient?, any HTTPTransport) {
        if let stage { return (nil, stage.transport) }
        let client = ForeignClient()
        return (client, client)
    }

    private static func seal(_ centre: CentreConfig) throws -> SealDesign {
        guard let path = centre.sealPicture else { return .test }
        guard let picture = try? Data(contentsOf: URL(filePath: path)) else {
            throw ConfigProblem(key: "seal.picture", expected: "a readable PNG file (\(path) is none)")
        }
        return .licensed(png: [UInt8](picture))
    }

    /// The rooms that have words.
    private static let rooms = [
        PasskeysResources.bundle, StaffResources.bundle, AuditResources.bundle,
        IdentityResources.bundle,
        DocumentsResources.bundle,
        StationsResources.bundle, CaseworkResources.bundle, SupervisionResources.bundle,
        FederationResources.bundle, RepresentationResources.bundle,
        PrivacyResources.bundle, DeskResources.bundle, AssistanceResources.bundle,
        ComparisonResources.bundle, NoticesResources.bundle, UploadsResources.bundle,
    ]

    /// The words of every room, without the house.
    static func words() throws -> Words { try Words(bundles: [WebResources.bundle] + rooms) }

    static func frame(_ catalogue: Catalogue) throws -> Frame {
        try Frame(
            rooms: rooms,
            assetFolders: [
                IdentityResources.publicFolder, CaseworkResources.publicFolder,
                SupervisionResources.publicFolder, DeskResources.publicFolder,
                AssistanceResources.publicFolder,
            ] + catalogue.pictureFolders,
            siteLinks: [
                FrameLink(label: "site.home.services", path: "/services"),
                FrameLink(label: "site.home.stations", path: "/stations"),
                FrameLink(label: "site.home.verify", path: "/verify"),
                FrameLink(label: "progress.title", path: "/progress"),
                FrameLink(label: "appointment.title", path: "/appointments"),
                FrameLink(label: "site.home.audit", path: "/audit"),
                FrameLink(label: "account.title", path: "/account"),
                FrameLink(label: "frame.help", path: "/help"),
            ],
            deskLinks: [
                FrameLink(label: "desk.title", path: "/"),
                FrameLink(label: "clerk.queue.title", path: "/work"),
                FrameLink(label: "staff.people.title", path: "/people"),
                FrameLink(label: "staff.approvals.title", path: "/approvals"),
                FrameLink(label: "staff.look.title", path: "/cases"),
                FrameLink(label: "revocation.title", path: "/revocations"),
                FrameLink(label: "visits.title", path: "/visits"),
                FrameLink(label: "staff.export.title", path: "/exports"),
                FrameLink(label: "staff.glass.title", path: "/break-glass"),
                FrameLink(label: "staff.alerts.title", path: "/alerts"),
                FrameLink(label: "staff.watched.title", path: "/watched"),
                FrameLink(label: "work.title", path: "/requests"),
                FrameLink(label: "delays.title", path: "/delays"),
                FrameLink(label: "staff.periods.title", path: "/periods"),
                FrameLink(label: "staff.recovery.title", path: "/recoveries"),
                FrameLink(label: "volunteers.title", path: "/volunteers"),
                FrameLink(label: "comparison.title", path: "/catalogue/portal"),
                FrameLink(label: "editor.title", path: "/catalogue/editor"),
                FrameLink(label: "staff.me.title", path: "/me"),
            ], helperLink: FrameLink(label: "kiosk.helper.link", path: "/assistance"))
    }

    func close() async {
        try? await client?.shutdown()
        await engine.close()
    }
}
