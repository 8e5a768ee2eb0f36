import Base

/// A condition over answers, registers and the person, written by a department: data, never code.
///
/// `answer.kind == 'rent' and person.age >= 18`. A comparison with something that has no value does not hold.
public struct Rule: Hashable, Sendable {
    /// As it was written.
    public let source: String
    let expression: RuleExpression

    /// - Throws: ``RuleFault`` with the column and what to write instead.
    init(_ source: String) throws(RuleFault) {
        self.source = source
        var parser = RuleParser(try RuleScanner.tokens(of: source))
        expression = try parser.whole()
    }

    public func holds(in facts: RuleFacts) -> Bool {
        expression.value(in: facts) == .flag(true)
    }

    /// Whether it holds, as far as that is known: nil where all that decides it is a comparison with what has no value.
    ///
    /// Of a register that has not answered nobody knows whether a field is empty, either.
    public func verdict(in facts: RuleFacts) -> Bool? { expression.truth(in: facts) }

    /// The names it looks at, each once.
    public var names: Set<String> { expression.names }

    /// What is wrong with it where these names are known.
    func fault(knowing scope: [String: RuleType]) -> RuleFault? {
        do {
            let type = try expression.type(in: scope)
            guard type == .flag else {
                return RuleFault("This is \(type.word), not a condition", "Compare it with something")
            }
            return nil
        } catch {
            return error
        }
    }
}

/// What keeps a rule from being understood.
struct RuleFault: Error, Hashable {
    let message: DefectText
    let remedy: DefectText

    init(_ message: DefectText, _ remedy: DefectText) {
        self.message = message
        self.remedy = remedy
    }
}
