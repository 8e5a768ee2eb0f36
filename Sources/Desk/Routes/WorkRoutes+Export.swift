import Base
import Casework
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Staff
import Web

/// Lists that leave the desk as files: short ones at once, long ones when a second person has agreed.
extension WorkRoutes {
    /// It is written down and its persons are told: a browser that looks ahead must not ask for it.
    @Sendable func export(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (presence, clerk) = try await present(context)
        let asked = try await ListAddress.named(in: form(of: request, context))
        let (address, requestID) = (asked?.after(nil) ?? ListAddress(DeskList(.ready)), context.requestID)
        let most = staff.figures.exportAloneMax
        let page = try await desk.queries.page(address.list, for: clerk, limit: most)
        var taken: DeskList.Page?
        if page.next == nil {
            taken = try await desk.export(
                address.list, for: clerk, limit: most, approval: nil, requestID: context.requestID
            ) { [staff] numbers, db in
                try staff.exportQueue.takeAlone(
                    numbers, of: address.query, by: presence, requestID: requestID, in: db)
            }
        }
        guard let taken else {
            return Response.redirect(to: "/work/exports?\(address.reference)")
        }
        return file(taken, context)
    }

    @Sendable func exports(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let (presence, _) = try await present(context)
        return ExportPage(
            asked: ListAddress.named(in: request)?.after(nil),
            granted: try await staff.exportQueue.waiting(for: presence.account),
            aloneMax: staff.figures.exportAloneMax,
            proof: staff.proofLink("/work/exports", for: presence)
        ).html(frame, context)
    }

    @Sendable func askForExport(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (presence, clerk) = try await present(context)
        let form = try await form(of: request, context)
        let address = ListAddress(query: form["list"] ?? "").after(nil)
        let page = try await desk.queries.page(address.list, for: clerk, limit: ExportSteps.rowsMax)
        guard !page.steps.isEmpty else { throw StaffRefused.nothingToExport }
        try await staff.exportQueue.ask(
            address.query, rows: page.steps.count, summary: "\(clerk.queue) · \(address.query)",
            reason: form.text("reason", max: RequestApproval.reasonMax), by: presence,
            requestID: context.requestID)
        return Response.redirect(to: "/approvals")
    }

    /// The first rows of the list as it stands now, as many as were agreed to; the queue has moved on meanwhile.
    @Sendable func fetchExport(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (presence, clerk) = try await present(context)
        guard let id = context.parameters.get("id").flatMap(Token.init) else {
            throw StaffRefused.unknownApproval
        }
        let requestID = context.requestID
        let agreed = try await staff.exportQueue.agreed(id, to: presence.account)
        let page = try await desk.export(
            ListAddress(query: agreed.list).list, for: clerk, limit: agreed.persons,
            approval: agreed.id.rawValue, requestID: context.requestID
        ) { [staff] numbers, db in
            try staff.exportQueue.takeAgreed(
                agreed, numbers, by: presence, requestID: requestID, in: db)
            return true
        }
        guard let page else { throw StaffRefused.unknownApproval }
        return file(page, context)
    }

    private func file(_ page: DeskList.Page, _ context: EgretContext) -> Response {
        let text = QueueCSV(page.steps, catalogue, frame.phrases(context)).text
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"egret-queue.csv\"", .cacheControl: "no-store",
            ], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
