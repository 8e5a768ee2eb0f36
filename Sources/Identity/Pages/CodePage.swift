public import Base
public import Web

/// Takes the code sent to the phone; sending another stands in the same place always.
public struct CodePage: Sendable {
    public let error: String?
    /// False when the tries of this visit are used up.
    public let mayTry: Bool
    /// Whether the service lets the camera be used instead.
    public let offersFace: Bool
    public let key: Token
    public let resendKey: Token

    public init(error: String?, mayTry: Bool, offersFace: Bool, key: Token, resendKey: Token) {
        self.error = error
        self.mayTry = mayTry
        self.offersFace = offersFace
        self.key = key
        self.resendKey = resendKey
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.code.title"), lead: phrases("kiosk.code.sent"),
            back: "/identification",
            spoken: "kiosk.code.spoken", script: ["keypad.js"], hasErrors: error != nil
        ) {
            if let error { ErrorSummary([FieldError("code", error)]).html(phrases) }
            if mayTry {
                postForm(action: "/identification/code", key: key) {
                    Field(
                        .code(length: 6), name: "code", label: phrases("kiosk.code.field"),
                        hint: phrases("kiosk.code.life"), error: error
                    ).html
                    keypad(for: "code", phrases)
                    actions(Button(phrases("kiosk.code.confirm")))
                }
                postForm(action: "/identification/code/sending", key: resendKey) {
                    actions(Button(phrases("kiosk.code.again"), .secondary))
                }
            }
            if offersFace { actions(Button(phrases("kiosk.code.other"), .secondary, to: "/identification")) }
        }
    }
}
