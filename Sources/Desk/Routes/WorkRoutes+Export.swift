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
    /// More than these in one file take a second person, as any data of more than fifty persons do.
    static let exportMax = 50
    /// How long after the yes a long one can be fetched.
    static let exportLife = Duration.seconds(86_400)

    @Sendable func export(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (_, clerk) = try await present(context)
        let address = ListAddress(request).after(nil)
        let page = try await desk.queries.page(address.list, for: clerk, limit: Self.exportMax)
        guard page.next == nil else {
            return ExportPage(asked: address, granted: []).html(frame, context).response(status: .ok)
        }
        let taken = try await desk.export(
            address.list, for: clerk, limit: Self.exportMax, approval: nil, requestID: context.requestID)
        return file(taken, context)
    }

    @Sendable func exports(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let (presence, _) = try await present(context)
        return ExportPage(asked: nil, granted: try await granted(to: presence)).html(frame, context)
    }

    @Sendable func askForExport(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (presence, clerk) = try await present(context)
        let form = try await form(of: request, context)
        let address = ListAddress(query: form["list"] ?? "").after(nil)
        try await staff.requestApproval(
            .other(
                .export, summary: "\(clerk.queue) · \(address.query)", data: Array(address.query.utf8)),
            reason: form.text("reason", max: RequestApproval.reasonMax), by: presence,
            requestID: context.requestID)
        return Response.redirect(to: "/approvals")
    }

    @Sendable func fetchExport(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (presence, clerk) = try await present(context)
        let id = context.parameters.get("id").flatMap(Token.init)
        guard let approval = try await granted(to: presence).first(where: { $0.id == id }),
            case .other(.export, _, let data) = approval.matter
        else { throw StaffRefused.unknownApproval }
        let list = ListAddress(query: String(decoding: data, as: UTF8.self)).list
        let page = try await desk.export(
            list, for: clerk, limit: ExportSteps.rowsMax, approval: approval.id.rawValue,
            requestID: context.requestID)
        return file(page, context)
    }

    /// What somebody asked for and was agreed to less than a day ago.
    private func granted(to presence: StaffPresence) async throws -> [Approval] {
        let now = world.now()
        return try await staff.queries.approvals().filter { approval in
            guard let verdict = approval.verdict else { return false }
            return approval.kind == .export && approval.requestedBy == presence.account.id
                && verdict.decision == .approved && now.since(verdict.at) <= Self.exportLife
        }
    }

    private func file(_ page: DeskList.Page, _ context: EgretContext) -> Response {
        let text = QueueCSV(page.steps, catalogue, frame.phrases(context)).text
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"egret-queue.csv\"",
            ], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
