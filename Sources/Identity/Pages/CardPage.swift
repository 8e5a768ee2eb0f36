public import Base
public import Web

/// Shows where the card goes; the form is answered by the agent, which reads the chip.
public struct CardPage: Sendable {
    public let problem: String?
    public let key: Token

    public init(problem: String?, key: Token) {
        self.problem = problem
        self.key = key
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.card.title"), lead: phrases("kiosk.card.where"),
            back: "/identification",
            spoken: "kiosk.card.spoken"
        ) {
            if let problem { Notice(.warning, problem).html }
            frame.picture("place-card")
            postForm(action: "/terminal/card", key: key) {
                element("p", .class("waiting"), .role("status")) { phrases("kiosk.card.waiting") }
                actions(Button(phrases("kiosk.card.read")))
            }
        }
    }
}
