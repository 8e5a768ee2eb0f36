import Passkeys
import Web

/// The only door of the desk.
struct SignInPage {
    let offer: PasskeyOffer
    /// True right after a passkey was enrolled.
    let isEnrolled: Bool

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.signin.title"), script: [PasskeyOffer.script]) {
            if isEnrolled {
                Notice(
                    .success, phrases("staff.signin.enrolled.title"), phrases("staff.signin.enrolled.text")
                )
                .html
            }
            element("p") { phrases("staff.signin.lead") }
            offer.form(action: "/sign-in", label: phrases("staff.signin.button"), phrases)
            element("p") {
                element("a", .href("/enrolment")) { phrases("staff.signin.code") }
            }
        }
    }
}
