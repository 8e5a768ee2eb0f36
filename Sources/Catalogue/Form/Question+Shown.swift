public import Base

extension Question {
    /// How an accepted answer reads to a person; another person's number and an account show only their ends.
    public func shown(_ answer: String, in language: Language) -> String {
        guard !answer.isEmpty else { return "" }
        switch kind {
        case .choice(let options):
            return options.first { $0.id == answer }?.label[language] ?? answer
        case .yesNo:
            return word(answer, in: language)
        case .money:
            guard let fen = Int(answer) else { return answer }
            return WrittenAmount.yuan(fen) + Self.yuan[language]
        case .person:
            let (name, number) = Self.halves(answer)
            return name + " " + ((try? CitizenNumber(number))?.masked ?? "*")
        case .bankAccount:
            return String(repeating: "*", count: max(0, answer.count - 4)) + answer.suffix(4)
        case .address:
            let code = answer.prefix { $0 != Self.partsSeparator }
            let rest = answer.dropFirst(code.count + 1)
            guard let place = place(code) else { return answer }
            return place == .elsewhere ? String(rest) : place.name[language] + " " + rest
        case .table(let table):
            return table.line(answer, in: language)
        case .files:
            let count = FileQuestion.ids(answer).count
            return "\(count)" + (count == 1 ? Self.file : Self.files)[language]
        case .signature:
            guard case .typed(let name)? = Signature(answer)?.kind else { return Self.signed[language] }
            return name.text
        case .date:
            return CalendarDate(answer)?.shown(in: language) ?? answer
        case .text, .longText, .number, .phone, .company:
            return answer
        }
    }

    /// Yes and no to this question: Minnan answers with the word that it was asked with.
    public func word(_ answer: String, in language: Language) -> String {
        guard language == .minnan else { return Self.yesNo[answer]?[language] ?? answer }
        let asked = label[.minnan].replacing("抑是", with: "").replacing("拍無", with: "")
        // A verb that governs the whole comes before those that can stand inside it.
        let (yes, no) =
            if asked.hasSuffix("未？") {
                ("有矣", "猶未")
            } else if asked.contains("會使") {
                ("會使", "袂使")
            } else if asked.contains("是") {
                ("是", "毋是")
            } else if asked.contains("佇") {
                ("有", "無")
            } else if asked.contains("愛") {
                ("愛", "免")
            } else if asked.contains("欲") {
                ("欲", "無愛")
            } else if asked.contains("知影") {
                ("知影", "毋知")
            } else if asked.dropLast(2).contains("無") {
                // 有 would say that there is what the question says is missing.
                ("是", "毋是")
            } else if asked.contains("會") {
                ("會", "袂")
            } else {
                ("有", "無")
            }
        return ["yes": yes, "no": no][answer] ?? answer
    }

    /// How an accepted answer comes to a paper: in Mandarin, a day as the formats of a layout read it.
    public func onPaper(_ answer: String) -> String {
        if case .date = kind { answer } else { shown(answer, in: .mandarin) }
    }

    /// How a rule reads an accepted answer.
    public func value(_ answer: String) -> RuleValue {
        guard !answer.isEmpty else { return .nothing }
        return switch kind {
        case .yesNo: .flag(answer == "yes")
        case .number, .money: Int(answer).map(RuleValue.number) ?? .nothing
        case .date: CalendarDate(answer).map(RuleValue.date) ?? .nothing
        case .table(let table): .number(table.cells(answer).count)
        case .files: .number(FileQuestion.ids(answer).count)
        case .signature: .flag(true)
        default: .text(answer)
        }
    }

    /// What a rule may compare it with.
    var type: RuleType {
        switch kind {
        case .choice(let options): .choice(options.map(\.id))
        case .yesNo, .signature: .flag
        // Of a table a rule sees how many rows it has, of files how many there are.
        case .number, .money, .table, .files: .number
        case .date: .date
        case .text, .longText, .phone, .person, .company, .bankAccount, .address: .text
        }
    }

    public static let yesNo = [
        "yes": LocalText(mandarin: "是", english: "Yes", minnan: "是"),
        "no": LocalText(mandarin: "否", english: "No", minnan: "毋是"),
    ]
    static let file = LocalText(mandarin: " 个文件", english: " file", minnan: " 份檔案")
    static let files = LocalText(mandarin: " 个文件", english: " files", minnan: " 份檔案")
    static let signed = LocalText(mandarin: "已手写签名", english: "Signed by hand", minnan: "已經簽名")
    static let yuan = LocalText(mandarin: " 元", english: " yuan", minnan: " 箍")
}
