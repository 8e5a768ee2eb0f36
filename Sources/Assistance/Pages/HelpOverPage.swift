import Web

/// Tells the person, once, that her helper is gone and why, when it was not she who ended it.
struct HelpOverPage {
    let reason: Assistance.End
    let place: String

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.helper.over.title"),
            lead: phrases("kiosk.helper.over.\(reason.rawValue)"), back: nil,
            spoken: "kiosk.helper.over.spoken"
        ) {
            Notice(.information, phrases("kiosk.helper.over.kept")).html
            actions(Button(phrases("kiosk.helper.over.button"), to: place))
        }
    }
}
