import Web

/// Stands before each step that is the person's own while somebody helps: in pictures and words what she presses next,
/// and the press with which the helper has stepped aside.
struct GuidePage {
    let step: AssistedStep.Own
    /// The page that waits behind.
    let place: String

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let words = "kiosk.helper.guide.\(step.rawValue)"
        return frame.kiosk(
            context, title: phrases("\(words).title"), lead: phrases("kiosk.helper.guide.lead"), back: nil,
            spoken: "\(words).spoken"
        ) {
            element("div", .class("pictures-of-help")) {
                picture("guide-\(step.rawValue)", frame)
                picture("step-aside", frame)
            }
            element("ol", .class("steps-of-help")) {
                for line in ["first", "second", "third"] { element("li") { phrases("\(words).\(line)") } }
            }
            element("form", .method("post"), .action("/assistance/aside")) {
                void("input", .type("hidden"), .name("step"), .value(step.rawValue))
                void("input", .type("hidden"), .name("return"), .value(place))
                actions(Button(phrases("kiosk.helper.guide.alone")))
            }
        }
    }

    private func picture(_ name: String, _ frame: Frame) -> HTML {
        void("img", .src(frame.assets.path("\(name).svg")), .alt(""), .width(240), .height(160))
    }
}
