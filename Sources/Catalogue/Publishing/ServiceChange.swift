/// What a draft changes of the version that is offered, as far as running cases feel it.
public struct ServiceChange: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case questionAdded = "question-added"
        case questionRemoved = "question-removed"
        /// Its kind, its options, when it is asked or what must hold of it.
        case questionChanged = "question-changed"
        case stepAdded = "step-added"
        case stepRemoved = "step-removed"
        /// What its office is shown.
        case stepReads = "step-reads"
        case registerAdded = "register-added"
        case registerRemoved = "register-removed"
    }

    public let kind: Kind
    /// The id of the question or step, or a register's name.
    public let name: String

    /// In the order of the kinds, then as the files have it.
    public static func all(from old: ServiceItem, to new: ServiceItem) -> [ServiceChange] {
        let (olds, news) = (old.questions, new.questions)
        let changed = news.filter { question in
            olds.contains { $0.id == question.id && !$0.asksTheSame(as: question) }
        }
        return added(olds.map(\.id), news.map(\.id), .questionAdded)
            + added(news.map(\.id), olds.map(\.id), .questionRemoved)
            + changed.map { ServiceChange(kind: .questionChanged, name: $0.id) }
            + added(old.steps.map(\.id), new.steps.map(\.id), .stepAdded)
            + added(new.steps.map(\.id), old.steps.map(\.id), .stepRemoved)
            + reads(old, new)
            + added(old.registers.map(\.resource), new.registers.map(\.resource), .registerAdded)
            + added(new.registers.map(\.resource), old.registers.map(\.resource), .registerRemoved)
    }

    private static func reads(_ old: ServiceItem, _ new: ServiceItem) -> [ServiceChange] {
        new.steps.filter { step in old.steps.contains { $0.id == step.id && $0.reads != step.reads } }
            .map { ServiceChange(kind: .stepReads, name: $0.id) }
    }

    private static func added(_ before: [String], _ after: [String], _ kind: Kind) -> [ServiceChange] {
        after.filter { !before.contains($0) }.map { ServiceChange(kind: kind, name: $0) }
    }
}

extension Question {
    fileprivate func asksTheSame(as other: Question) -> Bool {
        kind == other.kind && isRequired == other.isRequired && when == other.when
            && must == other.must
    }
}
