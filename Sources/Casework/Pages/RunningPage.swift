import Base
import Catalogue
import Web

/// Says what of the kind is being decided already: look at each, or begin another one beside it.
struct RunningPage {
    let item: ServiceItem
    /// The latest first.
    let files: [CaseFile]
    let place: CasePlace
    /// Where all buttons lead.
    let action: String
    let world: World

    /// The field of all forms: the number of the one to look at, or this word.
    static let field = "running"
    static let another = "another"

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let title = files.count > 1 ? "kiosk.running.title.several" : "kiosk.running.title"
        return place.page(
            frame, context, title: phrases(title, ["count": String(files.count)]),
            lead: item.name[context.language],
            back: place == .phone ? place.home : nil, spoken: "kiosk.running.spoken"
        ) {
            for file in files {
                SummaryList([
                    .init(phrases("kiosk.case.number"), file.number.spoken),
                    .init(
                        phrases("kiosk.running.since"),
                        CalendarDate(inChinaAt: file.submittedAt ?? file.openedAt).shown(in: phrases.language)
                    ),
                ]).html(phrases)
                way(
                    file.number.rawValue,
                    Button(phrases("kiosk.running.look"), files.count > 1 ? .secondary : .primary))
            }
            element("p", .class("hint")) { phrases("kiosk.running.note") }
            way(Self.another, Button(phrases("kiosk.running.another"), .secondary))
        }
    }

    private func way(_ choice: String, _ button: Button) -> HTML {
        postForm(action: action, key: Token(world)) {
            void("input", .type("hidden"), .name(Self.field), .value(choice))
            actions(button)
        }
    }
}
