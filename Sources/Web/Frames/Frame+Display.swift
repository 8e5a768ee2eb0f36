import Base

extension Frame {
    /// Larger type and stronger contrast, as forms that work without script.
    func displayForms(_ context: EgretContext) -> HTML {
        let phrases = phrases(context)
        let display = context.display
        return fragment {
            displayForm(
                context, name: "large", value: display.large ? "off" : "on", symbol: "type",
                words: phrases(display.large ? "frame.large.off" : "frame.large.on"), pressed: display.large)
            displayForm(
                context, name: "contrast", value: display.contrast ? "off" : "on", symbol: "contrast",
                words: phrases(display.contrast ? "frame.contrast.off" : "frame.contrast.on"),
                pressed: display.contrast)
        }
    }

    /// Each language by its own name.
    func languageForms(_ context: EgretContext) -> HTML {
        element("form", .class("languages"), .method("post"), .action("/display")) {
            void("input", .type("hidden"), .name("return"), .value(context.place))
            for language in Language.allCases {
                element(
                    "button", .class("tool"), .name("language"), .value(language.rawValue),
                    .lang(language), .ariaPressed(language == context.language)
                ) { language.ownName }
            }
        }
    }

    private func displayForm(
        _ context: EgretContext, name: String, value: String, symbol: String, words: String, pressed: Bool
    ) -> HTML {
        element("form", .method("post"), .action("/display")) {
            void("input", .type("hidden"), .name("return"), .value(context.place))
            element("button", .class("tool"), .name(name), .value(value), .ariaPressed(pressed)) {
                icon(symbol)
                element("span") { words }
            }
        }
    }

    /// A picture that only repeats the words beside it.
    public func icon(_ name: String) -> HTML {
        void(
            "img", .class("icon"), .src(assets.path("icon-\(name).svg")), .alt(""), .width(32), .height(32))
    }
}
