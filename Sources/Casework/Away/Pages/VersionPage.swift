import Base
import Catalogue
import Web

/// Says precisely what a newer version of the service asks otherwise than when the form was begun.
struct VersionPage {
    let form: CaseForm
    let change: VersionChange
    let place: CasePlace
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let language = context.language
        let path = place.path(form.file.number)
        return place.page(
            frame, context, title: phrases("away.version.title"), lead: form.item.name[language],
            back: place == .phone ? place.home : nil, spoken: "away.version.spoken"
        ) {
            element("p") {
                phrases(
                    "away.version.which", ["from": String(change.from), "to": String(change.to)])
            }
            list("again", change.again.map { $0.label[language] }, phrases)
            list("open", change.open.map { $0.label[language] }, phrases)
            list("dropped", change.dropped, phrases)
            if change.again.isEmpty, change.open.isEmpty, change.dropped.isEmpty {
                element("p") { phrases("away.version.nothing") }
            }
            postForm(action: "\(path)/version", key: key) {
                actions(Button(phrases("away.version.accept")))
            }
            actions(Button(phrases("away.forms.throw-away"), .danger, to: "\(path)/removal"))
        }
    }

    private func list(_ word: String, _ lines: [String], _ phrases: Phrases) -> HTML? {
        guard !lines.isEmpty else { return nil }
        return element("section", .class("department")) {
            element("h2") { phrases("away.version.\(word)") }
            element("ul", .class("facts")) {
                for line in lines { element("li") { HTML.typed(line) } }
            }
        }
    }
}
