import Base
import Casework
import Catalogue
import Staff
import Web

/// What offices below a supervisor's have been late with for days; she sees whose it is and how late, and opens none of it.
struct EscalatedPart {
    /// The one longest late first; none where nothing came up.
    let steps: [CaseStep]
    let catalogue: Catalogue
    let scale: DeadlineScale

    func html(_ phrases: Phrases, _ language: Language) -> HTML {
        guard !steps.isEmpty else { return HTML() }
        return element("section", .class("notice warning")) {
            element("h2") { phrases("clerk.escalated.title") }
            deskTable([
                phrases("clerk.head.number"), phrases("clerk.escalated.office"),
                phrases("clerk.head.service"), phrases("clerk.head.step"), phrases("clerk.head.due"),
            ]) {
                for step in steps { row(step, phrases, language) }
            }
        }
    }

    private func row(_ step: CaseStep, _ phrases: Phrases, _ language: Language) -> HTML {
        let item = step.item(in: catalogue)
        return element("tr") {
            element("td") { step.key.number.rawValue }
            element("td") { QueueName.words(step.queue, catalogue, phrases) }
            element("td") { item?.name[language] ?? step.service.rawValue }
            element("td") { item.map { step.name($0, language) } ?? step.key.step }
            element("td") { StepTable.due(step, .over, on: scale, phrases) }
        }
    }
}
