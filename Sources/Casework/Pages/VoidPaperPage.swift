import Base
import Catalogue
import Web

/// Says that the paper of a case is printed no more, since when, and what to do next.
struct VoidPaperPage {
    enum Reason: Hashable {
        /// Its department took its validity back on this day.
        case revoked(CalendarDate)
        /// It ran out; its last valid day.
        case over(CalendarDate)
        /// It came out too long ago, or too often; when it was issued.
        case past(Instant)
    }

    let number: CaseNumber
    let service: ServiceItem
    let reason: Reason

    init(_ file: CaseFile, of service: ServiceItem, _ reason: Reason) {
        number = file.number
        self.service = service
        self.reason = reason
    }

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let (word, day) = fact
        return frame.kiosk(
            context, title: phrases("kiosk.paper.\(word).title"), lead: phrases("kiosk.paper.\(word).lead"),
            back: nil, spoken: "kiosk.paper.\(word).spoken"
        ) {
            SummaryList([
                .init(phrases("kiosk.paper.service"), service.name[context.language]),
                .init(phrases("kiosk.case.number"), number.spoken),
                .init(phrases("kiosk.paper.\(word).since"), day.shown(in: phrases.language)),
            ]).html(phrases)
            actions(
                Button(phrases("kiosk.paper.anew"), to: "/services/\(service.id.rawValue)"),
                Button(phrases("kiosk.paper.looks"), .secondary, to: "/looks?case=\(number)"))
        }
    }

    private var fact: (word: String, day: CalendarDate) {
        switch reason {
        case .revoked(let day): ("revoked", day)
        case .over(let day): ("over", day)
        case .past(let moment): ("past", CalendarDate(inChinaAt: moment))
        }
    }
}
