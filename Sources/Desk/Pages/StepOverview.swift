import Base
import Casework
import Catalogue
import Staff
import Web

/// Every step of a case with its department: who still owes what.
struct StepOverview {
    let view: DeskQueries.View
    let catalogue: Catalogue
    let now: Instant

    func html(_ phrases: Phrases, _ language: Language) -> HTML {
        fragment {
            element("h2") { phrases("clerk.steps.title") }
            deskTable([
                phrases("clerk.head.step"), phrases("clerk.steps.department"), phrases("clerk.head.state"),
                phrases("clerk.head.due"),
            ]) {
                for step in view.steps {
                    let colour = step.isRunning ? step.due?.colour(at: now, catalogue.calendar) : nil
                    element("tr", .class(colour.map { "due-\($0.rawValue)" })) {
                        element("td") { step.name(view.item, language) }
                        element("td") { catalogue.department(step.department)?.name[language] ?? "" }
                        element("td") { phrases("clerk.state.\(step.state.rawValue)") }
                        element("td") { StepTable.due(step, colour, at: now, phrases) }
                    }
                }
            }
        }
    }
}
