import Base
import Foundation

extension Question {
    /// Whether an answer and a register's value of a field say the same; nil where one of them says nothing.
    ///
    /// Days and sums are compared as such. A register writes an address with province and city before it, so it agrees when it
    /// names the district and ends like the answer. Everything else is compared without spaces, punctuation and width.
    public func agrees(_ answer: String, with value: String, of field: RegisterField) -> Bool? {
        guard !answer.isEmpty, !value.isEmpty, value != "-" else { return nil }
        switch kind {
        case .date: return CalendarDate(answer) == CalendarDate(value)
        case .number, .money: return Int(answer) == Int(value)
        case .address: return endsAlike(answer, value)
        case .person, .company:
            let (name, number) = Self.halves(answer)
            let plain = Self.plain(value)
            return plain == Self.plain(name) || plain == Self.plain(number)
        case .choice(let options):
            let label = options.first { $0.id == answer }?.label
            return Language.allCases.contains { Self.plain(label?[$0] ?? answer) == Self.plain(value) }
        case .yesNo, .text, .longText, .phone, .bankAccount: return Self.plain(answer) == Self.plain(value)
        case .table, .files, .signature: return nil
        }
    }

    /// Kinds that have nothing to be compared.
    var isComparable: Bool {
        switch kind {
        case .table, .files, .signature: false
        default: true
        }
    }

    private func endsAlike(_ answer: String, _ value: String) -> Bool {
        let code = answer.prefix { $0 != Self.partsSeparator }
        let rest = Self.plain(String(answer.dropFirst(code.count + 1)))
        let known = Self.plain(value)
        guard !rest.isEmpty, known.hasSuffix(rest) || rest.hasSuffix(known) else { return false }
        guard let place = place(code), place != .elsewhere else { return true }
        return known.contains(Self.plain(place.name[.mandarin])) || rest.hasSuffix(known)
    }

    private static func plain(_ text: String) -> String {
        text.precomposedStringWithCompatibilityMapping.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
