import Base
import Casework
import Hummingbird
import Staff
import Web

/// What is done to several steps at once.
extension WorkRoutes {
    /// Claims, approves or refuses one after the other.
    @Sendable func batch(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (_, clerk) = try await present(context)
        let form = try await form(of: request, context)
        let act = try BatchAct(form)
        let done = try await each(form, act.word) { key in
            try await act.run(key, desk, clerk, context.requestID)
        }
        return Response.redirect(to: Self.list(after: done))
    }

    /// A supervisor's: gives what is late to a clerk by name, or puts it back into the queue.
    @Sendable func assign(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (_, clerk) = try await present(context)
        let form = try await form(of: request, context)
        let other = form["act"] == "return" ? nil : try await colleague(form, of: clerk)
        let done = try await each(form, other == nil ? .returned : .assigned) { key in
            guard let other else {
                return try await desk.claim.release(
                    key, by: clerk, asSupervisor: true, requestID: context.requestID)
            }
            try await desk.claim.assign(key, to: other, by: clerk, requestID: context.requestID)
        }
        return Response.redirect(to: Self.list(.overdue, after: done))
    }

    /// The one who is named in a form among those who work in the same queue.
    ///
    /// - Throws: ``StepRefused/otherClerk``
    func colleague(_ form: Form, of clerk: Clerk) async throws -> Clerk {
        let id = try form.text("colleague", max: 20)
        guard let other = try await clerks.colleagues(of: clerk).first(where: { $0.id == id }) else {
            throw StepRefused.otherClerk
        }
        return try clerks.clerk(other)
    }

    /// Does it to all that is ticked; what meanwhile is another's, or never was hers to decide, is left as it is.
    ///
    /// - Throws: ``DeskRefused/nothingTicked``
    private func each(
        _ form: Form, _ word: WorkDone.Act, _ act: (CaseStep.Key) async throws -> Void
    ) async throws -> WorkDone {
        let ticked = form.all("step").prefix(Self.batchMax)
        guard !ticked.isEmpty else { throw DeskRefused.nothingTicked }
        var (done, skipped) = (0, 0)
        for text in ticked {
            let words = text.split(separator: ".", maxSplits: 1).map(String.init)
            guard words.count == 2, let number = CaseNumber(rawValue: words[0]) else {
                throw StepRefused.unknownStep
            }
            do {
                try await act(CaseStep.Key(number, words[1]))
                done += 1
            } catch let refusal as StepRefused
                where [.notClaimed, .notNow, .decided, .taken, .ownCase, .otherClerk, .noReply].contains(
                    refusal)
            {
                skipped += 1
            }
        }
        return WorkDone(word, done: done, skipped: skipped)
    }

    /// What is done to everything that is ticked.
    private enum BatchAct {
        case claim
        case approve
        case refuse(RefusalReason, note: String?)

        /// - Throws: ``DeskRefused/noRefusalReason`` for a refusal without one of the reasons.
        init(_ form: Form) throws {
            switch form["act"] {
            case "claim": self = .claim
            case "refuse":
                guard let reason = form["reason"].flatMap(RefusalReason.init) else {
                    throw DeskRefused.noRefusalReason
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
}
