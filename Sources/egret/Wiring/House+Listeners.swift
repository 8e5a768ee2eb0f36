import Assistance
import Audit
import Base
import Casework
import Comparison
import Desk
import Documents
import Federation
import Hummingbird
import Identity
import Notices
import Privacy
import Representation
import ServiceLifecycle
import Staff
import Stations
import Storage
import Supervision
import Uploads
import Vault
import Web
import Catalogue

extension House {
    /// The three addresses of the centre.
    func publicListener() -> Listener { listener(.public, port: centre.publicPort) }
    func staffListener() -> Listener { listener(.staff, port: centre.staffPort) }
    func terminalListener() -> Listener { listener(.terminal, port: centre.terminalsPort) }

    private func listener(_ surface: Surface, port: Int) -> Listener {
        var settings = Listener.Settings(address: .hostname(centre.host, port: port))
        settings.servesMetrics = surface == .staff && centre.servesMetrics
        settings.isDevelopment = centre.isDevelopment
        if surface == .public { settings.bodyMaxBytes = cases.files.limits.drainedBytes }
        settings.strictTransportSeconds =
            centre.publicURL.hasPrefix("https://") && surface != .terminal ? 63_072_000 : nil
        return Listener(
            surface, settings: settings, frame: frame, world: world, logger: logger, metrics: metrics,
            checks: [
                ReadinessCheck("database") { [engine] in
                    do {
                        _ = try await engine.read { db in try db.rows("SELECT 1 AS one") }
                        return nil
                    } catch {
                        return "\(error)"
                    }
                }
            ])
    }

    /// Citizens' own devices and everybody: what there is, where, and whether a paper is genuine.
    func publicRouter(_ listener: Listener) throws -> Router<EgretContext> {
        let router = listener.router()
        router.add(middleware: ForgetPortal())
        PublicRoutes(
            frame: frame, world: world, catalogue: catalogue, choose: cases.choose,
            stations: stations.queries, offersNetwork: identity.offersNetwork,
            isSignedIn: { [accounts] context in
                (try? await accounts.current(token: context.sessionToken)) != nil
            }
        ).add(to: router)
        StationRoutes(queries: stations.queries, frame: frame).add(to: router)
        ProgressRoutes(frame: frame, catalogue: catalogue, progress: CaseProgress(caseParts)).add(to: router)
        RatingFiguresRoutes(queries: ratings, catalogue: catalogue, frame: frame).add(to: router)
        ServiceDocumentRoutes(catalogue: catalogue, base: centre.publicURL).add(to: router)
        try SchemaRoutes(base: centre.publicURL).add(to: router)
        AuditRoutes(
            engine: engine, origin: centre.auditOrigin,
            keys: [
                VerifierKey(
                    name: centre.auditOrigin, key: try vault.ring.signingKey(.auditCheckpoint).publicKey)
            ],
            frame: frame, delayed: privacy.delay.counts
        ).add(to: router)
        AccountRoutes(
            frame: frame, world: world, verbs: accounts, idempotency: idempotency, links: Self.ownPages,
            doors: [FrameLink(label: "portal.sign-in", path: "/portal/sign-in")]
        ).add(to: router)
        addAccountPages(to: router)
        PhoneRoutes(
            frame: frame, world: world, verbs: accounts, idempotency: idempotency,
            place: { [stations] terminal, language in
                try await stations.queries.station(of: terminal)?.name[language]
            },
            service: { [catalogue] service, language in
                ServiceID(rawValue: service).flatMap { catalogue[$0] }?.name[language]
            }
        ).add(to: router)
        VerifyRoutes(
            verify: VerifyDocument(engine: engine, vault: vault, audit: audit, world: world),
            ring: vault.ring, frame: frame
        ).add(to: router)
        addFederation(to: router)
        return router
    }

    /// Terminals: every request signed, and the whole journey behind it.
    func terminalRouter(_ listener: Listener) -> Router<EgretContext> {
        let router = listener.router()
        router.add(
            middleware: TerminalAuthentication(
                gate: stations.gate, raiseAlarm: stations.raiseAlarm, world: world))
        router.add(middleware: AssistanceGuard(frame: frame, verbs: assistance))
        AssistanceRoutes(frame: frame, world: world, verbs: assistance, idempotency: idempotency).add(
            to: router)
        TerminalRoutes(enrol: stations.enrol, reportHealth: stations.reportHealth).add(to: router)
        let journey = CaseKioskRoutes(
            frame: frame, world: world, catalogue: catalogue, identity: identity, verbs: cases,
            stations: stations.queries, idempotency: idempotency, site: centre.publicURL)
        journey.add(to: router)
        addOwnPages(to: router)
        let next: ActingRoutes.Next = { session, requestID in
            switch session.session.service {
            case AccountKioskRoutes.service: AccountKioskRoutes.firstPage
            // A guardian says for which child, and sees that child's consents and nothing else.
            case MyData.service:
                if session.session.isForAnother {
                    try await self.cases.acting.acting(of: session) == nil ? "/acting" : "/consents"
                } else {
                    "/my-data"
                }
            default: try await journey.next(session, requestID)
            }
        }
        addActing(
            to: router,
            kinds: { service in service == MyData.service ? [.child] : journey.representation(service) },
            next: next)
        // Visits that open an account, or look at one's own data, go the same way as those for a service.
        let proving = IdentityKioskRoutes(
            frame: frame, world: world, verbs: identity, accounts: accounts, idempotency: idempotency,
            ways: { service in
                switch service {
                case AccountKioskRoutes.service: [.face, .code, .cardPhone]
                // Where her phone alone is enough, nobody is asked for the card beside it.
                case MyData.service: Way.allCases.filter { $0 != .cardPhone }
                // What she began may be one that wants both.
                case CaseKioskRoutes.unfinished: Way.allCases
                default: journey.ways(service)
                }
            },
            waysHere: journey.waysHere,
            next: next)
        proving.add(to: router)
        AccountKioskRoutes(
            frame: frame, world: world, identity: identity, verbs: accounts, idempotency: idempotency,
            site: centre.publicURL, journey: proving
        ).add(to: router)
        PrintRoutes(identity: identity, print: cases.print, idempotency: idempotency).add(to: router)
        RatingRoutes(
            frame: frame, world: world, identity: identity, owned: cases.owned, catalogue: catalogue,
            rate: rate,
            idempotency: idempotency
        ).add(to: router)
        return router
    }

    /// The desk: everything behind the gate, which knows whose each route is.
    func staffRouter(_ listener: Listener) -> Router<EgretContext> {
        let router = listener.router()
        let late = LateBanner(DeskQueries(caseParts))
        router.add(
            middleware: StaffGate(
                current: staff.current, access: Self.staffAccess, selfAsked: Self.staffSelfAsked,
                formBytesMax: EditorRoutes.formBytesMax
            ) {
                try await late(for: $0)
            })
        StaffDoorRoutes(frame: frame, verbs: staff, home: WorkRoutes.home(of:)).add(to: router)
        PeopleRoutes(frame: frame, verbs: staff, places: { self.places }, unserved: unservedOffices).add(
            to: router)
        LookRoutes(frame: frame, world: world, verbs: staff).add(to: router)
        ExportRoutes(frame: frame, world: world, verbs: staff).add(to: router)
        RecoveryRoutes(frame: frame, world: world, verbs: staff).add(to: router)
        ApprovalRoutes(
            frame: frame, world: world, verbs: staff, stations: stations.queries,
            describe: DescribeMatters.describe(catalogue)
        ).add(to: router)
        PeriodRoutes(frame: frame, verbs: staff, periods: retention.periods).add(to: router)
        DelayDeskRoutes(frame: frame, world: world, verbs: privacy, staff: staff).add(to: router)
        RequestDeskRoutes(frame: frame, world: world, verbs: privacy, staff: staff).add(to: router)
        WorkRoutes(
            frame: frame, catalogue: catalogue, desk: desk, staff: staff,
            vault: vault, filters: KeepFilters(engine: engine, world: world)
        ).add(to: router)
        RevocationRoutes(
            frame: frame, world: world, catalogue: catalogue, revoke: RevokePaper(caseParts), staff: staff,
            vault: vault
        ).add(to: router)
        EditorRoutes(
            frame: frame, world: world, catalogue: catalogue, drafts: drafts, staff: staff, parts: caseParts
        ).add(to: router)
        VisitRoutes(
            frame: frame, world: world, catalogue: catalogue, parts: caseParts, staff: staff, vault: vault
        ).add(to: router)
        VolunteerRoutes(frame: frame, verbs: assistance, staff: staff, stations: stations.queries).add(
            to: router)
        ComparisonRoutes(frame: frame, verbs: comparison, staff: staff).add(to: router)
        DeskRoutes(frame: frame, engine: engine, stations: stations.queries).add(to: router)
        return router
    }

    /// Whose each route of the desk is; one that is not named here is nobody's.
    static let staffAccess: StaffAccessTable =
        StaffDoorRoutes.access.merging(PeopleRoutes.access) { $1 }.merging(ApprovalRoutes.access) { $1 }
        .merging(LookRoutes.access) { $1 }.merging(DelayDeskRoutes.access) { $1 }
        .merging(PeriodRoutes.access) { $1 }.merging(RecoveryRoutes.access) { $1 }
        .merging(ExportRoutes.access) { $1 }.merging(VolunteerRoutes.access) { $1 }
        .merging(RequestDeskRoutes.access) { $1 }.merging(WorkRoutes.access) { $1 }
        .merging(["GET /": .right(.readNumbers)]) { $1 }.merging(VisitRoutes.access) { $1 }
        .merging(ComparisonRoutes.access) { $1 }.merging(EditorRoutes.access) { $1 }
        .merging(RevocationRoutes.access) { $1 }

    /// Of these, what an open page asks again by itself; the first page shows itself anew.
    static let staffSelfAsked: Set<String> = WorkRoutes.selfAsked.union(LookRoutes.selfAsked).union(["GET /"])

    /// What works in the background as long as the centre runs.
    func backgroundServices() throws -> [any Service] {
        [
            try auditIntegrator(),
            FollowPublications(publications: publications, world: world, logger: logger),
            JobRunner(
                engine: engine,
                handlers: jobHandlers,
                world: world,
                logger: logger),
            RescanUploads(
                intake: caseParts.intake, engine: engine, vault: vault, audit: audit, world: world,
                logger: logger, found: foundInfected),
        ] + hookRunners + [
            LogoutJob.runner(federation, port: logouts, logger: logger), housekeeping(),
        ]
    }

    /// A file turned out to be infected: its person is told, and who works at its case.
    var foundInfected: RescanUploads.Found {
        { [files = cases.files, call = staff.call] upload, db in
            try files.infected(upload, db)
            let holders = try files.holders(of: upload, in: db)
            try call(.fileInfected, whoMay: .workCases, occasion: upload.id.rawValue, in: db) {
                holders.contains($0.id)
            }
        }
    }

    var desk: DeskVerbs { DeskVerbs(caseParts, becameLate: becameLate) }

    /// The supervisors of the office that has a late step are told in the morning.
    private var becameLate: StepDueJob.BecameLate {
        { try LateStepsJob.enqueue($0.queue, found: $1, in: $2) }
    }

    /// What is done later, each kind by its own.
    var jobHandlers: [any JobHandler] {
        IssuePaperJob.all(caseParts) + DeliverResultJob.all(caseParts, by: results) + [
            StepDueJob(caseParts, becameLate: becameLate),
            LateStepsJob(engine: engine, call: staff.call, world: world),
            StepEscalationJob(caseParts) { try EscalatedStepsJob.enqueue($0, found: $1, in: $2) },
            EscalatedStepsJob(engine: engine, world: world, call: staff.call),
            CorrectionLapseJob(caseParts),
            AcceptanceLapseJob(caseParts),
            AppointmentReminderJob(caseParts), ResultReminderJob(caseParts),
            CorrectionReminderJob(caseParts),
            accounts.notices, staffNotices,
        ] + NoticeJob.all(notices)
    }

    func auditIntegrator() throws -> AuditIntegrator {
        AuditIntegrator(
            engine: engine, origin: centre.auditOrigin,
            key: try vault.ring.signingKey(.auditCheckpoint), world: world, logger: logger)
    }
}
