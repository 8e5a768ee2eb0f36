import Base

/// What a person is told to bring and nobody takes, and what is taken of which nobody has told her.
struct MaterialLint {
    func check(_ item: ServiceItem, _ notes: LintNotes) {
        for material in item.materials {
            let name = material.name[.mandarin]
            if material.source == .person, material.question == nil {
                notes.error(
                    at: .key("materials").text(name), "No question takes what comes from the person: \(name)",
                    """
                    Add a question of kind file or photograph and name it under question, or write source: shown \
                    where it is shown or given up on the spot
                    """)
            }
            if material.sparedBySharing, [.person, .identity, .shown].contains(material.source) {
                notes.error(
                    at: .key("materials").text(name),
                    "What comes from the person is spared by no register: \(name)",
                    "Write sparedBySharing: false, or source: register and the register that has it")
            }
        }
        let taken = Set(item.materials.compactMap(\.question))
        for question in item.questions where !taken.contains(question.id) {
            guard case .files = question.kind else { continue }
            notes.error(
                at: .question(question.bearsOut ?? question.id),
                "The question \(question.id) takes what no material names",
                "Add it under materials, with question: \(question.id)")
        }
    }
}
