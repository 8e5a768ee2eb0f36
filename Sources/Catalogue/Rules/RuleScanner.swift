import Base

/// A word of a rule.
enum RuleToken: Hashable {
    case name(String)
    case number(Int)
    case text(String)
    case date(CalendarDate)
    case dayOfYear(DayOfYear)
    /// `and`, `==`, `(` and their like.
    case sign(String)
}

/// Cuts a rule into its words.
enum RuleScanner {
    static let charactersMax = 500
    private static let signs = ["==", "!=", "<=", ">=", "<", ">", "+", "-", "(", ")", "[", "]", ","]
    private static let words: Set<String> = ["and", "or", "not", "in", "true", "false", "today"]

    static func tokens(of source: String) throws(RuleFault) -> [RuleToken] {
        guard source.count <= charactersMax else {
            throw RuleFault("The rule is longer than \(charactersMax) characters", "Say it in two rules")
        }
        var rest = source[...]
        var tokens: [RuleToken] = []
        while let first = rest.first {
            if first == " " {
                rest.removeFirst()
            } else if first == "'" {
                tokens.append(.text(try quoted(&rest)))
            } else if first.isASCII, first.isNumber {
                tokens.append(try number(&rest))
            } else if first.isASCII, first.isLetter {
                let word = take(&rest) {
                    $0.isASCII && ($0.isLetter || $0.isNumber || "-./".contains($0))
                }
                tokens.append(words.contains(word) ? .sign(word) : .name(word))
            } else if let sign = signs.first(where: rest.hasPrefix) {
                rest.removeFirst(sign.count)
                tokens.append(.sign(sign))
            } else {
                throw RuleFault(
                    "The rule holds \(String(first).debugDescription), which means nothing here",
                    "Use and, or, not, in, ==, !=, <, <=, >, >=, + and -; texts stand in single quotes")
            }
        }
        return tokens
    }

    private static func quoted(_ rest: inout Substring) throws(RuleFault) -> String {
        rest.removeFirst()
        guard let end = rest.firstIndex(of: "'") else {
            throw RuleFault("A text in the rule has no closing quote", "Close it with '")
        }
        let text = String(rest[..<end])
        rest = rest[rest.index(after: end)...]
        return text
    }

    private static func number(_ rest: inout Substring) throws(RuleFault) -> RuleToken {
        let word = take(&rest) { $0.isASCII && ($0.isNumber || $0 == "-") }
        if word.contains("-") {
            if let day = DayOfYear(word) { return .dayOfYear(day) }
            guard let date = CalendarDate(word) else {
                throw RuleFault(
                    "\(word) is no date",
                    "Write dates as yyyy-mm-dd, days of every year as mm-dd, and spaces around a minus")
            }
            return .date(date)
        }
        guard let number = Int(word), number <= 1_000_000_000_000 else {
            throw RuleFault("\(word) is no number a rule can hold", "Write a smaller one")
        }
        return .number(number)
    }

    private static func take(_ rest: inout Substring, while isPart: (Character) -> Bool) -> String {
        let word = rest.prefix(while: isPart)
        rest = rest[word.endIndex...]
        return String(word)
    }
}
