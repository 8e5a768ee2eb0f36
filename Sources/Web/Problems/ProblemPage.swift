import Base
import HTTPTypes

/// What happened, what to do next, and what became of the person's answers.
struct ProblemPage: Sendable {
    let frame: Frame
    let problem: Problem
    let method: HTTPRequest.Method
    /// Where the form stood that is refused; nil when there is no way back to it.
    let form: String?
    /// What was sent while nobody was signed in; goes before every other way on.
    let kept: KeptForm?
    /// Where it was sent, path and query.
    let address: String

    func html(_ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let words = ProblemWords(problem, phrases)
        return switch context.surface {
        case .terminal:
            frame.kiosk(
                context, title: words.title, lead: words.remedy, back: nil, spoken: "kiosk.problem.spoken"
            ) {
                content(context, phrases)
            }
        case .public:
            frame.site(context, title: words.title, lead: words.remedy) { content(context, phrases) }
        case .staff:
            frame.desk(context, title: words.title) {
                element("p", .class("lead")) { words.remedy }
                content(context, phrases)
            }
        }
    }

    private func content(_ context: EgretContext, _ phrases: Phrases) -> HTML {
        fragment {
            if let key = answersKey(context.surface) { Notice(.information, phrases(key)).html }
            element("p", .class("request-id")) {
                phrases("problem.number")
                element("code") { context.requestID }
            }
            if let kept, problem.status == .unauthorized {
                kept.html(action: address, phrases)
            } else if problem.status.kind == .serverError, method == .get {
                actions(Button(phrases("problem.again"), to: context.place))
            } else {
                element("div", .class("actions")) {
                    for button in waysOn(context, phrases) { button.html }
                }
            }
        }
    }

    private func waysOn(_ context: EgretContext, _ phrases: Phrases) -> [Button] {
        let page = context.surface == .staff ? problem.page : nil
        var ways: [(words: String, address: String)] = []
        if let page { ways.append(("problem.\(problem.slug).link", page)) }
        if let form, form != page { ways.append(("problem.form", form)) }
        if form != "/" { ways.append(("problem.home", "/")) }
        return ways.enumerated().map { index, way in
            Button(phrases(way.words), index == 0 ? .primary : .secondary, to: way.address)
        }
    }

    /// A post that failed on our side may have arrived; its key makes a second one harmless.
    ///
    /// The desk keeps nothing of a form that it refuses, and says nothing about one where none was sent.
    private func answersKey(_ surface: Surface) -> String? {
        if surface == .staff, problem.status.kind != .serverError || method != .post { return nil }
        if method == .get || method == .head { return "problem.answers.unchanged" }
        return problem.status.kind == .serverError ? "problem.answers.once" : "problem.answers.unsaved"
    }
}
