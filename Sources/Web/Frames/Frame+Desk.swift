import Base

extension Frame {
    /// A page of the desk, for people who use it all day.
    ///
    /// The navigation and the way out stand there for who is signed in (`context.actor`), with the links that she may
    /// open (`context.mayOpen`).
    public func desk(
        _ context: EgretContext, title: String, refresh: Refresh? = nil,
        script: [String] = [], hasErrors: Bool = false, @HTMLBuilder content: () -> HTML
    ) -> HTML {
        let phrases = phrases(context)
        return document(
            context, kind: "desk", title: title, hasErrors: hasErrors, styles: ["desk.css"],
            scripts: ["once.js", "unsent.js"] + script, refresh: refresh
        ) {
            fragment {
                skipLink(phrases)
                element("header", .class("desk-top")) {
                    brandLink(phrases, name: phrases("frame.desk"))
                    navigation(
                        context, context.actor == nil ? [] : deskLinks.filter { context.mayOpen($0.path) },
                        phrases)
                    element("div", .class("tools")) {
                        displayForms(context)
                        languageForms(context)
                        if let actor = context.actor {
                            element("span", .class("actor")) { HTML.typed(actor) }
                            element("form", .method("post"), .action("/logout")) {
                                element("button", .class("tool")) { phrases("frame.logout") }
                            }
                        }
                    }
                }
                element("main", .id("main")) {
                    if let banner = context.banner {
                        element("p", .class("notice warning"), .role("alert")) {
                            element("a", .href(banner.path)) { phrases(banner.label, banner.values) }
                        }
                    }
                    element("h1") { title }
                    content()
                }
            }
        }
    }
}
