import Base

/// Fields that are typed into and show nothing of what is wanted in them.
struct ExampleLint {
    func check(_ questions: [Question], at place: (String) -> LintPlace, _ notes: LintNotes) {
        // What a register knows is asked of few.
        for question in questions
        where question.hint == nil && question.source == nil && question.kind.isTypedFreely {
            notes.warning(
                at: place(question.id), "Nothing shows what an answer to \(question.id) looks like",
                "Add hint: a short example of nobody, or what belongs into it")
        }
    }
}

extension Question.Kind {
    /// Of an address and of a bank card the house shows an example itself, and of a person and a telephone everybody knows.
    fileprivate var isTypedFreely: Bool {
        switch self {
        case .text, .longText, .number, .money, .company: true
        // Its cells have no hints of their own.
        case .table(let table): table.columns.contains { $0.kind.isTypedFreely }
        case .choice, .yesNo, .date, .phone, .person, .bankAccount, .address, .files, .signature: false
        }
    }
}
