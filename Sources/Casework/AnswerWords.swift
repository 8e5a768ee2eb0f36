import Base
import Catalogue
import Web

/// Says to a person what would be accepted where an answer was not.
struct AnswerWords {
    let refusal: AnswerRefused

    init(_ refusal: AnswerRefused) {
        self.refusal = refusal
    }

    func text(_ phrases: Phrases) -> String {
        switch refusal {
        case .missing: phrases("kiosk.answer.missing")
        case .notOffered: phrases("kiosk.answer.not-offered")
        case .tooLong(_, let max): phrases("kiosk.answer.too-long", ["max": String(max)])
        case .notPlainText: phrases("kiosk.answer.not-plain")
        case .notADate: phrases("kiosk.answer.not-a-date")
        case .dateOutOfRange(_, let from, let to):
            phrases("kiosk.answer.date-range", ["from": from.description, "to": to.description])
        case .notANumber: phrases("kiosk.answer.not-a-number")
        case .numberOutOfRange(_, let from, let to):
            phrases("kiosk.answer.number-range", ["from": String(from), "to": String(to)])
        }
    }
}
