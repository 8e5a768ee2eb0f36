/// What must hold, of a person or of an answer, and what is said when it does not.
public struct Requirement: Hashable, Sendable {
    public let rule: Rule
    /// What is wrong or missing, and what can be done; the services that help are named in Mandarin between “ and ”.
    public let otherwise: LocalText

    /// Reads `{rule, otherwise}`; nil where the rule cannot mean anything among the names that are known.
    init?(_ value: YAMLValue, knowing scope: [String: RuleType]) {
        let map = value.mapping(["rule", "otherwise"])
        otherwise = map["otherwise"].localText()
        guard let rule = map["rule"].rule(knowing: scope) else { return nil }
        self.rule = rule
    }
}
