public import Base
import Catalogue
public import Hummingbird
public import Staff
public import Web

/// Looks that are told to their persons later, at the desk.
///
///     GET  /delays                 what is kept back, and what was
///     POST /delays/looks           the looks at one case or request, with the form that asks
///     POST /delays                 asks; two others decide among the approvals
///     POST /delays/{id}/release    shows one before its day
public struct DelayDeskRoutes: Sendable {
    public static let access: StaffAccessTable = [
        "GET /delays": .right(.readDelays), "POST /delays/looks": .right(.requestDelays),
        "POST /delays": .right(.requestDelays), "POST /delays/{id}/release": .right(.releaseDelays),
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
        router.get("delays", use: page)
        router.post("delays/looks", use: looks)
        router.post("delays", use: ask)
        router.post("delays/:id/release", use: release)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let presence = try await staff.current(token: context.sessionToken)
        return DelaysPage(
            delays: try await verbs.delay.recent(), reader: presence.account, now: world.now(),
            proof: staff.proofLink("/delays", for: presence)
        ).html(frame, context)
    }

    @Sendable func looks(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let presence = try await staff.current(token: context.sessionToken)
        let number = try await form(of: request, context).text("number", max: 60)
        return DelayFormPage(
            number: number,
            acts: try await verbs.askForDelay.looks(
                at: number, for: presence, requestID: context.requestID),
            rule: verbs.rules.delay, today: CalendarDate(inChinaAt: world.now()),
            proof: staff.proofLink("/delays", for: presence)
        ).html(frame, context)
    }

    @Sendable func ask(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await staff.current(token: context.sessionToken)
        let form = try await form(of: request, context)
        guard let act = form["act"].flatMap({ Int64($0) }) else { throw PrivacyRefused.unknownAct }
        guard let release = form["release"].flatMap({ CalendarDate($0) }) else {
            throw PrivacyRefused.releaseOutOfRange
        }
        try await verbs.askForDelay(
            AskForDelay.Wish(
                act: act, concerns: form.text("number", max: 60), basis: form["basis"] ?? "",
                release: release, reason: form.text("reason", max: RequestApproval.reasonMax)),
            by: presence, through: staff.requestApproval, requestID: context.requestID)
        return Response.redirect(to: "/approvals")
    }

    @Sendable func release(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await staff.current(token: context.sessionToken)
        guard let index = Int64(try context.parameters.require("id")) else {
            throw PrivacyRefused.unknownAct
        }
        try await verbs.delay.release(index, by: presence, requestID: context.requestID)
        return Response.redirect(to: "/delays")
    }
}
