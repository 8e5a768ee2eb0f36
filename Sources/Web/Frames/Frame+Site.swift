import Base

extension Frame {
    /// A page of the public site.
    public func site(
        _ context: EgretContext, title: String, lead: String? = nil, refresh: Refresh? = nil,
        script: [String] = [], hasErrors: Bool = false, @HTMLBuilder content: () -> HTML
    ) -> HTML {
        let phrases = phrases(context)
        return document(
            context, kind: "site", title: title, hasErrors: hasErrors, styles: ["site.css"],
            scripts: ["once.js", "unsent.js"] + script, refresh: refresh
        ) {
            fragment {
                skipLink(phrases)
                element("header", .class("site-top")) {
                    element("div", .class("inner")) {
                        brandLink(phrases, name: phrases("frame.name"))
                        navigation(context, siteLinks, phrases)
                        element("div", .class("tools")) {
                            displayForms(context)
                            languageForms(context)
                        }
                    }
                }
                element("main", .id("main"), .class("inner")) {
                    element("h1") { title }
                    if let lead { element("p", .class("lead")) { lead } }
                    content()
                }
                element("footer", .class("site-foot")) {
                    element("div", .class("inner")) { element("p") { phrases("frame.foot") } }
                }
            }
        }
    }

    func brandLink(_ phrases: Phrases, name: String) -> HTML {
        element("a", .class("brand"), .href("/")) {
            void("img", .src(assets.path("egret.svg")), .alt(""), .width(40), .height(40))
            element("span", .class("brand-name")) { name }
        }
    }

    func navigation(_ context: EgretContext, _ links: [FrameLink], _ phrases: Phrases) -> HTML? {
        guard !links.isEmpty else { return nil }
        let path = context.place.prefix { $0 != "?" }
        return element("nav", .class("links"), .ariaLabel(phrases("frame.navigation"))) {
            element("ul") {
                for link in links {
                    element("li") {
                        element(
                            "a", .href(link.path),
                            .ariaCurrent(path == link.path || path.hasPrefix(link.path + "/") ? "page" : nil)
                        ) { phrases(link.label) }
                    }
                }
            }
        }
    }
}
