public import Audit
public import Base
public import Storage

/// Services as the desk writes them: drafts that nobody is offered, proposals, and what two people have agreed to.
public struct ServiceDrafts: Sendable {
    public typealias Asking =
        @Sendable (_ proposal: ServiceProposal, _ rivals: [Token], _ db: any SQLConnection) throws -> Void

    let publications: Publications
    let audit: AuditLog

    public init(publications: Publications, audit: AuditLog) {
        self.publications = publications
        self.audit = audit
    }

    private var engine: any SQLEngine { publications.engine }
    private var world: World { publications.world }

    /// What is published of a service now; nil for one that nobody knows.
    public func published(_ service: ServiceID) async throws -> ServiceFiles? {
        published(service, among: try await known(of: service))
    }

    private func known(of service: ServiceID) async throws -> [ServicePublication] {
        try await engine.read { db in try PublicationStore.all(of: service, in: db) }
    }

    private func published(_ service: ServiceID, among known: [ServicePublication]) -> ServiceFiles? {
        if let due = publications.due(known, at: world.now())[service] {
            return offered(due.written, of: service)
        }
        let files = CatalogueFiles(folder: publications.catalogue.folder)
        guard let source = files.text("\(service.rawValue)/service.yml") else { return nil }
        return offered(ServiceFiles(source: source, layout: nil), of: service)
    }

    /// What would be offered of a service with these files: those of the release stand where they are neither written nor
    /// taken out.
    public func offered(_ files: ServiceFiles, of service: ServiceID) -> ServiceFiles {
        files.over(released(service))
    }

    /// What the release brought besides the service itself, by name.
    public func released(_ service: ServiceID) -> [String: String] {
        CatalogueFiles(folder: publications.catalogue.folder).parts(of: service)
    }

    /// The latest saving, or nil.
    public func draft(_ service: ServiceID) async throws -> ServiceDraft? {
        try await engine.read { db in try DraftStore.latest(service, in: db) }
    }

    /// An earlier saving, as long as it is kept.
    public func draft(_ service: ServiceID, revision: Int) async throws -> ServiceDraft? {
        try await engine.read { db in try DraftStore.revision(revision, of: service, in: db) }
    }

    /// What a department's people are writing, and what they asked for, the youngest first.
    public func work(
        of department: DepartmentID
    ) async throws -> (drafts: [ServiceDraft], proposals: [ServiceProposal]) {
        try await engine.read { db in
            (
                try DraftStore.all(of: department, in: db),
                try Self.marked(DraftStore.proposals(of: department, in: db), in: db)
            )
        }
    }

    /// What has been published at this house of a department's services and is not taken back.
    public func publications(of department: DepartmentID) async throws -> [ServicePublication] {
        try await engine.read { db in try PublicationStore.all(in: db) }
            .filter { $0.service.department == department && $0.withdrawal == nil }
    }

    /// Whether this could be offered, looked at by the compiler that reads the department's own files.
    public func check(_ files: ServiceFiles, of service: ServiceID) async throws -> DraftCheck {
        CatalogueCompiler(
            files: CatalogueFiles(folder: publications.catalogue.folder, published: files.byPath(service))
        ).check(service, beside: publications.catalogue)
    }

    /// What a service that could be offered still lacks on the day on which it would be, today at the earliest, for whoever
    /// writes it and whoever agrees to it.
    public func findings(
        _ item: ServiceItem, in files: ServiceFiles, from effectiveFrom: Instant? = nil
    ) -> [CatalogueLint.Finding] {
        let day = max(effectiveFrom ?? world.now(), world.now())
        let catalogue = publications.catalogue
        let files = CatalogueFiles(folder: catalogue.folder, published: files.byPath(item.id))
        return CatalogueLint(catalogue.with(item), files: files, today: CalendarDate(inChinaAt: day))
            .findings(of: [item.id])
    }

    /// What whoever changes a service must still write before she can ask for it to be published, by the number that is next;
    /// nothing where nothing is changed, or all of it is agreed to for a later day.
    public func unraised(_ item: ServiceItem, in files: ServiceFiles) async throws -> [CatalogueDefect] {
        let known = try await known(of: item.id)
        let now = world.now()
        let agreed = known.filter { $0.withdrawal == nil && $0.effectiveFrom > now }
            .map { offered($0.written, of: item.id) }
        let wanted = offered(files, of: item.id)
        guard published(item.id, among: known) != wanted, !agreed.contains(wanted) else { return [] }
        return try await publications.unraised(item, in: files.byPath(item.id), over: known)
    }

    /// Saves after the saving that the writer began with; one that somebody else made meanwhile is never written over.
    ///
    /// - Throws: ``DraftRefused/changed`` with nothing saved; ``DraftRefused/tooLarge``; ``DraftRefused/fileName``.
    public func save(
        _ files: ServiceFiles, of service: ServiceID, over revision: Int, by account: String
    ) async throws -> ServiceDraft {
        guard !files.isTooLarge else { throw DraftRefused.tooLarge }
        guard files.strangers.isEmpty else { throw DraftRefused.fileName }
        let draft = ServiceDraft(
            service: service, revision: revision + 1, files: files, savedBy: account, savedAt: world.now())
        try await engine.write { db in
            guard try DraftStore.latest(service, in: db)?.revision ?? 0 == revision,
                try DraftStore.insert(draft, in: db)
            else { throw DraftRefused.changed }
        }
        return draft
    }

    /// Keeps what another person is to agree to, after the whole catalogue has been compiled with it.
    ///
    /// `asking` is what asks that person, in the transaction in which it is kept: neither is there without the other. `rivals` are
    /// the proposals of the same version that are not published.
    ///
    /// - Throws: ``CatalogueDefects``; ``DraftRefused/same`` when nothing would change; what `asking` throws.
    @discardableResult
    public func propose(
        _ draft: ServiceDraft, from day: Instant, by account: String, requestID: String,
        asking: @escaping Asking = { _, _, _ in }
    ) async throws -> ServiceProposal {
        guard try await published(draft.service) != offered(draft.files, of: draft.service) else {
            throw DraftRefused.same
        }
        let checked = try await publications.check(draft.files.byPath(draft.service), from: day)
        let proposal = ServiceProposal(
            id: Token(world), service: draft.service,
            version: checked.first { $0.service == draft.service }?.version ?? 0, files: draft.files,
            effectiveFrom: day, proposedBy: account, proposedAt: world.now(), publishedAt: nil)
        try await engine.write { db in
            let rivals = try DraftStore.unpublished(proposal.service, version: proposal.version, in: db)
            try asking(proposal, rivals, db)
            try DraftStore.insert(proposal, in: db)
            try note("catalogue.proposed", proposal, by: account, requestID, in: db)
        }
        return proposal
    }

    public func proposal(_ id: Token) async throws -> ServiceProposal? {
        try await engine.read { db in
            try Self.marked([DraftStore.proposal(id, in: db)].compactMap(\.self), in: db).first
        }
    }

    /// With those marked that were published and are taken back.
    private static func marked(
        _ proposals: [ServiceProposal], in db: any SQLConnection
    ) throws -> [ServiceProposal] {
        try proposals.map { proposal in
            var proposal = proposal
            if proposal.publishedAt != nil {
                proposal.withdrawal = try PublicationStore.all(of: proposal.service, in: db)
                    .first { $0.version == proposal.version }?.withdrawal
            }
            return proposal
        }
    }

    /// Publishes what was agreed to, in the transaction of the agreement; every node offers it within seconds of its moment.
    ///
    /// The whole catalogue is compiled once more, and the linter asked: something else may have been published since it was
    /// proposed, or a law have ended.
    ///
    /// - Throws: ``DraftRefused/unknown``, ``DraftRefused/unfit``, ``DraftRefused/otherDepartment`` when the decider may
    ///   not decide about the service.
    public func publish(
        _ id: Token, by decider: String, allowing mayDecide: (ServiceID) -> Bool, in db: any SQLConnection
    ) throws {
        let now = world.now()
        guard let proposal = try DraftStore.proposal(id, in: db) else { throw DraftRefused.unknown }
        guard mayDecide(proposal.service) else { throw DraftRefused.otherDepartment }
        guard try DraftStore.publish(id, at: now, in: db) else { throw DraftRefused.unknown }
        let from = max(proposal.effectiveFrom, now)
        do {
            let known = try PublicationStore.all(in: db)
            for one in try publications.check(
                proposal.files.byPath(proposal.service), over: known,
                beside: ReleaseStore.all(in: db).keys, from: from)
            {
                try PublicationStore.insert(one, in: db)
            }
            guard
                try !publications.findings(
                    in: proposal.files.byPath(proposal.service), over: known, from: from
                ).contains(where: { $0.weight == .error })
            else { throw DraftRefused.unfit }
        } catch is CatalogueDefects {
            throw DraftRefused.unfit
        }
        try note("catalogue.published", proposal, by: decider, nil, in: db)
    }

    /// Takes a version back; the one before it, which two people had agreed to or the release brought, is offered again, and its
    /// own cases run to their end.
    ///
    /// - Throws: ``DraftRefused/unknown`` when it was not published here, or is withdrawn.
    public func withdraw(
        _ service: ServiceID, version: Int, because reason: String?, by account: String, requestID: String?
    ) async throws {
        let withdrawal = VersionWithdrawal(at: world.now(), by: account, reason: reason)
        try await engine.write { [audit] db in
            guard try PublicationStore.withdraw(service, version: version, withdrawal, in: db) else {
                throw DraftRefused.unknown
            }
            try audit.append(
                AuditAct(
                    "catalogue.withdrawn", actor: .staff(account), purpose: service.rawValue, caseNumber: nil,
                    subject: nil,
                    decision: ["v\(version)", reason].compactMap(\.self).joined(separator: " "),
                    requestID: requestID), in: db)
        }
    }

    private func note(
        _ act: String, _ proposal: ServiceProposal, by account: String, _ requestID: String?,
        in db: any SQLConnection
    ) throws {
        try audit.append(
            AuditAct(
                act, actor: .staff(account), purpose: proposal.service.rawValue, caseNumber: nil,
                subject: nil,
                decision: "v\(proposal.version) \(proposal.fingerprint)", requestID: requestID), in: db)
    }
}
