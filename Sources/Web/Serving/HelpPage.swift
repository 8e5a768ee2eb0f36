import Base

/// Who helps when a person cannot go on; reachable from every screen of a terminal and every page of the public site.
struct HelpPage: Sendable {
    let frame: Frame
    /// The page she came from; nil where no link said it, and there her browser leads back.
    let from: String?

    func html(_ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let title = phrases("kiosk.help.title")
        let back = from ?? "/"
        let content = fragment {
            element("ol", .class("receipt-next")) {
                element("li") {
                    phrases(context.surface == .public ? "site.help.person" : "kiosk.help.person")
                }
                element("li") { phrases("kiosk.help.phone") }
                element("li") { phrases("kiosk.help.counter") }
            }
            if context.surface == .terminal, context.helper == nil, let link = frame.helperLink {
                actions(
                    Button(
                        phrases(link.label), .secondary, to: "\(link.path)?from=\(Frame.escaped(back))"))
            }
            if from != nil || context.surface == .terminal {
                actions(Button(phrases("kiosk.help.return"), to: back))
            }
        }
        return switch context.surface {
        case .terminal:
            frame.kiosk(context, title: title, back: back, spoken: "kiosk.help.spoken") { content }
        case .public: frame.site(context, title: title) { content }
        case .staff: frame.desk(context, title: title) { content }
        }
    }
}
