import Web

/// What the helper who is there does and never sees; the way to end it stands over it, as over every page.
struct HelpingPage {
    let from: String

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.helper.here.title"), back: from, spoken: "kiosk.helper.here.spoken"
        ) {
            facts(phrases)
            actions(Button(phrases("kiosk.help.return"), to: from))
        }
    }
}

/// What a helper does, in three sentences.
func facts(_ phrases: Phrases) -> HTML {
    element("ul", .class("facts")) {
        for fact in ["shows", "sees", "end"] { element("li") { phrases("kiosk.helper.call.\(fact)") } }
    }
}
