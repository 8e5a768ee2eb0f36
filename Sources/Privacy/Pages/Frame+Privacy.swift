import Base
import Web

extension Frame {
    /// A page of this room: on a terminal's screen, or in a person's account on the public site.
    func privacy(
        _ context: EgretContext, title: String, lead: String? = nil, back: String?, spoken: String,
        hasErrors: Bool = false, @HTMLBuilder content: () -> HTML
    ) -> HTML {
        context.surface == .terminal
            ? kiosk(
                context, title: title, lead: lead, back: back, spoken: spoken, hasErrors: hasErrors,
                content: content)
            : site(context, title: title, lead: lead, hasErrors: hasErrors, content: content)
    }
}

extension EgretContext {
    /// The address of a page of this room where this person stands.
    func own(_ path: String) -> String { (surface == .terminal ? "" : MyData.account) + path }
}
