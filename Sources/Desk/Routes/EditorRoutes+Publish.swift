import Base
import Casework
import Catalogue
import HTTPTypes
import Hummingbird
import Staff
import Web

/// From a draft to what is offered: the difference, the proposal, the way back.
extension EditorRoutes {
    @Sendable func difference(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let (presence, id) = try await present(context)
        return try await differencePage(id, presence).html(frame, context)
    }

    @Sendable func propose(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (presence, id) = try await present(context)
        let form = try await form(of: request, context)
        // What was read is what is proposed.
        guard let draft = try await drafts.draft(id), form["revision"] == String(draft.revision) else {
            throw DraftRefused.changed
        }
        let typed = DifferencePage.Typed(from: form["from"], reason: form["reason"])
        let day: Instant
        do {
            day = try moment(typed.from ?? "")
        } catch {
            return try await refused(id, [], typed, day: error, presence, context)
        }
        let reason = try form.text("reason", max: RequestApproval.reasonMax)
        let defects = try await look(draft.files, of: id, page: nil, from: day).defects
        guard defects.isEmpty else { return try await refused(id, defects, typed, presence, context) }
        do {
            _ = try await publish.propose(
                draft, from: day, reason: reason, by: presence, requestID: context.requestID)
            return Response.redirect(to: "/approvals")
        } catch let found as CatalogueDefects {
            return try await refused(
                id, found.defects.map { EditorDefect($0, in: draft.files, of: id) }, typed, presence,
                context)
        }
    }

    @Sendable func withdraw(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (presence, id) = try await present(context)
        let form = try await form(of: request, context)
        guard let version = form["version"].flatMap(Int.init) else { throw DraftRefused.unknown }
        try await drafts.withdraw(
            id, version: version, because: form.text("reason", max: RequestApproval.reasonMax),
            by: presence.account.id, requestID: context.requestID)
        return Response.redirect(to: "/catalogue/editor")
    }

    @Sendable func proposal(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let presence = try await staff.current(token: context.sessionToken)
        guard let id = context.parameters.get("id").flatMap(Token.init),
            let proposal = try await drafts.proposal(id)
        else { throw DraftRefused.unknown }
        try require(presence.account, proposal.service.department)
        let page = Self.page(request.uri.queryParameters["page"].map(String.init))
        let state = try await publish.states(of: [proposal])[proposal.id] ?? .waits
        return ProposalPage(
            proposal: proposal, state: state,
            difference: try await difference(proposal.files, of: proposal.service),
            outcome: try await look(
                proposal.files, of: proposal.service, page: page, from: proposal.effectiveFrom,
                isWritten: state == .waits),
            by: try await name(proposal.proposedBy), withdrawnBy: try await withdrawer(of: proposal)
        ).html(frame, context)
    }

    private func withdrawer(of proposal: ServiceProposal) async throws -> String? {
        guard let by = proposal.withdrawal?.by else { return nil }
        return try await name(by)
    }

    private func name(_ id: String) async throws -> String {
        do {
            return "\(id) \(try await staff.queries.person(id).name.text)"
        } catch StaffRefused.unknownAccount {
            return id
        }
    }

    /// What waits of a service, with the name of who asked.
    func waiting(_ id: ServiceID) async throws -> [WaitingVersion] {
        var all: [WaitingVersion] = []
        for one in try await publish.waiting(id) {
            all.append(
                WaitingVersion(
                    proposal: one.proposal, by: try await name(one.proposal.proposedBy), until: one.until))
        }
        return all
    }

    private func refused(
        _ id: ServiceID, _ defects: [EditorDefect], _ typed: DifferencePage.Typed, day: DraftRefused? = nil,
        _ presence: StaffPresence, _ context: EgretContext
    ) async throws -> Response {
        var page = try await differencePage(id, presence)
        page.defects = defects
        page.dayRefused = day
        page.typed = typed
        return page.html(frame, context).response(status: .unprocessableContent)
    }

    private func differencePage(
        _ id: ServiceID, _ presence: StaffPresence
    ) async throws -> DifferencePage {
        let draft = try await drafts.draft(id)
        var files = draft?.files
        if files == nil { files = try await drafts.published(id) }
        guard let files else { throw DraftRefused.unknown }
        return DifferencePage(
            id: id, difference: try await difference(files, of: id), draft: draft,
            waiting: try await waiting(id),
            today: CalendarDate(inChinaAt: world.now()),
            proof: staff.proofLink(EditorPage.address(id) + "/difference", for: presence))
    }

    private func difference(_ files: ServiceFiles, of id: ServiceID) async throws -> ServiceDifference {
        var changes: [ServiceChange]?
        var reworded: [Question] = []
        let new = try await drafts.check(files, of: id).item
        if let new {
            changes = catalogue[id].map { ServiceChange.all(from: $0, to: new) } ?? []
            let olds = catalogue[id]?.questions ?? []
            reworded = new.questions.filter { question in
                olds.contains { $0.id == question.id && !$0.readsTheSame(as: question) }
            }
        }
        return ServiceDifference(
            name: (new ?? catalogue[id])?.name, files: drafts.offered(files, of: id),
            published: try await drafts.published(id), changes: changes,
            reworded: reworded,
            running: try await running(id))
    }

    /// The first moment of a day in China, or now when the day is today.
    private func moment(_ text: String) throws(DraftRefused) -> Instant {
        let now = world.now()
        let today = CalendarDate(inChinaAt: now)
        guard let day = CalendarDate(text), day >= today,
            day.daysSince1970 - today.daysSince1970 <= PublishService.daysMax
        else { throw .day }
        guard day > today else { return now }
        return Instant(milliseconds: (Int64(day.daysSince1970) * 86_400 - 8 * 3_600) * 1_000)
    }
}

extension Question {
    /// Whether its person reads the same words in every language.
    fileprivate func readsTheSame(as other: Question) -> Bool {
        label == other.label && hint == other.hint && why == other.why
    }
}
