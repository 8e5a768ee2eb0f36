import Base
import Catalogue
import Web

/// What a person has begun and not finished: each to go on with or, as long as it is a form, to throw away; and apart
/// from it what an office has.
struct OwnFormsPage {
    let entries: [OwnForms.Entry]
    /// Papers that came out before and can be printed again.
    var papers: [Paper] = []
    let place: CasePlace
    /// Whether what she has shown in this visit is enough for an entry's service.
    var isProved: (OwnForms.Entry) -> Bool = { _ in true }

    struct Paper {
        let offer: Reprint.Offer
        /// Whether what she has shown in this visit is enough for its service.
        let isProved: Bool
        let key: Token
    }

    private var toFinish: [OwnForms.Entry] { entries.filter(\.file.isToFinish) }
    private var refused: [OwnForms.Entry] { entries.filter { $0.file.state == .refused } }
    private var handedIn: [OwnForms.Entry] {
        entries.filter { !$0.file.isToFinish && $0.file.state != .refused }
    }

    private var lead: String {
        guard papers.isEmpty else { return "away.forms.lead.papers" }
        guard toFinish.isEmpty else { return "away.forms.lead" }
        return handedIn.isEmpty && refused.isEmpty ? "away.forms.none" : "away.forms.lead.handed-in"
    }

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return place.page(
            frame, context, title: phrases("away.forms.title"),
            lead: phrases(lead),
            back: place == .phone ? "/account" : nil, spoken: "away.forms.spoken"
        ) {
            for entry in toFinish { row(entry, phrases, context) }
            for paper in papers { row(paper, phrases, context) }
            if !refused.isEmpty { element("p", .class("lead")) { phrases("away.forms.refused") } }
            for entry in refused { row(entry, phrases, context) }
            if !handedIn.isEmpty { element("p", .class("lead")) { phrases("away.forms.handed-in") } }
            for entry in handedIn { row(entry, phrases, context) }
            if place == .terminal { actions(Button(phrases("kiosk.handed-in.done"), to: "/goodbye")) }
        }
    }

    private func row(_ paper: Paper, _ phrases: Phrases, _ context: EgretContext) -> HTML {
        let (offer, service) = (paper.offer, paper.offer.item.id.rawValue)
        return element("section", .class("way")) {
            element("h2") { offer.item.name[context.language] }
            SummaryList(PaperRows(offer).rows(phrases)).html(phrases)
            switch place {
            case .phone:
                element("p") { phrases("away.again.where") }
                actions(Button(phrases("away.again.stations"), .secondary, to: "/stations"))
            case .terminal where paper.isProved:
                element("p", .class("hint")) { phrases("kiosk.again.note") }
                postForm(action: "/cases/\(offer.file.number)/again", key: paper.key) {
                    actions(Button(phrases("kiosk.again.print"), .secondary))
                }
            case .terminal:
                element("p", .class("hint")) { phrases("kiosk.again.proof") }
                actions(Button(phrases("kiosk.again.open"), .secondary, to: "/services/\(service)"))
            }
        }
    }

    private func row(_ entry: OwnForms.Entry, _ phrases: Phrases, _ context: EgretContext) -> HTML {
        let path = place.path(entry.file.number)
        var rows = [
            SummaryList.Row(phrases("kiosk.case.number"), entry.file.number.spoken),
            .init(phrases("away.forms.begun"), ChinaTime.minute(entry.file.openedAt, in: phrases.language)),
            .init(phrases("away.forms.state"), phrases("case.state.\(entry.file.state.rawValue)")),
        ]
        if let bundle = entry.bundle {
            rows.append(.init(phrases("away.forms.progress"), bundle.words(phrases)))
        }
        if let until = entry.keptUntil {
            rows.append(.init(phrases("away.forms.until"), ChinaTime.minute(until, in: phrases.language)))
        }
        return element("section", .class("way")) {
            element("h2") { entry.item.name[context.language] }
            SummaryList(rows).html(phrases)
            if !isProved(entry) { element("p", .class("hint")) { phrases("away.forms.proof") } }
            actions(
                !isProved(entry)
                    ? Button(phrases("away.forms.anew"), .secondary, to: "/services/egret/unfinished")
                    : Button(
                        phrases(entry.keptUntil == nil ? "away.forms.see" : "away.forms.go-on"), .secondary,
                        to: path))
            if entry.keptUntil != nil {
                actions(Button(phrases("away.forms.throw-away"), .danger, to: "\(path)/removal"))
            }
        }
    }
}

/// The way in at a terminal for who comes to go on with something.
struct UnfinishedFrontPage {
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("away.forms.title"), lead: phrases("away.front.lead"), back: "/",
            spoken: "away.front.spoken"
        ) {
            element("ul", .class("facts")) {
                for fact in ["kept", "phone", "own"] { element("li") { phrases("away.front.\(fact)") } }
            }
            postForm(action: "/services/egret/unfinished/start", key: key) {
                actions(Button(phrases("away.front.start")))
            }
        }
    }
}
