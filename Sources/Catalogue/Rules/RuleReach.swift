import Base

/// Whether a rule can hold at all, found by trying everything its parts can be.
///
/// A number, a day and a text are tried at what they are compared with and beside it. What is worked out from others, such as the
/// days between two dates, and two names that are compared with each other, are tried as if they were free of everything else:
/// so a verdict is never wrong, and some dead rules are not found.
struct RuleReach {
    /// More combinations than this are not tried, and nothing is said of the rule.
    static let combinationsMax = 20_000

    enum Verdict: Hashable {
        case sometimes
        case never
        case always
    }

    /// What is so whenever a rule is looked at.
    enum Premise {
        /// Nobody comes who is known not to fulfil it.
        case required(Rule)
        /// The question has an answer only where the rule holds.
        case asked(String, Rule)
        /// It was looked at before, and did not hold.
        case passed(Rule)

        fileprivate var rule: Rule {
            switch self {
            case .required(let rule), .asked(_, let rule), .passed(let rule): rule
            }
        }
    }

    private static let either: Set<RuleValue> = [.flag(true), .flag(false)]

    private let scope: [String: RuleType]
    private let optional: Set<String>
    private let isRefusing: Bool
    private let premises: [Premise]
    /// What each part can be.
    private var domains: [RuleExpression: Set<RuleValue>] = [:]

    /// Tries a rule whose `optional` names may have no value.
    ///
    /// A rule that is refusing says no only where it is known not to hold.
    static func verdict(
        on rule: Rule, over scope: [String: RuleType], optional: Set<String>, isRefusing: Bool = false,
        given premises: [Premise] = []
    ) -> Verdict {
        let premises = Self.touching(rule, premises)
        var reach = RuleReach(scope: scope, optional: optional, isRefusing: isRefusing, premises: premises)
        for rule in premises.map(\.rule) + [rule] { reach.collect(rule.expression) }
        return reach.verdict(on: rule.expression)
    }

    private init(
        scope: [String: RuleType], optional: Set<String>, isRefusing: Bool, premises: [Premise]
    ) {
        self.scope = scope
        self.optional = optional
        self.isRefusing = isRefusing
        self.premises = premises
    }

    /// Those that say something of what a rule looks at: when its answers are there, and what then holds of its other names.
    private static func touching(_ rule: Rule, _ premises: [Premise]) -> [Premise] {
        var names = rule.names
        var found: [Premise] = []
        // An answer's condition looks at earlier ones, so those asked last come first.
        for case .asked(let question, let when) in premises.reversed()
        where names.contains("answer.\(question)") {
            names.formUnion(when.names)
            found.append(.asked(question, when))
        }
        return found
            + premises.filter { premise in
                if case .asked = premise { return false }
                return !names.isDisjoint(with: premise.rule.names)
            }
    }

    private mutating func collect(_ expression: RuleExpression) {
        switch expression {
        case .literal, .today, .sum, .later: break
        case .name: take(expression, beside: [])
        case .not(let inner): collect(inner)
        case .and(let left, let right), .or(let left, let right):
            collect(left)
            collect(right)
        case .compare(.literal, _, .literal): break
        case .compare(let part, _, .literal(let value)), .compare(.literal(let value), _, let part):
            take(part, beside: [value])
        case .isIn(let part, let texts): take(part, beside: texts.map(RuleValue.text))
        case .call(.empty, let arguments) where arguments.allSatisfy(\.isName):
            for argument in arguments { take(argument, beside: []) }
        case .compare, .call:
            // Of what has no value a premise is not known to be false.
            domains[expression] = premises.isEmpty ? Self.either : Self.either.union([.nothing])
        }
    }

    private mutating func take(_ part: RuleExpression, beside values: [RuleValue]) {
        guard let type = try? part.type(in: scope) else { return }
        var domain = values.reduce(into: Self.some(of: type)) { $0.formUnion($1.neighbours) }
        if !part.hasValue(unless: optional) { domain.insert(.nothing) }
        domains[part, default: []].formUnion(domain)
    }

    /// All values of a closed type, and of others one that nobody has written.
    private static func some(of type: RuleType) -> Set<RuleValue> {
        switch type {
        case .choice(let options): Set(options.map(RuleValue.text))
        case .flag: [.flag(true), .flag(false)]
        case .text: [.text("\u{0}")]
        case .number: [.number(0)]
        case .date: [.date(CalendarDate(daysSince1970: 0))]
        case .dayOfYear: [.dayOfYear(DayOfYear(CalendarDate(daysSince1970: 0)))]
        case .rows: [.rows(0), .rows(1)]
        }
    }

    private func verdict(on expression: RuleExpression) -> Verdict {
        let parts = domains.map { (part: $0.key, values: Array($0.value)) }
        var combinations = 1
        for part in parts {
            combinations *= part.values.count
            guard combinations <= Self.combinationsMax else { return .sometimes }
        }
        var (held, tried) = (0, 0)
        for index in 0..<combinations {
            var left = index
            var values: [RuleExpression: RuleValue] = [:]
            for part in parts {
                values[part.part] = part.values[left % part.values.count]
                left /= part.values.count
            }
            guard premises.allSatisfy({ isSo($0, values) }) else { continue }
            tried += 1
            if holds(expression, values, isRefusing: isRefusing) { held += 1 }
        }
        // Where nothing can be as it must be before, that is what has to be mended.
        guard tried > 0 else { return .sometimes }
        return held == 0 ? .never : held == tried ? .always : .sometimes
    }

    private func isSo(_ premise: Premise, _ values: [RuleExpression: RuleValue]) -> Bool {
        switch premise {
        case .required(let rule): holds(rule.expression, values, isRefusing: true)
        case .passed(let rule): !holds(rule.expression, values, isRefusing: false)
        case .asked(let question, let rule):
            // What is not tried by itself may be without an answer.
            values[.name("answer.\(question)")] ?? .nothing == .nothing
                || holds(rule.expression, values, isRefusing: false)
        }
    }

    private func holds(
        _ expression: RuleExpression, _ values: [RuleExpression: RuleValue], isRefusing: Bool
    ) -> Bool {
        let truth = expression.joined { self.truth(of: $0, values, isRefusing) }
        return isRefusing ? truth != false : truth == true
    }

    /// Of a part that joins no others; nil where the rule is refusing and something that decides it has no value.
    private func truth(
        of part: RuleExpression, _ values: [RuleExpression: RuleValue], _ isRefusing: Bool
    ) -> Bool? {
        func value(_ part: RuleExpression) -> RuleValue {
            if case .literal(let value) = part { value } else { values[part] ?? .nothing }
        }
        let unknown: Bool? = isRefusing ? nil : false
        if let known = values[part] { return known == .nothing ? unknown : known == .flag(true) }
        switch part {
        case .literal(let value): return value == .flag(true)
        case .compare(let left, let comparison, let right):
            let sides = (value(left), value(right))
            if isRefusing, sides.0 == .nothing || sides.1 == .nothing { return nil }
            return RuleExpression.holds(sides.0, comparison, sides.1)
        case .isIn(let inner, let texts):
            guard case .text(let text) = value(inner) else { return unknown }
            return texts.contains(text)
        case .call(.empty, let arguments): return arguments.map(value).allSatisfy(\.isEmpty)
        case .not, .and, .or, .call, .name, .today, .sum, .later: return unknown
        }
    }
}

extension RuleExpression {
    fileprivate var isName: Bool { if case .name = self { true } else { false } }

    /// Whether it is certain to have a value where all but the optional names have one.
    fileprivate func hasValue(unless optional: Set<String>) -> Bool {
        switch self {
        case .literal, .today: true
        case .name(let name): !optional.contains(name)
        case .call(_, let arguments): arguments.allSatisfy { $0.hasValue(unless: optional) }
        // What is worked out from others may lie beyond what can be counted.
        case .not, .and, .or, .compare, .isIn, .sum, .later: false
        }
    }
}

extension RuleValue {
    /// Itself and what stands just before and after it.
    fileprivate var neighbours: Set<RuleValue> {
        switch self {
        case .number(let number):
            Set([-1, 0, 1].map { .number(number.addingReportingOverflow($0).partialValue) })
        case .date(let day):
            Set([-1, 0, 1].map { .date(CalendarDate(daysSince1970: day.daysSince1970 + $0)) })
        case .dayOfYear(let day): Set(day.neighbours.map(RuleValue.dayOfYear))
        case .nothing, .flag, .text, .rows: [self]
        }
    }
}
