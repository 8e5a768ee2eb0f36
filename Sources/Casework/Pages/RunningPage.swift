import Base
import Catalogue
import Web

/// Says that one of the kind is being decided already: look at it, or begin another one beside it.
struct RunningPage {
    let item: ServiceItem
    let file: CaseFile
    let place: CasePlace
    /// Where both buttons lead.
    let action: String
    let lookKey: Token
    let anotherKey: Token

    /// The field of both forms, and what it says.
    static let field = "running"
    static let another = "another"

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let handedIn = file.submittedAt ?? file.openedAt
        return place.page(
            frame, context, title: phrases("kiosk.running.title"), lead: item.name[context.language],
            back: place == .phone ? place.home : nil, spoken: "kiosk.running.spoken"
        ) {
            SummaryList([
                .init(phrases("kiosk.case.number"), file.number.spoken),
                .init(phrases("kiosk.running.since"), CalendarDate(inChinaAt: handedIn).description),
            ]).html(phrases)
            way("look", .primary, lookKey, phrases)
            element("p", .class("hint")) { phrases("kiosk.running.note") }
            way(Self.another, .secondary, anotherKey, phrases)
        }
    }

    private func way(_ word: String, _ kind: Button.Kind, _ key: Token, _ phrases: Phrases) -> HTML {
        postForm(action: action, key: key) {
            void("input", .type("hidden"), .name(Self.field), .value(word))
            actions(Button(phrases("kiosk.running.\(word)"), kind))
        }
    }
}
