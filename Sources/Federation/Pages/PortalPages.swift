import Base
import Web

/// The portal knows her and we do not yet: she shows here, once, who she is.
struct StrangerPage: Sendable {
    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(
            context, title: phrases("portal.stranger.title"), lead: phrases("portal.stranger.lead")
        ) {
            element("p") { phrases("portal.stranger.why") }
            actions(Button(phrases("portal.stranger.go"), to: "/portal/link"))
        }
    }
}

/// Asks whether the portal's account and the account here are one person's.
struct LinkPage: Sendable {
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(context, title: phrases("portal.link.title"), lead: phrases("portal.link.lead")) {
            element("p") { phrases("portal.link.text") }
            postForm(action: "/portal/link", key: key) {
                actions(
                    Button(phrases("portal.link.yes")),
                    Button(phrases("portal.link.no"), .secondary, to: "/account"))
            }
        }
    }
}
