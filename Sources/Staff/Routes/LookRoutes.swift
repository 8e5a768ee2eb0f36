public import Base
public import Hummingbird
public import Web

/// Looks at cases, and what watches over them.
///
///     GET  /cases                      asks for number and purpose
///     POST /cases                      shows as much of the case as the desk may see
///     GET  /break-glass                breaking the glass, and what waits for a review
///     POST /break-glass                looks without a case, for a while
///     POST /break-glass/{id}/review    somebody else's word
///     GET  /alerts                     what the rules of conduct ask about
///     POST /alerts/{id}/end            somebody has looked into it
///     GET  /watched                    how many are watched over, and the form that asks for one more
///     POST /watched                    asks; another person decides
public struct LookRoutes: Sendable {
    public static let access: StaffAccessTable = [
        "GET /cases": .right(.lookAtCases), "POST /cases": .right(.lookAtCases),
        "GET /break-glass": .right(.readBreakGlass), "POST /break-glass": .right(.breakGlass),
        "POST /break-glass/{id}/review": .right(.reviewBreakGlass), "GET /alerts": .right(.readAlerts),
        "POST /alerts/{id}/end": .right(.seeAlerts), "GET /watched": .right(.requestWatch),
        "POST /watched": .right(.requestWatch),
    ]

    /// The alerts show themselves anew as long as they lie open.
    public static let selfAsked: Set<String> = ["GET /alerts"]

    let frame: Frame
    let world: World
    let verbs: StaffVerbs

    public init(frame: Frame, world: World, verbs: StaffVerbs) {
        self.frame = frame
        self.world = world
        self.verbs = verbs
    }

    public func add(to router: Router<EgretContext>) {
        router.get("cases", use: lookPage)
        router.post("cases", use: look)
        router.get("break-glass", use: glassPage)
        router.post("break-glass", use: breakGlass)
        router.post("break-glass/:id/review", use: review)
        router.get("alerts", use: alerts)
        router.post("alerts/:id/end", use: endAlert)
        router.get("watched", use: watched)
        router.post("watched", use: watch)
    }

    @Sendable func lookPage(_ request: Request, _ context: EgretContext) -> HTML {
        LookPage().html(frame, context)
    }

    @Sendable func look(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let presence = try await verbs.current(token: context.sessionToken)
        let form = try await form(of: request, context)
        let number = try form.text("number", max: 60)
        guard let purpose = Look.Purpose(rawValue: try form.choice("purpose")),
            Look.Purpose.offered.contains(purpose)
        else { throw StaffRefused.malformed }
        let glimpse = try await verbs.look(
            number, for: purpose, by: presence, requestID: context.requestID)
        return GlimpsePage(glimpse: glimpse).html(frame, context)
    }

    @Sendable func glassPage(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let reader = try await verbs.current(token: context.sessionToken).account
        return BreakGlassPage(
            glasses: try await verbs.queries.glasses(for: reader), reader: reader, now: world.now(),
            figures: verbs.figures
        ).html(frame, context)
    }

    @Sendable func breakGlass(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        let form = try await form(of: request, context)
        guard let reason = BreakGlass.Reason(rawValue: try form.choice("reason")) else {
            throw StaffRefused.malformed
        }
        guard let text = try form.paragraph("text", max: BreakGlass.textMax) else {
            throw FormRefusal.missing(field: "text")
        }
        try await verbs.breakGlass(
            reason, text: text, by: presence,
            requestID: context.requestID)
        return Response.redirect(to: "/cases")
    }

    @Sendable func review(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        let form = try await form(of: request, context)
        guard let finding = form["finding"].flatMap(BreakGlass.Finding.init) else {
            throw StaffRefused.malformed
        }
        guard let id = Token(rawValue: try context.parameters.require("id")) else {
            throw StaffRefused.unknownApproval
        }
        try await verbs.reviewGlass(id, finding, by: presence, requestID: context.requestID)
        return Response.redirect(to: "/break-glass")
    }

    @Sendable func alerts(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let reader = try await verbs.current(token: context.sessionToken).account
        return AlertsPage(
            alerts: try await verbs.queries.alerts(), reader: reader, within: verbs.conduct.alertWithin
        ).html(frame, context)
    }

    @Sendable func watched(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let presence = try await verbs.current(token: context.sessionToken)
        return WatchedPage(
            counts: try await verbs.queries.watched(), proof: verbs.proofLink("/watched", for: presence)
        ).html(frame, context)
    }

    @Sendable func watch(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        let form = try await form(of: request, context)
        let typed = try form.text("number", max: 30)
        guard let kind = WatchedPerson.Kind(rawValue: try form.choice("kind")),
            let number = try? CitizenNumber(typed)
        else { throw StaffRefused.malformed }
        try await verbs.watchPersons(
            number, as: kind, reason: form.text("reason", max: RequestApproval.reasonMax), by: presence,
            requestID: context.requestID)
        return Response.redirect(to: "/approvals")
    }

    @Sendable func endAlert(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        guard let id = Token(rawValue: try context.parameters.require("id")) else {
            throw StaffRefused.unknownAlert
        }
        try await verbs.seeAlert(id, by: presence, requestID: context.requestID)
        return Response.redirect(to: "/alerts")
    }
}
