import Base
import Casework
import Catalogue
import Staff
import Web

/// What a search for a person met in the clerk's own queue; of other queues nothing is known here.
struct FoundPage {
    /// Nil when what was typed is neither a name nor a number.
    let found: FindByPerson.Found?
    /// What was typed; it stays, to be mended or read again.
    let text: String
    /// Steps of different cases that one number can mean.
    var several: [CaseStep] = []
    let catalogue: Catalogue
    let scale: DeadlineScale

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("clerk.found.title"), script: ["work.js"]) {
            if !several.isEmpty {
                element("p") { phrases("clerk.found.several") }
                StepTable(steps: several, catalogue: catalogue, scale: scale, chooses: [], returns: false)
                    .html(phrases, context.language)
            } else if let found, !found.hits.isEmpty {
                Notice(.information, phrases("clerk.found.told"), phrases("clerk.found.told.text")).html
                table(found.hits, phrases, context.language)
                if found.isMore {
                    element("p", .class("hint")) {
                        phrases("clerk.found.more", ["count": String(FindByPerson.hitsMax)])
                    }
                }
            } else {
                element("p") { phrases(found == nil ? "clerk.found.unread" : "clerk.found.none") }
            }
            // Whom she has found she need not mend; a name or a number stays on no page without need.
            SearchForm(value: found?.hits.isEmpty ?? true ? text : "").html(phrases)
            actions(Button(phrases("clerk.case.back"), .link, to: "/work"))
        }
    }

    private func table(_ hits: [FindByPerson.Hit], _ phrases: Phrases, _ language: Language) -> HTML {
        deskTable([
            phrases("clerk.head.number"), phrases("clerk.found.name"), phrases("clerk.found.number"),
            phrases("clerk.head.service"), phrases("clerk.head.step"), phrases("clerk.head.state"),
            phrases("clerk.head.due"),
        ]) {
            for hit in hits {
                let item = hit.step.item(in: catalogue)
                let colour = scale.colour(of: hit.step)
                element("tr", .class(colour.map { "due-\($0.rawValue)" })) {
                    element("td") {
                        element("a", .href(StepTable.address(hit.step))) { hit.step.key.number.rawValue }
                    }
                    element("td") { hit.name }
                    element("td") { hit.number }
                    element("td") { item?.name[language] ?? hit.step.service.rawValue }
                    element("td") { item.map { hit.step.name($0, language) } ?? hit.step.key.step }
                    element("td") { phrases("clerk.state.\(hit.step.state.rawValue)") }
                    element("td") { StepTable.due(hit.step, colour, on: scale, phrases) }
                }
            }
        }
    }
}

/// Asks for a case by its number, or by its person; posted, so that no address and no log holds a name.
struct SearchForm {
    static let textMax = 60

    var value: String?

    func html(_ phrases: Phrases) -> HTML {
        element("form", .method("post"), .action("/work/search"), .class("filters"), .role("search")) {
            element("p", .class("field")) {
                element("label", .for("text")) { phrases("clerk.search.text") }
                void(
                    "input", .id("text"), .name("text"), .type("search"), .value(value),
                    .maxLength(Self.textMax), .autocomplete("off"), .accessKey("s"))
            }
            actions(Button(phrases("clerk.search.button"), .secondary))
        }
    }
}
