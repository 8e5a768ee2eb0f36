public import Web

/// The last screen: take card and paper; it claims that all is wiped only when the visit is over.
public struct GoodbyePage: Sendable {
    public init() {}

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.goodbye.title"),
            lead: phrases(context.sessionToken == nil ? "kiosk.goodbye.lead" : "kiosk.goodbye.leaving"),
            back: nil,
            spoken: "kiosk.goodbye.spoken"
        ) {
            element("ul", .class("facts")) {
                element("li") { phrases("kiosk.goodbye.card") }
                element("li") { phrases("kiosk.goodbye.paper") }
                element("li") { phrases("kiosk.goodbye.verify") }
            }
            element("form", .method("post"), .action("/terminal/end")) {
                actions(Button(phrases("kiosk.goodbye.done")))
            }
        }
    }
}
