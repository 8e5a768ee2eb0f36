import Base

/// The check that a rule can mean something, before any case is opened under it.
extension RuleExpression {
    func type(in scope: [String: RuleType]) throws(RuleFault) -> RuleType {
        switch self {
        case .literal(.number): return .number
        case .literal(.text): return .text
        case .literal(.date), .today: return .date
        case .literal(.dayOfYear): return .dayOfYear
        case .literal: return .flag
        case .name(let name): return try Self.type(of: name, in: scope)
        case .not(let inner):
            try inner.need(.flag, in: scope)
            return .flag
        case .and(let left, let right), .or(let left, let right):
            try left.need(.flag, in: scope)
            try right.need(.flag, in: scope)
            return .flag
        case .compare(let left, let comparison, let right):
            try Self.check(left, comparison, right, in: scope)
            return .flag
        case .isIn(let inner, let texts):
            let type = try inner.type(in: scope)
            guard type.compares(with: .text) else {
                throw RuleFault("\(type.word) cannot be one of a list", "Use in with a choice or a text")
            }
            for text in texts { try Self.check(text, offeredBy: type) }
            return .flag
        case .sum(let left, let right, _):
            try right.need(.number, in: scope)
            let type = try left.type(in: scope)
            guard type == .number || type == .date else {
                throw RuleFault("\(type.word) has no sum", "Add numbers, or days to a date")
            }
            return type
        case .later(let inner, _):
            let type = try inner.type(in: scope)
            guard type == .date else {
                throw RuleFault(
                    "\(type.word) has no months", "Count months from a date, as in today + 3 months")
            }
            return .date
        case .call(let function, let arguments): return try Self.type(of: function, arguments, in: scope)
        }
    }

    private func need(_ wanted: RuleType, in scope: [String: RuleType]) throws(RuleFault) {
        let type = try type(in: scope)
        guard type == wanted else {
            throw RuleFault(
                "\(type.word) stands where \(wanted.word) is wanted", "Compare it, or use another name")
        }
    }

    private static func type(of name: String, in scope: [String: RuleType]) throws(RuleFault) -> RuleType {
        guard let type = scope[name] else {
            throw RuleFault(
                "\(name) is not known here",
                "Name an earlier question (answer.…), a field this service asks of a register, or person.age, person.sex, person.birthDate"
            )
        }
        return type
    }

    private static func check(
        _ left: RuleExpression, _ comparison: Comparison, _ right: RuleExpression,
        in scope: [String: RuleType]
    ) throws(RuleFault) {
        let (a, b) = (try left.type(in: scope), try right.type(in: scope))
        guard a.compares(with: b) else {
            let isDay = Set([a, b]) == [.date, .dayOfYear]
            throw RuleFault(
                "\(a.word) is compared with \(b.word)",
                isDay ? "Write dayOfYear(…) around the date" : "Compare things of one kind")
        }
        if comparison != .equal, comparison != .unequal, !a.hasOrder {
            throw RuleFault("\(a.word) has no order", "Use == or !=")
        }
        if case .literal(.text(let text)) = right { try check(text, offeredBy: a) }
        if case .literal(.text(let text)) = left { try check(text, offeredBy: b) }
    }

    private static func check(_ text: String, offeredBy type: RuleType) throws(RuleFault) {
        guard case .choice(let options) = type, !options.contains(text) else { return }
        throw RuleFault(
            "'\(text)' is none of the options", "Write one of: \(options.joined(separator: ", "))")
    }

    private static func type(
        of function: Function, _ arguments: [RuleExpression], in scope: [String: RuleType]
    ) throws(RuleFault) -> RuleType {
        let count = [.days, .months].contains(function) ? 2 : 1
        guard arguments.count == count else {
            throw RuleFault("\(function.rawValue) takes \(count)", "Write it like \(function.rawValue)(…)")
        }
        switch function {
        case .years, .days, .months, .dayOfYear:
            for argument in arguments { try argument.need(.date, in: scope) }
            return function == .dayOfYear ? .dayOfYear : .number
        case .empty:
            _ = try arguments[0].type(in: scope)
            return .flag
        case .count:
            try arguments[0].need(.rows, in: scope)
            return .number
        }
    }
}
