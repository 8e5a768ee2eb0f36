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
        try await page(context)
    }

    /// The page of a step; with a form as it was sent, where something in it is missing.
    private func page(_ context: EgretContext, sent: DecisionForms.Sent? = nil) async throws -> HTML {
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
            decides: presence.account.may(.workCases), people: try await clerks.names(), sent: sent
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
        try await act(request, context) { key, clerk, _ in
            try await desk.decide.approve(key, by: clerk, requestID: context.requestID)
            return Self.list(after: WorkDone(.approved))
        }
    }

    @Sendable func refuse(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context, of: .refusal) { key, clerk, form in
            guard let reason = form["reason"].flatMap(RefusalReason.init) else {
                throw DecisionForms.Missing.reason
            }
            try await desk.decide.refuse(
                key, because: reason, note: form.paragraph("refusal-note", max: DecisionForms.noteMax),
                by: clerk, requestID: context.requestID)
            return Self.list(after: WorkDone(.refused))
        }
    }

    @Sendable func askForCorrection(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context, of: .correction) { key, clerk, form in
            let questions = Set(form.all("question"))
            guard !questions.isEmpty else { throw DecisionForms.Missing.question }
            guard let reason = form["correction-reason"].flatMap(CorrectionReason.init) else {
                throw DecisionForms.Missing.reason
            }
            try await desk.askForCorrection(
                questions, at: key, because: reason,
                note: form.paragraph("correction-note", max: DecisionForms.noteMax), by: clerk,
                requestID: context.requestID)
            return Self.list(after: WorkDone(.asked))
        }
    }

    @Sendable func handOver(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, form in
            let id = try form.text("colleague", max: 20)
            guard let other = try await clerks.colleagues(of: clerk).first(where: { $0.id == id }) else {
                throw StepRefused.otherClerk
            }
            try await desk.claim.handOver(
                key, by: clerk, to: clerks.clerk(other), requestID: context.requestID)
            return Self.list(after: WorkDone(.handedOver))
        }
    }

    /// Claims, approves or refuses one after the other; what meanwhile is another's, or never was hers to decide, is left as it is.
    @Sendable func batch(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (_, clerk) = try await present(context)
        let form = try await form(of: request, context)
        let act = try BatchAct(form)
        var (done, skipped) = (0, 0)
        for text in form.all("step").prefix(Self.batchMax) {
            let words = text.split(separator: ".", maxSplits: 1).map(String.init)
            guard words.count == 2, let number = CaseNumber(rawValue: words[0]) else {
                throw StepRefused.unknownStep
            }
            do {
                try await act.run(CaseStep.Key(number, words[1]), desk, clerk, context.requestID)
                done += 1
            } catch let refusal as StepRefused
                where [.notClaimed, .notNow, .decided, .taken, .ownCase].contains(refusal)
            {
                skipped += 1
            }
        }
        return Response.redirect(
            to: Self.list(after: WorkDone(act.word, done: done, skipped: skipped)))
    }

    /// What is done to everything that is ticked.
    private enum BatchAct {
        case claim
        case approve
        case refuse(RefusalReason, note: String?)

        /// - Throws: ``StepRefused/choiceUnknown`` for a refusal without one of the reasons.
        init(_ form: Form) throws {
            switch form["act"] {
            case "claim": self = .claim
            case "refuse":
                guard let reason = form["reason"].flatMap(RefusalReason.init) else {
                    throw StepRefused.choiceUnknown
                }
                self = .refuse(
                    reason, note: try form.paragraph("refusal-note", max: DecisionForms.noteMax))
            default: self = .approve
            }
        }

        var word: WorkDone.Act {
            switch self {
            case .claim: .claimed
            case .approve: .approved
            case .refuse: .refused
            }
        }

        func run(
            _ key: CaseStep.Key, _ desk: DeskVerbs, _ clerk: Clerk, _ requestID: String
        ) async throws {
            switch self {
            case .claim: try await desk.claim.claim(key, by: clerk, requestID: requestID)
            case .approve: try await desk.decide.approve(key, by: clerk, requestID: requestID)
            case .refuse(let reason, let note):
                try await desk.decide.refuse(
                    key, because: reason, note: note, by: clerk, requestID: requestID)
            }
        }
    }

    /// Where one goes on after an act, and is told what it came to.
    private static func list(_ tab: DeskList.Tab = .mine, after done: WorkDone) -> String {
        "/work?tab=\(tab.rawValue)&\(done.query)"
    }

    /// Does it and goes on; where something in the `form` is missing, it is shown again as it was sent.
    private func act(
        _ request: Request, _ context: EgretContext, of kind: DecisionForms.Kind? = nil,
        _ work: (_ key: CaseStep.Key, _ clerk: Clerk, _ form: Form) async throws -> String
    ) async throws -> Response {
        let (_, clerk) = try await present(context)
        let key = try key(context)
        let form = try await form(of: request, context)
        do {
            return Response.redirect(to: try await work(key, clerk, form))
        } catch let missing as DecisionForms.Missing {
            guard let kind else { throw missing }
            return try await page(context, sent: DecisionForms.Sent(kind, form, lacks: missing))
                .response(status: .unprocessableContent)
        }
    }

    private func key(_ context: EgretContext) throws(StepRefused) -> CaseStep.Key {
        guard let number = context.parameters.get("number").flatMap(CaseNumber.init),
            let step = context.parameters.get("step"), step.utf8.count <= 60
        else { throw .unknownStep }
        return CaseStep.Key(number, step)
    }
}
