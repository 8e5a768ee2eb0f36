import Base

/// Whether the words of a service can be read in passing, in a shop, by everybody.
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
        for question in item.questions where question.bearsOut == nil {
            check(question, at: .question(question.id), notes)
        }
        check(item.summary, at: .key("summary"), notes)
        for reason in item.eligibility { check(reason.otherwise, at: .key("eligibility"), notes) }
        for material in item.materials {
            for text in [material.name, material.condition].compactMap(\.self) {
                check(text, at: .key("materials"), notes)
            }
        }
        for basis in [item.fee.basis] + item.fee.exemptions.map(\.basis) {
            check(basis, at: .key("fee"), notes)
        }
        check(item.result.name, at: .key("result"), notes)
        for use in item.registers { check(use.purpose, at: .key("registers"), notes) }
        for step in item.steps { check(step.name, at: .key("steps"), notes) }
        for text in item.guide.flatMap({ [$0.text, $0.said] }) { check(text, at: .key("guide"), notes) }
        for label in item.ratingReasons.compactMap(\.label) { check(label, at: .key("rating"), notes) }
        // A condition may quote the rule that it comes from.
        for text in item.conditions { check(text, at: .key("conditions"), notes, quotes: true) }
    }

    func check(_ bundle: LifeBundle, _ notes: LintNotes) {
        check(bundle.item.summary, at: .key("summary"), notes)
        for question in bundle.item.questions { check(question, at: .shared(question.id), notes) }
    }

    private func check(_ question: Question, at place: LintPlace, _ notes: LintNotes) {
        var texts = [question.label, question.why] + [question.hint].compactMap(\.self)
        texts += question.must.map(\.otherwise)
        switch question.kind {
        case .choice(let options): texts += options.map(\.label)
        case .table(let table): texts += table.columns.map(\.label)
        default: break
        }
        for text in texts { check(text, at: place, notes) }
    }

    /// `place` is the part of the file in which the text stands.
    func check(_ text: LocalText, at place: LintPlace, _ notes: LintNotes, quotes: Bool = false) {
        let chinese = place.text(text[.mandarin])
        for clause in text[.mandarin].split(whereSeparator: { "，。；：？！、,.;:?! ".contains($0) })
        where clause.count > Self.clauseMax {
            notes.warning(at: chinese, "A clause has \(clause.count) characters: \(clause)", "Cut it in two")
        }
        for (office, plain) in Self.officeWords where !quotes && text[.mandarin].contains(office) {
            notes.warning(
                at: chinese, "\(office) is a word of offices",
                plain.isEmpty ? "Leave it out" : "Write \(plain)")
        }
        for sentence in text[.english].split(whereSeparator: { ".;?!".contains($0) })
        where sentence.split(separator: " ").count > Self.wordsMax {
            notes.warning(
                at: place.text(text[.english]), "An English sentence is longer than \(Self.wordsMax) words",
                "Cut it in two")
        }
    }
}
