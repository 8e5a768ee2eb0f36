import Passkeys
import Web

/// Asks for the one-time code.
struct EnrolmentCodePage {
    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.enrol.title")) {
            element("p") { phrases("staff.enrol.lead") }
            element("form", .method("post"), .action("/enrolment/code"), .data("once", "true")) {
                Field(
                    .text, name: "code", label: phrases("staff.enrol.code"),
                    hint: phrases("staff.enrol.hint"),
                    max: 60
                ).html
                actions(Button(phrases("staff.enrol.next")))
            }
        }
    }
}

/// Asks the guest's device for a passkey, and an officer without an account for her name.
struct EnrolmentPasskeyPage {
    let code: String
    let guest: EnrolStaff.Guest
    let offer: PasskeyOffer

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.enrol.title"), script: [PasskeyOffer.script]) {
            element("p") { phrases("staff.enrol.number", ["number": guest.id]) }
            element("p") { phrases("staff.enrol.device") }
            offer.form(action: "/enrolment", label: phrases("staff.enrol.button"), phrases) {
                void("input", .type("hidden"), .name("code"), .value(code))
                if case .newcomer = guest {
                    Field(.text, name: "name", label: phrases("staff.person.name"), max: 50).html
                }
            }
        }
    }
}
