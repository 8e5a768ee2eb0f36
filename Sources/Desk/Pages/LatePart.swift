import Base
import Casework
import Catalogue
import Staff
import Web

/// What the office of a supervisor is late with, over whichever list she reads; nothing of anybody.
struct LatePart {
    /// The rest stands under *Overdue*.
    static let stepsMax = 10

    /// The one longest late first; none where nothing is late, or where she reads just that list.
    let steps: [CaseStep]
    let catalogue: Catalogue
    let scale: DeadlineScale
    /// The names of the desk's accounts.
    let people: [String: String]

    private var list: ListAddress { ListAddress(DeskList(.overdue)) }

    func html(_ phrases: Phrases, _ language: Language) -> HTML {
        guard !steps.isEmpty else { return HTML() }
        return element("section", .class("notice warning")) {
            element("h2") { phrases("clerk.late.title") }
            StepTable(
                steps: steps, catalogue: catalogue, scale: scale, chooses: [], returns: true, people: people,
                list: list
            ).html(phrases, language)
            element("p") { element("a", .href(list.path)) { phrases("clerk.late.all") } }
        }
    }
}
