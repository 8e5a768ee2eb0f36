import Base
import HTTPTypes

/// What happened, what to do next, and what became of the person's answers.
struct ProblemPage: Sendable {
    let frame: Frame
    let problem: Problem
    let method: HTTPRequest.Method

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
            Notice(.information, phrases(answersKey)).html
            element("p", .class("request-id")) {
                phrases("problem.number")
                element("code") { context.requestID }
            }
            if problem.status.kind == .serverError, method == .get {
                actions(Button(phrases("problem.again"), to: context.place))
            } else {
                actions(Button(phrases("problem.home"), to: "/"))
            }
        }
    }

    /// A post that failed on our side may have arrived; its key makes a second one harmless.
    private var answersKey: String {
        if method == .get || method == .head { return "problem.answers.unchanged" }
        return problem.status.kind == .serverError ? "problem.answers.once" : "problem.answers.unsaved"
    }
}
