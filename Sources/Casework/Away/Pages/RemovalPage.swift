import Base
import Catalogue
import Web

/// Asks once more before a form is thrown away: it cannot be brought back.
struct RemovalPage {
    let form: CaseForm
    let place: CasePlace
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let path = place.path(form.file.number)
        return place.page(
            frame, context, title: phrases("away.removal.title"), lead: form.item.name[context.language],
            back: nil, spoken: "away.removal.spoken"
        ) {
            SummaryList([
                .init(phrases("kiosk.case.number"), form.file.number.spoken),
                .init(phrases("away.forms.begun"), ChinaTime.minute(form.file.openedAt)),
            ]).html(phrases)
            element("p") { phrases("away.removal.text") }
            actions(Button(phrases("away.removal.keep"), to: path))
            postForm(action: "\(path)/removal", key: key) {
                actions(Button(phrases("away.forms.throw-away"), .danger))
            }
        }
    }
}
