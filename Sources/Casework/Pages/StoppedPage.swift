public import Catalogue
public import Web

/// Says that a service has stopped itself at this terminal, with the case's number and what to do next.
public struct StoppedPage: Sendable {
    public let number: CaseNumber
    /// Nil where there is none of the number any more.
    public let service: LocalText?

    public init(number: CaseNumber, service: LocalText?) {
        self.number = number
        self.service = service
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.stopped.title"), lead: service?[context.language], back: nil,
            spoken: "kiosk.stopped.spoken"
        ) {
            Notice(.warning, phrases("kiosk.stopped.what"), phrases("kiosk.stopped.kept")).html
            SummaryList([.init(phrases("kiosk.case.number"), number.spoken)]).html(phrases)
            actions(Button(phrases("kiosk.stopped.others"), to: "/"))
        }
    }
}
