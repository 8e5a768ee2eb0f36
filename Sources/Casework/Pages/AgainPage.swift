import Base
import Catalogue
import Web

/// Offers a paper that came out before: print it again, or apply anew; for who opens the service once more.
struct AgainPage {
    let offer: Reprint.Offer
    let key: Token
    /// For the other way: a new application.
    let otherKey: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.again.title"), lead: offer.item.name[context.language], back: nil,
            spoken: "kiosk.again.spoken"
        ) {
            SummaryList(PaperRows(offer).rows(phrases)).html(phrases)
            element("p", .class("hint")) { phrases("kiosk.again.note") }
            postForm(action: "/cases/\(offer.file.number)/again", key: key) {
                actions(Button(phrases("kiosk.again.print")))
            }
            element("p", .class("hint")) { phrases("kiosk.again.anew.note") }
            postForm(action: "/cases", key: otherKey) {
                void("input", .type("hidden"), .name("anew"), .value("yes"))
                actions(Button(phrases("kiosk.paper.anew"), .secondary))
            }
        }
    }
}

/// What a person is told of a paper that can be printed again.
struct PaperRows {
    let offer: Reprint.Offer

    init(_ offer: Reprint.Offer) {
        self.offer = offer
    }

    func rows(_ phrases: Phrases) -> [SummaryList.Row] {
        [
            .init(phrases("kiosk.case.number"), offer.file.number.spoken),
            .init(phrases("kiosk.again.issued"), offer.issuedOn.shown(in: phrases.language)),
            .init(
                phrases("kiosk.paper.over.since"),
                offer.validUntil?.shown(in: phrases.language) ?? phrases("kiosk.again.no-end")),
        ]
    }
}
