import Base
import Web

/// Asks whether she wants to sign out here too, because another site asked for it.
struct SignOutPage: Sendable {
    let client: String?
    let note: String
    /// Where she goes who stays signed in.
    let stay: String
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let name = client ?? phrases("oidc.another")
        return frame.site(
            context, title: phrases("oidc.out.title"), lead: phrases("oidc.out.lead", ["client": name])
        ) {
            postForm(action: "/oidc/logout", key: key) {
                void("input", .type("hidden"), .name(AskPage.noteField), .value(note))
                actions(
                    Button(phrases("oidc.out.yes")),
                    Button(phrases("oidc.out.no"), .secondary, to: stay))
            }
        }
    }
}
