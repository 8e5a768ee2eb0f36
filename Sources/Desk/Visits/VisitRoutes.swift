public import Base
public import Casework
public import Catalogue
public import Hummingbird
public import Staff
public import Vault
public import Web

/// Who comes to what was booked, and what the office has to know of it.
///
///     GET  /visits                     who is expected on a day (?day=), by number
///     GET  /visits/{number}            what a booking says, to the office of its place; its person sees that it was opened
///     POST /visits/{number}/kept       the person came
///     POST /visits/{number}/missed     the person did not
public struct VisitRoutes: Sendable {
    /// Those who work at cases of the department.
    public static let access: StaffAccessTable = [
        "GET /visits": .right(.lookAtCases), "GET /visits/{number}": .right(.lookAtCases),
        "POST /visits/{number}/kept": .right(.lookAtCases),
        "POST /visits/{number}/missed": .right(.lookAtCases),
    ]

    let frame: Frame
    let world: World
    let catalogue: Catalogue
    let mark: MarkVisit
    let open: OpenVisit
    let staff: StaffVerbs
    let clerks: DeskClerks

    public init(
        frame: Frame, world: World, catalogue: Catalogue, parts: CaseParts, staff: StaffVerbs, vault: Vault
    ) {
        self.frame = frame
        self.world = world
        self.catalogue = catalogue
        self.staff = staff
        mark = MarkVisit(parts)
        open = OpenVisit(parts)
        clerks = DeskClerks(staff: staff, vault: vault)
    }

    public func add(to router: Router<EgretContext>) {
        router.get("visits", use: list)
        router.get("visits/{number}", use: visit)
        router.post("visits/{number}/kept", use: kept)
        router.post("visits/{number}/missed", use: missed)
    }

    @Sendable func list(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let account = try await staff.current(token: context.sessionToken).account
        let now = world.now()
        let day =
            request.uri.queryParameters["day"].flatMap { CalendarDate(String($0)) }
            ?? CalendarDate(inChinaAt: now)
        return VisitsPage(
            day: day, expected: try await mark.expected(on: day, for: Self.serves(account)), now: now,
            queue: DeskClerks.queue(account)
        ).html(frame, context)
    }

    @Sendable func visit(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let presence = try await staff.current(token: context.sessionToken)
        let number = try number(context)
        let view = try await noting(number, by: presence, context) {
            try await open(number, for: clerks.clerk(presence.account))
        }
        let page = VisitPage(view: view, catalogue: catalogue)
        // Whoever sees her answers is seen: by the person, and by the rules of conduct, to which it is one look among many.
        // Numbers that follow each other are those of one day's visits.
        _ = try await staff.look(
            page.view.appointment.number.rawValue, for: .visit, by: presence, showing: page.fields,
            isClaimed: true, requestID: context.requestID)
        return page.html(frame, context)
    }

    /// Who tries what she may not, such as another office's visits, those of her own people or one of another week, is seen like
    /// whoever opens one.
    private func noting<Value: Sendable>(
        _ number: CaseNumber, by presence: StaffPresence, _ context: EgretContext,
        _ act: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await act()
        } catch let error where error is StepRefused || error as? AppointmentRefused ?? .notYet != .notYet {
            try await staff.look.refused(
                number.rawValue, for: .visit, by: presence, requestID: context.requestID)
            throw error
        }
    }

    @Sendable func kept(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await say(came: true, context)
    }

    @Sendable func missed(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await say(came: false, context)
    }

    private func say(came: Bool, _ context: EgretContext) async throws -> Response {
        let presence = try await staff.current(token: context.sessionToken)
        let (account, number) = (presence.account, try number(context))
        let day = try await noting(number, by: presence, context) {
            try await mark(
                number, came: came, by: account.id, isHer: clerks.isHer(account),
                serving: Self.serves(account), requestID: context.requestID)
        }
        return Response.redirect(to: "/visits?day=\(day)")
    }

    private func number(_ context: EgretContext) throws(AppointmentRefused) -> CaseNumber {
        guard let number = context.parameters.get("number").flatMap(CaseNumber.init) else { throw .unknown }
        return number
    }

    private static func serves(_ account: StaffAccount) -> MarkVisit.Serves {
        { account.may(.lookAtCases, in: StaffScope(department: $0.rawValue)) }
    }
}
