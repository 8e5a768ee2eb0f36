import Base

extension Frame {
    /// Says over every page of a terminal that a helper is there, with the one press that ends it.
    func helperStrip(_ context: EgretContext, _ phrases: Phrases) -> HTML? {
        guard let helper = context.helper else { return nil }
        let place = helper.isAside ? "aside" : "beside"
        return element("section", .class("helper"), .ariaLabel(phrases("kiosk.helper.strip.label"))) {
            icon("help")
            element("div", .class("helper-words")) {
                element("p") { phrases("kiosk.helper.strip.\(place)", ["number": helper.number]) }
                if let note = helper.note { element("p") { phrases(note) } }
            }
            if helper.isAside { press("back", phrases("kiosk.helper.strip.back"), context) }
            press("end", phrases("kiosk.helper.strip.end"), context)
        }
    }

    private func press(_ act: String, _ words: String, _ context: EgretContext) -> HTML {
        element("form", .method("post"), .action("/assistance/\(act)")) {
            void("input", .type("hidden"), .name("return"), .value(context.place))
            element("button", .class("button secondary")) { words }
        }
    }
}
