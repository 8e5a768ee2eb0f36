import Base
import Casework
import HTTPTypes
import Hummingbird
import Staff
import Uploads
import Web

/// What is done at one step.
extension WorkRoutes {
    @Sendable func step(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let (presence, clerk) = try await present(context)
        let view = try await desk.queries.view(key(context), for: clerk)
        if let form = view.form {
            // Whoever sees her answers is seen: by the person, and by the rules of conduct.
            let known = (form.file.record?.keys.sorted() ?? []).filter {
                form.answers[$0] == nil && $0 != "name"
            }
            _ = try await staff.look(
                form.file.number.rawValue, for: .handling, by: presence,
                showing: ["name", "state"] + form.answers.keys.sorted() + known, isClaimed: true,
                requestID: context.requestID)
        }
        let list = ListAddress.named(in: request)
        var next: CaseStep?
        if let list {
            next = try await desk.queries.place(of: view.step.key, in: list.list, for: clerk)?.next
        }
        return CasePage(
            view: view, catalogue: catalogue, scale: desk.queries.scale,
            colleagues: view.form == nil ? [] : try await clerks.colleagues(of: clerk),
            offices: view.step.isRunning ? try await clerks.offices(besides: clerk) : [],
            decides: presence.account.may(.workCases), watches: presence.account.may(.returnWork),
            people: try await clerks.names(
                of: view.steps.map(\.account) + view.history.map(\.account)
                    + view.history.filter { $0.event == .stepHandedOver }.map(\.detail)),
            list: list, next: next
        ).html(frame, context)
    }

    /// A file that was sent to one of the case's questions; its person sees that it was opened.
    @Sendable func file(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (_, clerk) = try await present(context)
        guard let id = context.parameters.get("file").flatMap(Token.init(rawValue:)) else {
            throw UploadRefused.unknown
        }
        let (file, bytes) = try await desk.openFile(
            id, at: key(context), by: clerk, requestID: context.requestID)
        return FileResponse(file, bytes).response
    }

    @Sendable func claim(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, form in
            try await desk.claim.claim(key, by: clerk, requestID: context.requestID)
            return StepTable.address(key, in: ListAddress.named(in: form))
        }
    }

    @Sendable func release(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, form in
            try await desk.claim.release(key, by: clerk, requestID: context.requestID)
            return Self.list(ListAddress.named(in: form), after: WorkDone(.released), at: key)
        }
    }

    @Sendable func giveBack(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, form in
            try await desk.claim.release(
                key, by: clerk, asSupervisor: true, requestID: context.requestID)
            return Self.list(
                ListAddress.named(in: form) ?? ListAddress(DeskList(.overdue)), after: WorkDone(.returned),
                at: key)
        }
    }

    @Sendable func approve(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, form in
            try await desk.decide.approve(
                key, reply: form.paragraph("reply", max: DecisionForms.noteMax), by: clerk,
                requestID: context.requestID)
            return Self.list(ListAddress.named(in: form), after: WorkDone(.approved), at: key)
        }
    }

    /// She stays with the case: to accept it is not to decide it.
    @Sendable func accept(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, form in
            try await desk.accept(key, by: clerk, requestID: context.requestID)
            return StepTable.address(key, in: ListAddress.named(in: form))
        }
    }

    @Sendable func refuse(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, form in
            guard let reason = form["reason"] else { throw DeskRefused.noRefusalReason }
            try await desk.decide.refuse(
                key, because: reason, note: form.paragraph("refusal-note", max: DecisionForms.noteMax),
                by: clerk, requestID: context.requestID)
            return Self.list(ListAddress.named(in: form), after: WorkDone(.refused), at: key)
        }
    }

    @Sendable func askForCorrection(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, form in
            let questions = Set(form.all("question"))
            let chosen = form["correction-reason"]
            guard !questions.isEmpty else {
                throw chosen == nil ? DeskRefused.noQuestionAndReason : DeskRefused.noQuestion
            }
            guard let reason = chosen else { throw DeskRefused.noCorrectionReason }
            try await desk.askForCorrection(
                questions, at: key, because: reason,
                note: form.paragraph("correction-note", max: DecisionForms.noteMax), by: clerk,
                requestID: context.requestID)
            return Self.list(ListAddress.named(in: form), after: WorkDone(.asked), at: key)
        }
    }

    @Sendable func handOver(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, form in
            try await desk.claim.handOver(
                key, by: clerk, to: colleague(form, of: clerk), requestID: context.requestID)
            return Self.list(ListAddress.named(in: form), after: WorkDone(.handedOver), at: key)
        }
    }

    /// Where one goes on after an act, and is told what it came to: in the list she came from, at the place of the step.
    ///
    /// Who came from none goes on with what she has claimed.
    static func list(_ list: ListAddress?, after done: WorkDone, at step: CaseStep.Key? = nil) -> String {
        guard let list else { return "\(ListAddress(DeskList(.mine)).path)&\(done.query)" }
        return "\(list.path)&\(done.query)" + (step.map { "&\(ListAddress.at($0))" } ?? "")
    }

    func act(
        _ request: Request, _ context: EgretContext,
        _ work: (_ key: CaseStep.Key, _ clerk: Clerk, _ form: Form) async throws -> String
    ) async throws -> Response {
        let (_, clerk) = try await present(context)
        let form = try await form(of: request, context)
        return Response.redirect(to: try await work(key(context), clerk, form))
    }

    private func key(_ context: EgretContext) throws(StepRefused) -> CaseStep.Key {
        guard let number = context.parameters.get("number").flatMap(CaseNumber.init),
            let step = context.parameters.get("step"), step.utf8.count <= 60
        else { throw .unknownStep }
        return CaseStep.Key(number, step)
    }
}
