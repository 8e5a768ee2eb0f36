import Passkeys
import Web

/// Asks for one more device of the reader's own.
struct DevicePage {
    let offer: PasskeyOffer

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.device.title"), script: [PasskeyOffer.script]) {
            element("p") { phrases("staff.device.lead") }
            offer.form(action: "/me/device", label: phrases("staff.device.button"), phrases)
        }
    }
}
