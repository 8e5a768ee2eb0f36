import Base
import Catalogue
import Web

/// Says honestly that a department has not answered, with the case's number and what to do next.
struct WaitingPage {
    let number: CaseNumber
    let service: LocalText
    let place: CasePlace
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return place.page(
            frame, context, title: phrases("kiosk.waiting.title"), lead: service[context.language],
            back: place == .phone ? place.home : nil,
            spoken: "kiosk.waiting.spoken"
        ) {
            Notice(.warning, phrases("kiosk.waiting.what"), phrases("kiosk.waiting.kept")).html
            SummaryList([.init(phrases("kiosk.case.number"), number.spoken)]).html(phrases)
            postForm(action: "\(place.path(number))/record", key: key) {
                actions(Button(phrases("kiosk.waiting.again")))
            }
        }
    }
}
