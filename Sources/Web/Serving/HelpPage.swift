import Base

/// Who helps when a person cannot go on; reachable from every screen of a terminal.
struct HelpPage: Sendable {
    let frame: Frame
    let from: String

    func html(_ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let title = phrases("kiosk.help.title")
        let content = fragment {
            element("ol", .class("receipt-next")) {
                element("li") { phrases("kiosk.help.person") }
                element("li") { phrases("kiosk.help.phone") }
                element("li") { phrases("kiosk.help.counter") }
            }
            if context.surface == .terminal, context.helper == nil, let link = frame.helperLink {
                actions(
                    Button(
                        phrases(link.label), .secondary, to: "\(link.path)?from=\(Frame.escaped(from))"))
            }
            actions(Button(phrases("kiosk.help.return"), to: from))
        }
        return switch context.surface {
        case .terminal:
            frame.kiosk(context, title: title, back: from, spoken: "kiosk.help.spoken") { content }
        case .public: frame.site(context, title: title) { content }
        case .staff: frame.desk(context, title: title) { content }
        }
    }
}
