import Base

/// Whether the words of a form can be read in passing, in a shop, by everybody.
struct ReadingLevel {
    /// Characters between two marks, in Chinese; what is longer is read twice.
    static let clauseMax = 25
    /// Words of a sentence, in English.
    static let wordsMax = 25
    /// Words of offices for which there are plain ones.
    static let officeWords = [
        "兹": "现", "予以": "", "该项": "这项", "务必": "请", "特此": "", "贵方": "您", "鉴于": "因为", "依照规定": "按规定", "逾期": "过期",
    ]

    func check(_ item: ServiceItem, _ notes: LintNotes) {
        for question in item.questions {
            let texts = [question.label, question.why] + [question.hint].compactMap(\.self)
            for text in texts { check(text, at: "id: \(question.id)", notes) }
        }
        check(item.summary, at: "summary:", notes)
        for reason in item.eligibility { check(reason.otherwise, at: reason.rule.source, notes) }
    }

    private func check(_ text: LocalText, at place: String, _ notes: LintNotes) {
        for clause in text[.mandarin].split(whereSeparator: { "，。；：？！、,.;:?! ".contains($0) })
        where clause.count > Self.clauseMax {
            notes.warning(at: place, "A clause has \(clause.count) characters: \(clause)", "Cut it in two")
        }
        for (office, plain) in Self.officeWords where text[.mandarin].contains(office) {
            notes.warning(
                at: place, "\(office) is a word of offices",
                plain.isEmpty ? "Leave it out" : "Write \(plain)")
        }
        for sentence in text[.english].split(whereSeparator: { ".;?!".contains($0) })
        where sentence.split(separator: " ").count > Self.wordsMax {
            notes.warning(
                at: place, "An English sentence is longer than \(Self.wordsMax) words", "Cut it in two")
        }
    }
}
