public import Base
public import Casework
public import Catalogue
public import Hummingbird
public import Staff
public import Vault
public import Web
import Documents
import HTTPTypes

/// Papers that lose their validity.
///
///     GET  /revocations             asks which paper, by what stands on it
///     POST /revocations             shows as much of it as tells that it is the right one; its person sees the look
///     POST /revocations/requests    asks a second person of the department, who says yes or no at /approvals
public struct RevocationRoutes: Sendable {
    public static let access: StaffAccessTable = [
        "GET /revocations": .right(.revokePapers), "POST /revocations": .right(.revokePapers),
        "POST /revocations/requests": .right(.revokePapers),
    ]

    let frame: Frame
    let world: World
    let catalogue: Catalogue
    let papers: RevokePapers
    let staff: StaffVerbs
    let clerks: DeskClerks

    public init(
        frame: Frame, world: World, catalogue: Catalogue, revoke: RevokePaper, staff: StaffVerbs, vault: Vault
    ) {
        self.frame = frame
        self.world = world
        self.catalogue = catalogue
        self.staff = staff
        papers = RevokePapers(revoke: revoke, staff: staff)
        clerks = DeskClerks(staff: staff, vault: vault)
    }

    public func add(to router: Router<EgretContext>) {
        router.get("revocations", use: page)
        router.post("revocations", use: find)
        router.post("revocations/requests", use: ask)
    }

    private func present(
        _ context: EgretContext
    ) async throws -> (presence: StaffPresence, clerk: Clerk) {
        let presence = try await staff.current(token: context.sessionToken)
        return (presence, try clerks.clerk(presence.account))
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let (presence, _) = try await present(context)
        return FindPaperPage(presence: presence, now: world.now()).html(frame, context)
    }

    @Sendable func find(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (presence, clerk) = try await present(context)
        let paper = try await papers.look(
            for: try await form(of: request, context).text("paper", max: FindPaperPage.textMax), by: presence,
            clerk, requestID: context.requestID)
        return PaperToRevokePage(
            paper: paper, service: catalogue[paper.service]?.name[context.language], presence: presence,
            now: world.now()
        ).html(frame, context).response(status: .ok)
    }

    @Sendable func ask(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (presence, clerk) = try await present(context)
        let form = try await form(of: request, context)
        guard let number = form["number"].flatMap(CaseNumber.init) else {
            throw RevocationRefused.unknownPaper
        }
        guard let reason = form["reason"].flatMap(RevokeDocument.Reason.init) else {
            throw RevocationRefused.reasonUnknown
        }
        try await papers.ask(
            for: number, because: reason, form.text("text", max: RequestApproval.reasonMax), by: presence,
            clerk, requestID: context.requestID)
        return Response.redirect(to: "/approvals")
    }
}
