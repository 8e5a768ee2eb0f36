public import Base
import Catalogue
public import Hummingbird
public import Web

/// Who came to what was booked, said at the desk.
///
///     GET  /visits                     who is expected on a day (?day=), by number
///     POST /visits/{number}/kept       the person came
///     POST /visits/{number}/missed     the person did not
public struct VisitsDeskRoutes: Sendable {
    /// Who works here, and for which departments.
    public struct Clerk: Sendable {
        let account: String
        let serves: MarkVisit.Serves

        public init(account: String, serves: @escaping MarkVisit.Serves) {
            self.account = account
            self.serves = serves
        }
    }

    public typealias Known = @Sendable (_ context: EgretContext) async throws -> Clerk

    let frame: Frame
    let world: World
    let mark: MarkVisit
    let known: Known

    public init(frame: Frame, world: World, mark: MarkVisit, known: @escaping Known) {
        self.frame = frame
        self.world = world
        self.mark = mark
        self.known = known
    }

    public func add(to router: Router<EgretContext>) {
        router.get("visits", use: list)
        router.post("visits/:number/kept", use: kept)
        router.post("visits/:number/missed", use: missed)
    }

    @Sendable func list(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let clerk = try await known(context)
        let now = world.now()
        let day =
            request.uri.queryParameters["day"].flatMap { CalendarDate(String($0)) }
            ?? CalendarDate(inChinaAt: now)
        return VisitsDeskPage(
            day: day, expected: try await mark.expected(on: day, for: clerk.serves), now: now
        ).html(frame, context)
    }

    @Sendable func kept(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await say(came: true, context)
    }

    @Sendable func missed(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await say(came: false, context)
    }

    private func say(came: Bool, _ context: EgretContext) async throws -> Response {
        let clerk = try await known(context)
        guard let number = context.parameters.get("number").flatMap(CaseNumber.init) else {
            throw AppointmentRefused.unknown
        }
        try await mark(
            number, came: came, by: clerk.account, serving: clerk.serves, requestID: context.requestID)
        return Response.redirect(to: "/visits")
    }
}
