public import Base
import Catalogue
public import Hummingbird
public import Staff
public import Web

/// What persons ask about their data, at the desk of who answers them.
///
///     GET  /requests                  what is owed an answer, the next due first; nothing of anybody
///     GET  /requests/{id}             one, with its texts; the person sees that it was opened
///     POST /requests/{id}/take        says who works at it
///     POST /requests/{id}/answer      answers it
///     POST /requests/{id}/refusal     refuses it, with a reason
public struct RequestDeskRoutes: Sendable {
    public static let access: StaffAccessTable = [
        "GET /requests": .right(.workRequests), "GET /requests/{id}": .right(.workRequests),
        "POST /requests/{id}/take": .right(.workRequests),
        "POST /requests/{id}/answer": .right(.workRequests),
        "POST /requests/{id}/refusal": .right(.workRequests),
    ]

    let frame: Frame
    let world: World
    let verbs: PrivacyVerbs
    let staff: StaffVerbs

    public init(frame: Frame, world: World, verbs: PrivacyVerbs, staff: StaffVerbs) {
        self.frame = frame
        self.world = world
        self.verbs = verbs
        self.staff = staff
    }

    public func add(to router: Router<EgretContext>) {
        router.get("requests", use: list)
        router.get("requests/:id", use: one)
        router.post("requests/:id/take", use: take)
        router.post("requests/:id/answer", use: answer)
        router.post("requests/:id/refusal", use: refuse)
    }

    @Sendable func list(_ request: Request, _ context: EgretContext) async throws -> HTML {
        RequestsDeskPage(requests: try await verbs.work.open(), now: world.now()).html(frame, context)
    }

    @Sendable func one(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let account = try await staff.current(token: context.sessionToken).account
        let (found, steps) = try await verbs.work.show(number(context), to: account)
        return RequestDeskPage(
            request: found, steps: steps, clock: verbs.rules[found.right], now: world.now()
        ).html(frame, context)
    }

    @Sendable func take(_ request: Request, _ context: EgretContext) async throws -> Response {
        let account = try await staff.current(token: context.sessionToken).account
        try await verbs.work.take(number(context), by: account)
        return Response.redirect(to: "/requests")
    }

    @Sendable func answer(_ request: Request, _ context: EgretContext) async throws -> Response {
        let account = try await staff.current(token: context.sessionToken).account
        let text = try await form(of: request, context).paragraph("text", max: WorkRequests.answerMax)
        try await verbs.work.answer(number(context), with: text ?? "", by: account)
        return Response.redirect(to: "/requests")
    }

    @Sendable func refuse(_ request: Request, _ context: EgretContext) async throws -> Response {
        let account = try await staff.current(token: context.sessionToken).account
        let form = try await form(of: request, context)
        guard let reason = form["reason"].flatMap(PrivacyRequest.Reason.init) else {
            throw PrivacyRefused.choiceUnknown
        }
        let text = try form.paragraph("refusal-text", max: WorkRequests.answerMax)
        try await verbs.work.refuse(number(context), because: reason, text: text, by: account)
        return Response.redirect(to: "/requests")
    }

    private func number(_ context: EgretContext) throws -> RequestNumber {
        guard let number = context.parameters.get("id").flatMap(RequestNumber.init) else {
            throw PrivacyRefused.unknownRequest
        }
        return number
    }
}
