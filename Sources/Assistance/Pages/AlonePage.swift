import Web

/// In place of a page that nobody may see while somebody helps.
struct AlonePage {
    let place: String

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.helper.alone.title"), lead: phrases("kiosk.helper.alone.lead"),
            back: nil, spoken: "kiosk.helper.alone.spoken"
        ) {
            void(
                "img", .class("picture"), .src(frame.assets.path("step-aside.svg")), .alt(""), .width(240),
                .height(160))
            element("form", .method("post"), .action("/assistance/end")) {
                void("input", .type("hidden"), .name("return"), .value(place))
                actions(Button(phrases("kiosk.helper.alone.button")))
            }
        }
    }
}
