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
        if case .refuse(_, let note) = act {
            try await desk.decide.requireForAll(note, at: Self.ticked(form).compactMap(\.self), by: clerk)
        }
        let done = try await each(form, act.word) { key in
            try await act.run(key, desk, clerk, context.requestID)
        }
        var list = ListAddress.named(in: form)
        // What was claimed lies with her now, and there she goes on.
        if case .claim = act { list = list?.at(.mine) }
        return Response.redirect(to: Self.list(list, after: done, at: Self.ticked(form).first ?? nil))
    }

    /// A supervisor's: gives a step to a clerk by name, puts it back into the queue, or sends it to another office.
    @Sendable func assign(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (_, clerk) = try await present(context)
        let form = try await form(of: request, context)
        let requestID = context.requestID
        let done: WorkDone
        switch form["act"] {
        case "return":
            done = try await each(form, .returned) { key in
                try await desk.claim.release(key, by: clerk, asSupervisor: true, requestID: requestID)
            }
        case "refer":
            let office = try await office(form, of: clerk)
            // She has read none of it, and so says nothing of it.
            done = try await each(form, .referred) { key in
                try await desk.refer(
                    key, to: office, because: .recusal, note: nil, by: clerk, asSupervisor: true,
                    requestID: requestID)
            }
        default:
            let other = try await colleague(form, of: clerk)
            done = try await each(form, .assigned) { key in
                try await desk.claim.assign(key, to: other, by: clerk, requestID: requestID)
            }
        }
        return Response.redirect(
            to: Self.list(
                ListAddress.named(in: form) ?? ListAddress(DeskList(.overdue)), after: done,
                at: Self.ticked(form).first ?? nil))
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

    /// What one of many is left out for; the rest of them go on.
    ///
    /// What lay here when the page was opened may lie elsewhere now, or be gone.
    private static let skipped: Set<StepRefused> = [
        .notClaimed, .notNow, .decided, .ended, .taken, .ownCase, .otherClerk, .otherTied, .noReply,
        .otherQueue, .unknownStep, .referredEnough,
    ]

    /// Does it to all that is ticked; what meanwhile is another's, or never was hers to decide, is left as it is.
    ///
    /// - Throws: ``DeskRefused/nothingTicked``
    private func each(
        _ form: Form, _ word: WorkDone.Act, _ act: (CaseStep.Key) async throws -> Void
    ) async throws -> WorkDone {
        let ticked = Self.ticked(form)
        guard !ticked.isEmpty else { throw DeskRefused.nothingTicked }
        var (done, skipped) = (0, 0)
        for key in ticked {
            guard let key else { throw StepRefused.unknownStep }
            do {
                try await act(key)
                done += 1
            } catch let refusal as StepRefused where Self.skipped.contains(refusal) {
                skipped += 1
            }
        }
        return WorkDone(word, done: done, skipped: skipped)
    }

    /// What is ticked, in the list's order; nil for what names no step.
    private static func ticked(_ form: Form) -> [CaseStep.Key?] {
        form.all("step").prefix(batchMax).map(CaseStep.Key.init(ticked:))
    }

    /// What is done to everything that is ticked.
    private enum BatchAct {
        case claim
        case approve
        case refuse(String, note: String?)

        /// - Throws: ``DeskRefused/noRefusalReason`` for a refusal without a reason.
        init(_ form: Form) throws {
            switch form["act"] {
            case "claim": self = .claim
            case "refuse":
                guard let reason = form["reason"] else { throw DeskRefused.noRefusalReason }
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

extension CaseStep.Key {
    /// As a list's rows are ticked, and its address names a place: `<number>.<step>`.
    init?(ticked text: String) {
        let words = text.split(separator: ".", maxSplits: 1).map(String.init)
        guard words.count == 2, let number = CaseNumber(rawValue: words[0]), words[1].utf8.count <= 60 else {
            return nil
        }
        self.init(number, words[1])
    }

    var ticked: String { "\(number).\(step)" }
}
