import Base

/// How a rule is read that refuses: only what is known to be false counts against anybody.
extension RuleExpression {
    /// Joins what its parts say by not, and, or; nil where a part that decides it says nothing.
    func joined(_ part: (RuleExpression) -> Bool?) -> Bool? {
        switch self {
        case .not(let inner): return inner.joined(part).map { !$0 }
        case .and(let left, let right):
            let sides = [left.joined(part), right.joined(part)]
            return sides.contains(false) ? false : sides.contains(nil) ? nil : true
        case .or(let left, let right):
            let sides = [left.joined(part), right.joined(part)]
            return sides.contains(true) ? true : sides.contains(nil) ? nil : false
        case .literal, .today, .name, .sum, .later, .compare, .isIn, .call: return part(self)
        }
    }

    /// True, false, or nil where something that decides it has no value.
    func truth(in facts: RuleFacts) -> Bool? { joined { $0.truthOfPart(in: facts) } }

    private func truthOfPart(in facts: RuleFacts) -> Bool? {
        switch self {
        case .compare(let left, let comparison, let right):
            guard let left = left.known(in: facts), let right = right.known(in: facts) else { return nil }
            return Self.holds(left, comparison, right)
        case .isIn(let inner, _):
            return inner.known(in: facts) == nil ? nil : value(in: facts) == .flag(true)
        case .call(.empty, let arguments):
            let isUnanswered = arguments.contains { $0.names.contains(where: facts.isUnanswered) }
            return isUnanswered ? nil : value(in: facts) == .flag(true)
        case .not, .and, .or, .literal, .today, .name, .sum, .later, .call:
            let value = value(in: facts)
            return value == .nothing ? nil : value == .flag(true)
        }
    }

    /// Its value; nil where it has none, or where nobody knows whether it holds.
    private func known(in facts: RuleFacts) -> RuleValue? {
        switch self {
        case .not, .and, .or, .compare, .isIn, .call(.empty, _):
            return truth(in: facts).map(RuleValue.flag)
        case .literal, .today, .name, .sum, .later, .call:
            let value = value(in: facts)
            return value == .nothing ? nil : value
        }
    }
}
