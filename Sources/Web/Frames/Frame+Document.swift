import Base

extension Frame {
    /// The outermost elements, the same on every surface.
    func document(
        _ context: EgretContext, kind: StaticString, title: String, hasErrors: Bool = false,
        styles: [String], scripts: [String], refresh: Refresh? = nil, body: () -> HTML
    ) -> HTML {
        let phrases = phrases(context)
        let full = phrases(hasErrors ? "frame.title.error" : "frame.title", ["title": title])
        var page = HTML.doctype
        page.append(
            element("html", .lang(context.language), .class(Self.classes(context, kind))) {
                element("head") {
                    void("meta", .init(name: "charset", "utf-8"))
                    void("meta", .name("viewport"), .content("width=device-width, initial-scale=1"))
                    void("meta", .name("color-scheme"), .content("light"))
                    if let refresh {
                        void(
                            "meta", .init(name: "http-equiv", "refresh"),
                            .content("\(refresh.seconds);url=\(refresh.path)"))
                    }
                    element("title") { full }
                    void("link", .rel("icon"), .type("image/svg+xml"), .href(assets.path("egret.svg")))
                    for style in ["tokens.css", "base.css", "parts.css"] + styles {
                        void("link", .rel("stylesheet"), .href(assets.path(style)))
                    }
                    for script in scripts {
                        element("script", .type("module"), .src(assets.path(script)))
                    }
                }
                element("body") { body() }
            })
        return page
    }

    private static func classes(_ context: EgretContext, _ kind: StaticString) -> String {
        kind.description + (context.display.large ? " large" : "")
            + (context.display.contrast ? " contrast" : "")
    }

    func skipLink(_ phrases: Phrases) -> HTML {
        element("a", .class("skip"), .href("#main")) { phrases("frame.skip") }
    }
}
