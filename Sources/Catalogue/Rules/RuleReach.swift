import Base

/// Whether a rule over closed choices can hold at all, found by trying every combination.
struct RuleReach {
    /// More combinations than this are not tried, and nothing is said of the rule.
    static let combinationsMax = 20_000

    enum Verdict: Hashable {
        case sometimes
        case never
        case always
    }

    /// The values each name can take; a name without them leaves the rule unjudged.
    static func verdict(on rule: Rule, over scope: [String: RuleType], optional: Set<String>) -> Verdict {
        let names = rule.names.sorted()
        var domains: [[RuleValue]] = []
        var combinations = 1
        for name in names {
            let domain: [RuleValue]
            switch scope[name] {
            case .choice(let options): domain = options.map(RuleValue.text)
            case .flag: domain = [.flag(true), .flag(false)]
            default: return .sometimes
            }
            domains.append(optional.contains(name) ? domain + [.nothing] : domain)
            combinations *= domains.last?.count ?? 1
            guard combinations <= combinationsMax else { return .sometimes }
        }
        var held = 0
        let today = CalendarDate(daysSince1970: 20_000)
        for index in 0..<combinations {
            var left = index
            var values: [String: RuleValue] = [:]
            for (name, domain) in zip(names, domains) {
                values[name] = domain[left % domain.count]
                left /= domain.count
            }
            if rule.holds(in: RuleFacts(today: today, values: values)) { held += 1 }
        }
        return held == 0 ? .never : held == combinations ? .always : .sometimes
    }
}
