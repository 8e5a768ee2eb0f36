import Base
import Casework
import Catalogue
import Staff
import Web

/// Every step of a case with its department: who still owes what, who holds it, and what it waits for.
struct StepOverview {
    let view: DeskQueries.View
    let catalogue: Catalogue
    let scale: DeadlineScale
    /// The names of the desk's accounts.
    let people: [String: String]

    func html(_ phrases: Phrases, _ language: Language) -> HTML {
        fragment {
            element("h2") { phrases("clerk.steps.title") }
            deskTable([
                phrases("clerk.head.step"), phrases("clerk.steps.department"), phrases("clerk.head.state"),
                phrases("clerk.head.account"), phrases("clerk.steps.waits"), phrases("clerk.head.due"),
            ]) {
                for step in view.steps {
                    let colour = scale.colour(of: step)
                    element("tr", .class(colour.map { "due-\($0.rawValue)" })) {
                        element("td") { step.name(view.item, language) }
                        element("td") { office(step, phrases, language) }
                        element("td") { phrases("clerk.state.\(step.state.rawValue)") }
                        element("td") { step.account.map { StepTable.person($0, people) } ?? "" }
                        element("td") { waits(step, phrases, language) }
                        element("td") { StepTable.due(step, colour, on: scale, phrases) }
                    }
                }
            }
        }
    }

    /// The department; where a step went to another office of it, which that is.
    private func office(_ step: CaseStep, _ phrases: Phrases, _ language: Language) -> String {
        step.referrals > 0
            ? QueueName.words(step.queue, catalogue, phrases)
            : catalogue.department(step.department)?.name[language] ?? ""
    }

    /// The steps before it that are not approved yet, or the person and by when she is to answer.
    private func waits(_ step: CaseStep, _ phrases: Phrases, _ language: Language) -> String {
        switch step.state {
        case .waiting:
            view.steps.filter { step.after.contains($0.key.step) && $0.state != .approved }
                .map { $0.name(view.item, language) }.joined(separator: phrases("clerk.comma"))
        case .correction:
            view.answerBy[step.key.step].map {
                phrases("clerk.steps.answer-by", ["day": CalendarDate(inChinaAt: $0).shown(in: language)])
            } ?? ""
        default: ""
        }
    }
}
