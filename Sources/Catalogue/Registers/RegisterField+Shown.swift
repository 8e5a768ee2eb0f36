public import Base

extension RegisterField {
    /// How a value reads on a screen.
    public func shown(_ value: String, in language: Language) -> String {
        switch kind {
        case .money:
            guard let fen = Int(value) else { return value }
            return WrittenAmount.yuan(fen) + Question.yuan[language]
        case .flag: return Question.yesNo[value]?[language] ?? value
        case .date: return CalendarDate(value)?.shown(in: language) ?? value
        case .month: return CalendarDate(value + "-01")?.shownMonth(in: language) ?? value
        case .text, .number, .code, .table: return value
        }
    }

    /// How a rule reads a value; a hyphen is written where a register holds nothing.
    public func value(_ text: String) -> RuleValue {
        guard !text.isEmpty, text != "-" else { return .nothing }
        switch kind {
        case .money, .number: return Int(text).map(RuleValue.number) ?? .nothing
        case .date: return CalendarDate(text).map(RuleValue.date) ?? .nothing
        case .flag: return .flag(text == "yes")
        case .text, .month, .code: return .text(text)
        case .table: return .nothing
        }
    }
}
