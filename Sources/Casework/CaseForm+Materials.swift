import Base
public import Catalogue

/// A material as far as it is known whether it is wanted.
public struct MaterialNeed: Hashable, Sendable {
    public let material: Material
    /// Of whom it is wanted, in words; nil where it is known to be wanted of her.
    let condition: LocalText?
}

extension MaterialNeed {
    /// `isWanted` is what its rule says; nil where it has none, or nobody knows yet.
    ///
    /// - Returns: Nil for what is ruled out.
    init?(_ material: Material, of item: ServiceItem, isWanted: Bool?) {
        guard isWanted != false else { return nil }
        // What may be left out is wanted only of who has it.
        let isOptional = material.question.flatMap(item.question)?.isRequired == false
        self.init(
            material: material, condition: isWanted == nil || isOptional ? material.condition : nil)
    }
}

extension CaseForm {
    /// What she has to bring or send, without what her answers, the registers and her number have ruled out.
    public var materials: [MaterialNeed] {
        item.materials.compactMap { material in
            guard material.question.map(isAsked) ?? true else { return nil }
            let isWanted = material.when.flatMap { rule in
                rule.names.allSatisfy(isSettled) ? rule.holds(in: facts) : nil
            }
            return MaterialNeed(material, of: item, isWanted: isWanted)
        }
    }

    /// What of it is still to come: nothing that is sent, of what is handed in only what she shows later, and nothing of what is
    /// over.
    func missing(at now: Instant) -> [MaterialNeed] {
        let isAsking = file.state == .open || file.state == .correcting
        return materials.filter { need in
            if let question = need.material.question {
                return isAsking && (answers[question] ?? "").isEmpty
            }
            return isAsking || need.material.source == .shown && isAwaited(at: now)
        }
    }

    /// Whether an office still looks at what was handed in, or sees its person on a day to come.
    private func isAwaited(at now: Instant) -> Bool {
        if let appointment = booking?.appointment, appointment.state == .booked {
            return now < appointment.endsAt
        }
        return [.submitted, .deciding, .approved].contains(file.state)
    }

    /// Whether a register said what a paper would have borne out.
    public func isSpared(_ material: Material) -> Bool {
        guard let said = material.question.flatMap(item.question)?.bearsOut else { return false }
        return spared.contains { $0.id == said }
    }

    /// Whether a question is, or may still be, put to her.
    private func isAsked(_ id: String) -> Bool { question(id) != nil || !isSettled("answer.\(id)") }

    /// Whether no answer to come changes what a rule sees by this name.
    private func isSettled(_ name: String) -> Bool {
        if name.hasPrefix("person.") { return person != nil }
        guard name.hasPrefix("answer.") else { return file.record != nil }
        guard let next else { return true }
        let id = name.dropFirst("answer.".count)
        return item.questions.prefix { $0.id != next.id }.contains { $0.id == id }
    }
}
