import Base
import Catalogue
import Web

/// Says that the paper of a case counts no more, since when, and what to do next.
struct VoidPaperPage {
    let number: CaseNumber
    let service: ServiceID
    /// Revoked by its department, or over by itself.
    let isRevoked: Bool
    let since: CalendarDate

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let word = isRevoked ? "revoked" : "over"
        return frame.kiosk(
            context, title: phrases("kiosk.paper.\(word).title"), lead: phrases("kiosk.paper.\(word).lead"),
            back: nil, spoken: "kiosk.paper.\(word).spoken"
        ) {
            SummaryList([
                .init(phrases("kiosk.case.number"), number.spoken),
                .init(phrases("kiosk.paper.\(word).since"), since.description),
            ]).html(phrases)
            actions(
                Button(phrases("kiosk.paper.anew"), to: "/services/\(service.rawValue)"),
                Button(phrases("kiosk.paper.looks"), .secondary, to: "/looks?case=\(number)"))
        }
    }
}
