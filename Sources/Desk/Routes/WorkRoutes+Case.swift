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
        return CasePage(
            view: view, catalogue: catalogue, now: world.now(),
            colleagues: view.form == nil ? [] : try await clerks.colleagues(of: clerk),
            decides: presence.account.may(.workCases), people: try await clerks.names()
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
        try await act(request, context) { key, clerk, _ in
            try await desk.claim.claim(key, by: clerk, requestID: context.requestID)
            return "/work/cases/\(key.number)/\(key.step)"
        }
    }

    @Sendable func release(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, _ in
            try await desk.claim.release(key, by: clerk, requestID: context.requestID)
            return Self.list(after: WorkDone(.released))
        }
    }

    @Sendable func giveBack(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, _ in
            try await desk.claim.release(
                key, by: clerk, asSupervisor: true, requestID: context.requestID)
            return Self.list(.overdue, after: WorkDone(.returned))
        }
    }

    @Sendable func approve(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, form in
            try await desk.decide.approve(
                key, reply: form.paragraph("reply", max: DecisionForms.noteMax), by: clerk,
                requestID: context.requestID)
            return Self.list(after: WorkDone(.approved))
        }
    }

    /// She stays with the case: to accept it is not to decide it.
    @Sendable func accept(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, _ in
            try await desk.accept(key, by: clerk, requestID: context.requestID)
            return "/work/cases/\(key.number)/\(key.step)"
        }
    }

    @Sendable func refuse(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, form in
            guard let reason = form["reason"].flatMap(RefusalReason.init) else {
                throw DeskRefused.noRefusalReason
            }
            try await desk.decide.refuse(
                key, because: reason, note: form.paragraph("refusal-note", max: DecisionForms.noteMax),
                by: clerk, requestID: context.requestID)
            return Self.list(after: WorkDone(.refused))
        }
    }

    @Sendable func askForCorrection(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, form in
            let questions = Set(form.all("question"))
            let chosen = form["correction-reason"].flatMap(CorrectionReason.init)
            guard !questions.isEmpty else {
                throw chosen == nil ? DeskRefused.noQuestionAndReason : DeskRefused.noQuestion
            }
            guard let reason = chosen else { throw DeskRefused.noCorrectionReason }
            try await desk.askForCorrection(
                questions, at: key, because: reason,
                note: form.paragraph("correction-note", max: DecisionForms.noteMax), by: clerk,
                requestID: context.requestID)
            return Self.list(after: WorkDone(.asked))
        }
    }

    @Sendable func handOver(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, form in
            try await desk.claim.handOver(
                key, by: clerk, to: colleague(form, of: clerk), requestID: context.requestID)
            return Self.list(after: WorkDone(.handedOver))
        }
    }

    /// Where one goes on after an act, and is told what it came to.
    static func list(_ tab: DeskList.Tab = .mine, after done: WorkDone) -> String {
        "/work?tab=\(tab.rawValue)&\(done.query)"
    }

    private func act(
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
