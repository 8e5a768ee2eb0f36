public import Base
public import Web

/// Asks for the separate consent to one picture, on a page of its own; refusing costs nothing.
public struct FaceConsentPage: Sendable {
    public let key: Token

    public init(key: Token) {
        self.key = key
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.consent.title"), back: "/identification",
            spoken: "kiosk.consent.spoken"
        ) {
            element("ul", .class("facts")) {
                element("li") { phrases("kiosk.consent.what") }
                element("li") { phrases("kiosk.consent.kept") }
                element("li") { phrases("kiosk.consent.free") }
                element("li") { phrases("kiosk.consent.withdraw") }
            }
            element("p", .class("hint")) { phrases("kiosk.consent.law") }
            postForm(action: "/identification/consent", key: key) {
                actions(
                    Button(phrases("kiosk.consent.yes"), .primary, name: "face", value: "yes"),
                    Button(phrases("kiosk.consent.no"), .secondary, name: "face", value: "no"))
            }
        }
    }
}
