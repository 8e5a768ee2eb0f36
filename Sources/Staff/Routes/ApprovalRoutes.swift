public import Base
public import Hummingbird
public import Stations
public import Web

/// What takes two people.
///
///     GET  /approvals                  what waits, and what became of the rest
///     POST /approvals/{id}/decision    yes or no, as the second person
///     POST /approvals/terminals        asks for a code that admits a terminal
///     POST /approvals/keys             asks for a code with which the console changes keys or the seal
public struct ApprovalRoutes: Sendable {
    public static let access: StaffAccessTable = [
        "GET /approvals": .right(.readApprovals), "POST /approvals/{id}/decision": .right(.decideApprovals),
        "POST /approvals/terminals": .right(.requestTerminals), "POST /approvals/keys": .right(.requestKeys),
    ]

    let frame: Frame
    let world: World
    let verbs: StaffVerbs
    let stations: StationQueries
    let describe: DescribeMatter

    public init(
        frame: Frame, world: World, verbs: StaffVerbs, stations: StationQueries,
        describe: @escaping DescribeMatter = { _, _ in nil }
    ) {
        self.frame = frame
        self.world = world
        self.verbs = verbs
        self.stations = stations
        self.describe = describe
    }

    public func add(to router: Router<EgretContext>) {
        router.get("approvals", use: page)
        router.post("approvals/:id/decision", use: decide)
        router.post("approvals/terminals", use: requestTerminal)
        router.post("approvals/keys", use: requestKeys)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let presence = try await verbs.current(token: context.sessionToken)
        var places: [Station] = []
        if presence.account.may(.requestTerminals) {
            places = try await stations.listings().map(\.station).filter {
                presence.account.may(.requestTerminals, in: StaffScope(region: $0.division))
            }
        }
        let (seen, hers) = try await verbs.queries.approvals(for: presence)
        return ApprovalsPage(
            approvals: seen, hers: hers, presence: presence, now: world.now(), stations: places,
            names: try await verbs.queries.names(of: ApprovalsPage.people(in: seen)),
            untold: verbs.queries.kindsWithoutSelf(for: presence.account), describe: describe
        ).html(frame, context)
    }

    @Sendable func decide(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        let form = try await form(of: request, context)
        guard let id = Token(rawValue: try context.parameters.require("id")) else {
            throw StaffRefused.unknownApproval
        }
        guard let decision = form["decision"].flatMap(Approval.Decision.init) else {
            throw StaffRefused.malformed
        }
        let outcome = try await verbs.decideApproval(
            id, decision, by: presence, requestID: context.requestID)
        guard let shown = outcome.shown else { return Response.redirect(to: "/approvals") }
        let phrases = frame.phrases(context)
        let lead =
            switch outcome.kind {
            case .terminalEnrolment: "staff.terminal.lead"
            case .seat: "staff.seat.half.second"
            case .volunteer: "staff.volunteer.lead"
            default: "staff.permit.lead"
            }
        return try CodePage(
            title: phrases("staff.kind.\(outcome.kind.rawValue)"),
            lead: phrases(lead), code: shown
        ).html(frame, context).response(from: request, context: context)
    }

    @Sendable func requestKeys(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        let form = try await form(of: request, context)
        let wanted = try form.choice("act")
        let name = try form.textIfPresent("fingerprint", max: PermitAct.nameMax)?.lowercased()
        let words = [wanted, PermitAct.named.contains(wanted) ? name : nil].compactMap(\.self)
        guard let act = PermitAct(words.joined(separator: " ")) else { throw StaffRefused.malformed }
        try await verbs.requestApproval(
            .other(act.kind, summary: act.text, data: Array(act.text.utf8)),
            reason: form.text("keys-reason", max: RequestApproval.reasonMax), by: presence,
            requestID: context.requestID)
        return Response.redirect(to: "/approvals")
    }

    @Sendable func requestTerminal(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        let form = try await form(of: request, context)
        guard let station = try await stations.station(form.text("station", max: 64)) else {
            throw TerminalRefused.unknownStation
        }
        try await verbs.requestApproval(
            .terminal(station: station.id, region: station.division),
            reason: form.text("reason", max: RequestApproval.reasonMax), by: presence,
            requestID: context.requestID)
        return Response.redirect(to: "/approvals")
    }
}
