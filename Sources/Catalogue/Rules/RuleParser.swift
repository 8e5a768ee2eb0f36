import Base

/// Builds a rule from its words: `or` binds least, then `and`, `not`, comparison, sum.
struct RuleParser {
    static let depthMax = 30

    private var rest: ArraySlice<RuleToken>
    private var depth = 0

    init(_ tokens: [RuleToken]) {
        rest = tokens[...]
    }

    mutating func whole() throws(RuleFault) -> RuleExpression {
        let expression = try either()
        if let left = rest.first {
            throw RuleFault(
                "The rule goes on with \(Self.word(left)) after its end", "Join parts with and, or")
        }
        return expression
    }

    private mutating func either() throws(RuleFault) -> RuleExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else {
            throw RuleFault("The rule is nested too deeply", "Say it in fewer brackets")
        }
        var left = try both()
        while take("or") { left = .or(left, try both()) }
        return left
    }

    private mutating func both() throws(RuleFault) -> RuleExpression {
        var left = try negated()
        while take("and") { left = .and(left, try negated()) }
        return left
    }

    private mutating func negated() throws(RuleFault) -> RuleExpression {
        var count = 0
        while take("not") { count += 1 }
        let inner = try compared()
        return count.isMultiple(of: 2) ? inner : .not(inner)
    }

    private mutating func compared() throws(RuleFault) -> RuleExpression {
        let left = try sum()
        if take("in") {
            try need("[")
            var texts: [String] = []
            repeat {
                guard case .text(let text)? = rest.popFirst() else {
                    throw RuleFault("A list holds texts", "Write it like ['a', 'b']")
                }
                texts.append(text)
            } while take(",")
            try need("]")
            return .isIn(left, texts)
        }
        for comparison in RuleExpression.Comparison.allCases where take(comparison.rawValue) {
            return .compare(left, comparison, try sum())
        }
        return left
    }

    private mutating func sum() throws(RuleFault) -> RuleExpression {
        var left = try atom()
        while true {
            let sign: Int
            if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return left }
            if let months = try months() {
                left = .later(left, months: sign * months)
            } else {
                left = .sum(left, try atom(), sign: sign)
            }
        }
    }

    /// `3 months`; nil where something else stands there.
    private mutating func months() throws(RuleFault) -> Int? {
        guard case .number(let count)? = rest.first,
            rest.dropFirst().first == .name(DayShift.monthsWord)
        else { return nil }
        guard count <= DayShift.monthsMax else {
            throw RuleFault(
                "A rule counts at most \(DayShift.monthsMax) months from a date",
                "Write fewer, or compare with a date such as 2100-01-01")
        }
        rest.removeFirst(2)
        return count
    }

    private mutating func atom() throws(RuleFault) -> RuleExpression {
        switch rest.popFirst() {
        case .number(let number):
            guard case .name(let unit)? = rest.first else { return .literal(.number(number)) }
            throw RuleFault(
                "\(number) \(unit) means nothing here",
                "Write today + 3 months for months, today + 30 for days, and months(from, to) or days(from, to) to compare"
            )
        case .text(let text): return .literal(.text(text))
        case .date(let date): return .literal(.date(date))
        case .dayOfYear(let day): return .literal(.dayOfYear(day))
        case .sign("true"): return .literal(.flag(true))
        case .sign("false"): return .literal(.flag(false))
        case .sign("today"): return .today
        case .sign("("):
            let inner = try either()
            try need(")")
            return inner
        case .name(let name):
            guard let function = RuleExpression.Function(rawValue: name), take("(") else {
                return .name(name)
            }
            var arguments = [try either()]
            while take(",") { arguments.append(try either()) }
            try need(")")
            return .call(function, arguments)
        case .sign(let sign):
            throw RuleFault("Before \(sign) something is missing", "Write a name or a value there")
        case nil:
            throw RuleFault("The rule breaks off", "Finish it, or remove it")
        }
    }

    private mutating func take(_ sign: String) -> Bool {
        guard rest.first == .sign(sign) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func need(_ sign: String) throws(RuleFault) {
        guard take(sign) else {
            let place: DefectText =
                if let next = rest.first { "Add it after \(Self.word(next))" } else { "Add it after the end" }
            throw RuleFault("The rule lacks a \(sign)", place)
        }
    }

    private static func word(_ token: RuleToken) -> String {
        switch token {
        case .name(let word), .sign(let word): word
        case .text(let text): "'\(text)'"
        case .number(let number): String(number)
        case .date(let date): date.description
        case .dayOfYear(let day): day.description
        }
    }
}
