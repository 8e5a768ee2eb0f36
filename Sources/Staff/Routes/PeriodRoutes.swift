public import Hummingbird
public import Web

/// For how long data are kept.
///
///     GET  /periods    what is in force, and what a new file would change
///     POST /periods    asks that the file is in force; another person decides
public struct PeriodRoutes: Sendable {
    public static let access: StaffAccessTable = [
        "GET /periods": .right(.readPeriods), "POST /periods": .right(.requestPeriods),
    ]

    let frame: Frame
    let verbs: StaffVerbs
    let periods: AgreedPeriods

    public init(frame: Frame, verbs: StaffVerbs, periods: AgreedPeriods) {
        self.frame = frame
        self.verbs = verbs
        self.periods = periods
    }

    public func add(to router: Router<EgretContext>) {
        router.get("periods", use: page)
        router.post("periods", use: ask)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let presence = try await verbs.current(token: context.sessionToken)
        return PeriodsPage(
            agreed: try await periods.inForce(), changes: try await periods.changes(),
            mayAsk: presence.account.may(.requestPeriods),
            proof: verbs.proofLink("/periods", for: presence)
        ).html(frame, context)
    }

    @Sendable func ask(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        let form = try await form(of: request, context)
        try await periods.ask(
            through: verbs.requestApproval, reason: form.text("reason", max: RequestApproval.reasonMax),
            by: presence, requestID: context.requestID)
        return Response.redirect(to: "/approvals")
    }
}
