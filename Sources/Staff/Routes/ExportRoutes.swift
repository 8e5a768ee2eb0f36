public import Base
import HTTPTypes
public import Hummingbird
import NIOCore
import Stations
public import Web

/// Lists of open cases that leave the house.
///
///     GET  /exports              the form, and the reader's own lists
///     POST /exports              takes a short list, or asks for a long one
///     POST /exports/{id}/file    fetches a long one that another person agreed to, once
public struct ExportRoutes: Sendable {
    public static let access: StaffAccessTable = [
        "GET /exports": .right(.exportCases), "POST /exports": .right(.exportCases),
        "POST /exports/{id}/file": .right(.exportCases),
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
        router.get("exports", use: page)
        router.post("exports", use: ask)
        router.post("exports/:id/file", use: file)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let presence = try await verbs.current(token: context.sessionToken)
        return ExportsPage(
            presence: presence, exports: try await verbs.export.recent(of: presence.account),
            now: world.now(), figures: verbs.figures
        ).html(frame, context)
    }

    @Sendable func ask(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        let form = try await form(of: request, context)
        guard let from = CalendarDate(try form.text("from", max: 10)),
            let to = CalendarDate(try form.text("to", max: 10))
        else { throw StaffRefused.malformed }
        let selection = try ExportSelection(
            service: form.textIfPresent("service", max: 80), from: from, to: to)
        let outcome = try await verbs.export(
            selection, reason: form.text("reason", max: RequestApproval.reasonMax), by: presence,
            requestID: context.requestID)
        guard case .taken(let rows) = outcome else { return Response.redirect(to: "/approvals") }
        return sheet(rows, context)
    }

    @Sendable func file(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        guard let id = Token(rawValue: try context.parameters.require("id")) else {
            throw StaffRefused.unknownApproval
        }
        return sheet(
            try await verbs.export.fetch(id, by: presence, requestID: context.requestID), context)
    }

    private func sheet(_ rows: [CaseGlimpse], _ context: EgretContext) -> Response {
        let phrases = frame.phrases(context)
        let sheet = CaseSheet(
            heads: ["number", "service", "state", "opened", "holder"].map { phrases("staff.export.\($0)") },
            rows: rows.map {
                [$0.number, $0.service, $0.state, $0.openedAt.minuteInChina, $0.holder.masked]
            })
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"egret-cases.csv\"", .cacheControl: "no-store",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: sheet.bytes)))
    }
}
