public import Base
public import Web

/// Says honestly that a department has not answered, with the case's number and what to do next.
public struct WaitingPage: Sendable {
    public let number: CaseNumber
    public let key: Token

    public init(number: CaseNumber, key: Token) {
        self.number = number
        self.key = key
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.waiting.title"), back: nil, spoken: "kiosk.waiting.spoken"
        ) {
            Notice(.warning, phrases("kiosk.waiting.what"), phrases("kiosk.waiting.kept")).html
            SummaryList([.init(phrases("kiosk.case.number"), number.spoken)]).html(phrases)
            postForm(action: "/cases/\(number)/record", key: key) {
                actions(Button(phrases("kiosk.waiting.again")))
            }
        }
    }
}
