import Base
import Catalogue
import Web

/// Says to a person what would be accepted where an answer was not.
struct AnswerWords {
    let refusal: AnswerRefused

    init(_ refusal: AnswerRefused) {
        self.refusal = refusal
    }

    /// The words' key is the refusal's slug under another name.
    func text(_ phrases: Phrases) -> String {
        if case .inRow(_, let row, let column, let reason) = refusal {
            return phrases(
                "kiosk.answer.in-row",
                [
                    "row": String(row), "name": column.label[phrases.language],
                    "reason": AnswerWords(reason).text(phrases),
                ])
        }
        return phrases(
            "kiosk.answer.\(refusal.slug.dropFirst("answer-".count))", refusal.values(in: phrases.language))
    }
}
