import Base
import Web

/// A page that goes on by itself: only what one of our own pages asks for comes with the person's cookie.
struct PassPage: Sendable {
    let client: [Language: String]
    /// A path of this site.
    let next: String

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let name = client[context.language] ?? ""
        return frame.site(
            context, title: phrases("oidc.pass.title"), lead: phrases("oidc.pass.lead", ["client": name]),
            refresh: Refresh(afterSeconds: 0, to: next)
        ) {
            actions(Button(phrases("oidc.pass.go"), to: next))
        }
    }
}
