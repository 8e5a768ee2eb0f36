public import Base
public import Casework
public import Catalogue
public import Hummingbird
public import Staff
public import Web
import HTTPTypes

/// The desk's editor for services.
///
///     GET  /catalogue/editor                                   the department's services, drafts and proposals
///     GET  /catalogue/editor/{department}/{slug}               the files of one, to write in
///     POST /catalogue/editor/{department}/{slug}               shows what they would be, saves them, or takes a file of the
///                                                             release out or back
///     POST /catalogue/editor/{department}/{slug}/preview       defects and one page, for the page's script
///     GET  /catalogue/editor/{department}/{slug}/difference    against what is offered, and the cases that run
///     POST /catalogue/editor/{department}/{slug}/proposal      asks a second person to publish what is saved
///     POST /catalogue/editor/{department}/{slug}/withdrawal    takes a published version back
///     GET  /catalogue/proposals/{id}                           what the second person agrees to
public struct EditorRoutes: Sendable {
    public static let access: StaffAccessTable = [
        "GET /catalogue/editor": .right(.editServices),
        "GET /catalogue/editor/{department}/{slug}": .right(.editServices),
        "POST /catalogue/editor/{department}/{slug}": .right(.editServices),
        "POST /catalogue/editor/{department}/{slug}/preview": .right(.editServices),
        "GET /catalogue/editor/{department}/{slug}/difference": .right(.editServices),
        "POST /catalogue/editor/{department}/{slug}/proposal": .right(.editServices),
        "POST /catalogue/editor/{department}/{slug}/withdrawal": .right(.withdrawServices),
        "GET /catalogue/proposals/{id}": .right(.editServices),
    ]

    /// Two files of the largest size and all that may lie beside them, each byte of which may take three.
    public static let formBytesMax = 6 * ServiceFiles.bytesMax + 3 * ServicePart.bytesMax + 8_192

    let frame: Frame
    let world: World
    let catalogue: Catalogue
    let drafts: ServiceDrafts
    let staff: StaffVerbs
    let look: LookAtDraft
    let running: RunningCases
    let publish: PublishService

    public init(
        frame: Frame, world: World, catalogue: Catalogue, drafts: ServiceDrafts, staff: StaffVerbs,
        parts: CaseParts
    ) {
        self.frame = frame
        self.world = world
        self.catalogue = catalogue
        self.drafts = drafts
        self.staff = staff
        look = LookAtDraft(drafts: drafts, parts: parts)
        running = RunningCases(parts)
        publish = PublishService(drafts: drafts, staff: staff, world: world)
    }

    public func add(to router: Router<EgretContext>) {
        router.get("catalogue/editor", use: list)
        router.get("catalogue/editor/{department}/{slug}", use: edit)
        let large = router.group().add(middleware: BodyLimit(bytes: Self.formBytesMax))
        large.post("catalogue/editor/{department}/{slug}", use: write)
        large.post("catalogue/editor/{department}/{slug}/preview", use: preview)
        router.get("catalogue/editor/{department}/{slug}/difference", use: difference)
        router.post("catalogue/editor/{department}/{slug}/proposal", use: propose)
        router.post("catalogue/editor/{department}/{slug}/withdrawal", use: withdraw)
        router.get("catalogue/proposals/{id}", use: proposal)
    }

    /// Who is there, and the service of her department that the address names.
    func present(
        _ context: EgretContext
    ) async throws -> (presence: StaffPresence, service: ServiceID) {
        let presence = try await staff.current(token: context.sessionToken)
        guard let department = context.parameters.get("department"),
            let slug = context.parameters.get("slug"),
            let id = ServiceID(rawValue: "\(department)/\(slug)")
        else { throw DraftRefused.unknown }
        try require(presence.account, id.department)
        return (presence, id)
    }

    func require(_ account: StaffAccount, _ department: DepartmentID) throws(DraftRefused) {
        guard account.may(.editServices, in: StaffScope(department: department.rawValue)) else {
            throw .otherDepartment
        }
        guard catalogue.department(department) != nil else { throw .unknown }
    }

    @Sendable func list(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await staff.current(token: context.sessionToken)
        let query = request.uri.queryParameters
        var begun: EditorListPage.Begun?
        if let department = query["department"], let slug = query["slug"],
            let id = ServiceID(rawValue: "\(department)/\(slug)")
        {
            let like = query["like"].map(String.init).flatMap(ServiceID.init)
            guard try await isThere(id, for: presence.account) else {
                return Response.redirect(
                    to: EditorPage.address(id) + (like.map { "?like=\($0.rawValue)" } ?? ""))
            }
            begun = EditorListPage.Begun(id: id, like: like)
        }
        let departments = catalogue.departments.filter {
            presence.account.may(.editServices, in: StaffScope(department: $0.id.rawValue))
        }
        var (all, proposals): ([ServiceDraft], [ServiceProposal]) = ([], [])
        var publications: [ServicePublication] = []
        for department in departments {
            let work = try await drafts.work(of: department.id)
            all += work.drafts
            proposals += work.proposals
            publications += try await drafts.publications(of: department.id)
        }
        return EditorListPage(
            departments: departments, items: departments.flatMap { catalogue.items(of: $0.id) }, drafts: all,
            proposals: proposals, states: try await publish.states(of: proposals),
            publications: publications, mayWithdraw: presence.account.may(.withdrawServices), begun: begun
        ).html(frame, context).response(status: begun == nil ? .ok : .conflict)
    }

    /// Whether a new service cannot be called so, because there is one of hers that is; others' she is refused further in.
    private func isThere(_ id: ServiceID, for account: StaffAccount) async throws -> Bool {
        guard account.may(.editServices, in: StaffScope(department: id.department.rawValue)) else {
            return false
        }
        if try await drafts.published(id) != nil { return true }
        return try await drafts.draft(id) != nil
    }

    /// The latest saving, an earlier one, what is offered in place of both, or another service's text to begin with.
    @Sendable func edit(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let (_, id) = try await present(context)
        let query = request.uri.queryParameters
        let (latest, published) = (try await drafts.draft(id), try await drafts.published(id))
        var files = query["offered"] == nil ? latest?.files : published
        if let number = query["revision"].map(String.init).flatMap(Int.init) {
            guard let earlier = try await drafts.draft(id, revision: number) else {
                throw DraftRefused.unknown
            }
            files = earlier.files
        }
        if files == nil { files = published }
        if files == nil, let like = query["like"].map(String.init).flatMap(ServiceID.init) {
            // What another service is without says nothing of this one.
            files = try await drafts.published(like).map {
                ServiceFiles(source: $0.source, layout: $0.layout, parts: $0.parts)
            }
        }
        let text = files ?? ServiceFiles(source: "", layout: nil)
        return EditorPage(
            id: id, files: text, revision: latest?.revision ?? 0,
            outcome: try await look(text, of: id, page: Self.page(query["page"].map(String.init))),
            released: Set(drafts.released(id).keys), saved: latest, waiting: try await waiting(id),
            offered: latest.flatMap {
                drafts.offered($0.files, of: id) == published ? nil : catalogue[id]?.version
            }
        ).html(frame, context)
    }

    /// Shows without saving, or saves; where somebody else was faster nothing is saved and nothing lost.
    @Sendable func write(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (presence, id) = try await present(context)
        let form = try await form(of: request, context)
        let (act, released) = (EditorAct(form[EditorAct.field]), drafts.released(id))
        let files = try act.files(EditorForm.files(form), released: released)
        let revision = form["revision"].flatMap(Int.init) ?? 0
        let outcome = try await look(files, of: id, page: Self.page(form["page"]))
        var page = EditorPage(
            id: id, files: files, revision: revision, outcome: outcome, released: Set(released.keys),
            asked: act.asked, saved: try await drafts.draft(id), waiting: try await waiting(id))
        guard act.saves else { return page.html(frame, context).response(status: .ok) }
        guard files.strangers.isEmpty else {
            return page.html(frame, context).response(status: .unprocessableContent)
        }
        do {
            _ = try await drafts.save(files, of: id, over: revision, by: presence.account.id)
            return Response.redirect(to: "\(EditorPage.address(id))?page=\(outcome.page.text)")
        } catch DraftRefused.changed {
            guard let theirs = try await drafts.draft(id) else { throw DraftRefused.changed }
            page = EditorPage(
                id: id, files: files, revision: theirs.revision, outcome: outcome,
                released: Set(released.keys), meanwhile: theirs, saved: theirs, waiting: page.waiting)
            return page.html(frame, context).response(status: .conflict)
        }
    }

    @Sendable func preview(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (_, id) = try await present(context)
        let form = try await form(of: request, context)
        let outcome = try await look(EditorForm.files(form), of: id, page: Self.page(form["page"]))
        return OutcomePart(outcome: outcome).html(frame, context).response(status: .ok)
    }

    static func page(_ text: String?) -> ServicePreview.Page? { text.flatMap(ServicePreview.Page.init) }
}
