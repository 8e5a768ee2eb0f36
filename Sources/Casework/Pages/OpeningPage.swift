public import Base
public import Web

/// Stands between proof and case when the case could not be opened at once: one press opens it.
public struct OpeningPage: Sendable {
    public let key: Token

    public init(key: Token) {
        self.key = key
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.opening.title"), lead: phrases("kiosk.opening.lead"), back: nil,
            spoken: "kiosk.opening.spoken"
        ) {
            postForm(action: "/cases", key: key) { actions(Button(phrases("kiosk.question.next"))) }
        }
    }
}
