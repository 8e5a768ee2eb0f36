public import Web
import Audit
import Base

/// Who had to do with a person's data, with a question beside each act.
public struct LooksPage: Sendable {
    public let part: WhoLooked.Part
    public let sources: LookSources
    /// The stations' names, by terminal.
    public let stations: [String: String]
    /// The case that she came from and goes back to.
    public let from: String?

    public init(
        part: WhoLooked.Part, sources: LookSources, stations: [String: String], from: String?
    ) {
        self.part = part
        self.sources = sources
        self.stations = stations
        self.from = from
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let back = from.map { "/cases/\($0)/paper" } ?? context.own("/my-data")
        return frame.privacy(
            context, title: phrases("looks.title"), lead: phrases("looks.lead"), back: back,
            spoken: "looks.spoken"
        ) {
            if part.looks.isEmpty { element("p") { phrases("looks.none") } }
            element("ol", .class("facts looks")) {
                for look in part.looks { element("li") { line(look, phrases, context) } }
            }
            element("div", .class("actions")) {
                Button(phrases("looks.seen"), to: back).html
                if let before = part.before {
                    Button(phrases("looks.earlier"), .secondary, to: address(before: before, context)).html
                }
                if context.surface == .terminal {
                    Button(phrases("looks.print"), .secondary, to: LooksRegister.service).html
                }
            }
        }
    }

    private func address(before: Int64, _ context: EgretContext) -> String {
        context.own("/looks?before=\(before)") + (from.map { "&case=\($0)" } ?? "")
    }

    @HTMLBuilder private func line(
        _ look: WhoLooked.Look, _ phrases: Phrases, _ context: EgretContext
    ) -> HTML {
        let words = LookWords(look: look, sources: sources, phrases: phrases)
        element("p", .class("hint")) { words.moment }
        element("strong") { words.title }
        for row in words.rows(at: look.act.terminal.flatMap { stations[$0] }) {
            element("p") { "\(row.label)\(phrases("looks.colon"))\(row.value)" }
        }
        let number = phrases("looks.number", ["number": "\(look.act.index)"])
        element("a", .class("button secondary"), .href(question(look, context))) {
            phrases("looks.ask")
            element("span", .class("unseen")) { " \(number)" }
        }
    }

    private func question(_ look: WhoLooked.Look, _ context: EgretContext) -> String {
        context.own("/requests/new?right=question&about=\(look.act.index)")
    }
}
