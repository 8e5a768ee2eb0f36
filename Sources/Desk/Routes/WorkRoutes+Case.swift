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
            decides: presence.account.may(.workCases)
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
            return StepPlace.step
        }
    }

    @Sendable func release(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, _ in
            try await desk.claim.release(key, by: clerk, requestID: context.requestID)
            return StepPlace.list
        }
    }

    @Sendable func giveBack(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, _ in
            try await desk.claim.release(
                key, by: clerk, asSupervisor: true, requestID: context.requestID)
            return StepPlace.overdue
        }
    }

    @Sendable func approve(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, _ in
            try await desk.decide.approve(key, by: clerk, requestID: context.requestID)
            return StepPlace.list
        }
    }

    @Sendable func refuse(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, form in
            guard let reason = form["reason"].flatMap(RefusalReason.init) else {
                throw StepRefused.choiceUnknown
            }
            try await desk.decide.refuse(
                key, because: reason, note: form.paragraph("refusal-note", max: DecisionForms.noteMax),
                by: clerk, requestID: context.requestID)
            return StepPlace.list
        }
    }

    @Sendable func askForCorrection(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await act(request, context) { key, clerk, form in
            guard let reason = form["correction-reason"].flatMap(CorrectionReason.init) else {
                throw StepRefused.choiceUnknown
            }
            try await desk.askForCorrection(
                Set(form.all("question")), at: key, because: reason,
                note: form.paragraph("correction-note", max: DecisionForms.noteMax), by: clerk,
                requestID: context.requestID)
            return StepPlace.list
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
            return StepPlace.list
        }
    }

    /// Claims, approves or refuses one after the other; what meanwhile is another's, or never was hers to decide, is left as it is.
    @Sendable func batch(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (_, clerk) = try await present(context)
        let form = try await form(of: request, context)
        let act = try BatchAct(form)
        for text in form.all("step").prefix(Self.batchMax) {
            let words = text.split(separator: ".", maxSplits: 1).map(String.init)
            guard words.count == 2, let number = CaseNumber(rawValue: words[0]) else {
                throw StepRefused.unknownStep
            }
            do {
                try await act.run(CaseStep.Key(number, words[1]), desk, clerk, context.requestID)
            } catch let refusal as StepRefused
                where [.notClaimed, .notNow, .taken, .ownCase].contains(refusal)
            {
                continue
            }
        }
        return Response.redirect(to: StepPlace.list.rawValue)
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

    /// Where one goes on after an act.
    private enum StepPlace: String {
        case step = ""
        case list = "/work?tab=mine"
        case overdue = "/work?tab=overdue"
    }

    private func act(
        _ request: Request, _ context: EgretContext,
        _ work: (_ key: CaseStep.Key, _ clerk: Clerk, _ form: Form) async throws -> StepPlace
    ) async throws -> Response {
        let (_, clerk) = try await present(context)
        let key = try key(context)
        let place = try await work(key, clerk, form(of: request, context))
        return Response.redirect(
            to: place == .step ? "/work/cases/\(key.number)/\(key.step)" : place.rawValue)
    }

    private func key(_ context: EgretContext) throws(StepRefused) -> CaseStep.Key {
        guard let number = context.parameters.get("number").flatMap(CaseNumber.init),
            let step = context.parameters.get("step"), step.utf8.count <= 60
        else { throw .unknownStep }
        return CaseStep.Key(number, step)
    }
}
