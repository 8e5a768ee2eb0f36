public import Catalogue
public import Web

/// Says that a service has stopped itself at this terminal or on phones, with the case's number and what to do next.
public struct StoppedPage: Sendable {
    public let number: CaseNumber
    /// Nil where there is none of the number any more.
    public let service: LocalText?
    public let place: CasePlace

    public init(number: CaseNumber, service: LocalText?, place: CasePlace) {
        self.number = number
        self.service = service
        self.place = place
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return place.page(
            frame, context,
            title: phrases(place == .terminal ? "kiosk.stopped.title" : "problem.service-stopped.title"),
            lead: service?[context.language], back: nil,
            spoken: "kiosk.stopped.spoken"
        ) {
            Notice(.warning, phrases("kiosk.stopped.what"), phrases("kiosk.stopped.kept")).html
            SummaryList([.init(phrases("kiosk.case.number"), number.spoken)]).html(phrases)
            actions(Button(phrases("kiosk.stopped.others"), to: place.home))
        }
    }
}
