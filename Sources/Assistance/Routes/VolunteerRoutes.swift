import Base
public import Hummingbird
public import Staff
public import Stations
public import Web

/// Volunteers, at the desk.
///
///     GET  /volunteers                    who helps, where and how much
///     POST /volunteers                    asks for one more; another person decides among the approvals
///     POST /volunteers/{id}/retirement    ends one, at once
public struct VolunteerRoutes: Sendable {
    public static let access: StaffAccessTable = [
        "GET /volunteers": .right(.readVolunteers), "POST /volunteers": .right(.keepVolunteers),
        "POST /volunteers/{id}/retirement": .right(.keepVolunteers),
    ]

    let frame: Frame
    let verbs: AssistanceVerbs
    let staff: StaffVerbs
    let stations: StationQueries

    public init(frame: Frame, verbs: AssistanceVerbs, staff: StaffVerbs, stations: StationQueries) {
        self.frame = frame
        self.verbs = verbs
        self.staff = staff
        self.stations = stations
    }

    public func add(to router: Router<EgretContext>) {
        router.get("volunteers", use: page)
        router.post("volunteers", use: ask)
        router.post("volunteers/:id/retirement", use: retire)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let presence = try await staff.current(token: context.sessionToken)
        return VolunteersPage(
            lines: try await verbs.volunteers(),
            stations: try await stations.listings().map(\.station),
            mayKeep: presence.account.may(.keepVolunteers),
            proof: staff.proofLink("/volunteers", for: presence)
        ).html(frame, context)
    }

    @Sendable func ask(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await staff.current(token: context.sessionToken)
        let form = try await form(of: request, context)
        try await verbs.enrol(
            EnrolVolunteer.Wish(
                name: form["name"] ?? "", number: form["number"] ?? "", phone: form["phone"] ?? "",
                station: form["station"] ?? "",
                reason: form.text("reason", max: RequestApproval.reasonMax)),
            by: presence, through: staff.requestApproval, requestID: context.requestID)
        return Response.redirect(to: "/approvals")
    }

    @Sendable func retire(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await staff.current(token: context.sessionToken)
        guard let id = Token(rawValue: try context.parameters.require("id")) else {
            throw AssistanceRefused.volunteerUnknown
        }
        try await verbs.retire(id, by: presence, requestID: context.requestID)
        return Response.redirect(to: "/volunteers")
    }
}
