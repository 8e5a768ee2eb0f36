import Base

/// The page of all parts.
struct PatternPage: Sendable {
    let frame: Frame

    func html(_ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let title = Sample.title
        let content = fragment {
            for sample in Sample.all(phrases) {
                element("section", .class("sample"), .id(sample.name)) {
                    element("h2") { sample.name }
                    sample.html
                }
            }
        }
        return switch context.surface {
        case .terminal:
            frame.kiosk(context, title: title, lead: Sample.lead, back: "/", spoken: "kiosk.help.spoken") {
                content
            }
        case .public: frame.site(context, title: title, lead: Sample.lead) { content }
        case .staff: frame.desk(signedIn(context), title: title) { content }
        }
    }

    private func signedIn(_ context: EgretContext) -> EgretContext {
        var context = context
        context.actor = Sample.actor
        return context
    }
}
