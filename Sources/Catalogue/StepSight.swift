/// What the office of one step is shown of a case, besides who it is about.
///
/// Source: Personal Information Protection Law, article 6: no more than the purpose needs.
public struct StepSight: Hashable, Sendable {
    /// What says whom a case is about, in every register: no office decides for nobody.
    private static let identity: Set<String> = ["name", "number"]
    /// What is asked of an office that its service does not know any more.
    static let nobodyElse = StepSight(questions: [], fields: [])

    public let questions: Set<String>
    /// Of registers, by the names that the service gives them in its record.
    let fields: Set<String>

    private init(questions: Set<String>, fields: Set<String>) {
        self.questions = questions
        self.fields = fields
    }

    /// With a question comes what its answer is held against: the register's field, named or called alike, and the files that
    /// bear it out.
    init(questions: Set<String>, fields: Set<String>, among all: [Question]) {
        let shown = all.filter { questions.contains($0.id) || $0.bearsOut.map(questions.contains) ?? false }
        self.questions = Set(shown.map(\.id))
        self.fields = fields.union(self.questions)
            .union(shown.flatMap { [$0.check?.field, $0.source?.field].compactMap(\.self) })
    }

    /// Whether a register's field is shown.
    public func shows(field: String) -> Bool { fields.contains(field) || Self.identity.contains(field) }

    /// Whether everything is shown that a rule looks at.
    public func shows(_ rule: Rule) -> Bool {
        rule.names.allSatisfy { name in
            if name.hasPrefix("person.") { return true }
            guard let dot = name.firstIndex(of: ".") else { return false }
            let id = String(name[name.index(after: dot)...])
            return name.hasPrefix("answer.") ? questions.contains(id) : shows(field: id)
        }
    }
}

extension ServiceItem {
    /// What an office is shown at a step; nil for all of it.
    ///
    /// A step that the service does not have any more is shown to its own department as before, and to others nothing but whom it is
    /// about.
    public func sight(at step: String, of department: DepartmentID) -> StepSight? {
        guard let known = steps.first(where: { $0.id == step }) else {
            return department == self.department ? nil : .nobodyElse
        }
        return known.reads
    }
}
