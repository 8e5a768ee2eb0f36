public import Base
public import Hummingbird
public import Web

/// What the console began about the people of the desk.
///
///     GET  /recoveries                 what waits, and what became of the rest
///     POST /recoveries/{id}/refusal    stops one
///     POST /people/seats               asks that an officer's place is filled that was held before
public struct RecoveryRoutes: Sendable {
    public static let access: StaffAccessTable = [
        "GET /recoveries": .anybody, "POST /recoveries/{id}/refusal": .anybody,
        "POST /people/seats": .right(.requestSeats),
    ]

    let frame: Frame
    let world: World
    let verbs: StaffVerbs

    public init(frame: Frame, world: World, verbs: StaffVerbs) {
        self.frame = frame
        self.world = world
        self.verbs = verbs
    }

    public func add(to router: Router<EgretContext>) {
        router.get("recoveries", use: page)
        router.post("recoveries/:id/refusal", use: refuse)
        router.post("people/seats", use: requestSeat)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let reader = try await verbs.current(token: context.sessionToken).account
        return RecoveriesPage(
            recoveries: try await verbs.queries.recoveries(for: reader), reader: reader, now: world.now()
        ).html(frame, context)
    }

    @Sendable func refuse(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        guard let id = Token(rawValue: try context.parameters.require("id")) else {
            throw StaffRefused.recoveryOver
        }
        try await verbs.refuseRecovery(id, by: presence, requestID: context.requestID)
        return Response.redirect(to: "/recoveries")
    }

    @Sendable func requestSeat(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let presence = try await verbs.current(token: context.sessionToken)
        let form = try await form(of: request, context)
        guard let name = PersonName(try form.text("seat-name", max: PersonName.lengthMax)),
            let seat = StaffRole(rawValue: try form.text("held-seat", max: 20))
        else { throw StaffRefused.malformed }
        let half = try await verbs.requestSeat(
            .init(name: name, department: nil, region: nil, seat: seat),
            reason: form.text("seat-reason", max: RequestApproval.reasonMax), by: presence,
            requestID: context.requestID)
        let phrases = frame.phrases(context)
        return CodePage(
            title: phrases("staff.kind.seat"), lead: phrases("staff.seat.half.first"), code: half
        ).html(frame, context)
    }
}
