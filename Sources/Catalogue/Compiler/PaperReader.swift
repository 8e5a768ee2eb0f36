import Base

/// Reads `paper:`, the words of the standard paper, and lays its facts and tables out.
struct PaperReader {
    let registers: [RegisterUse]
    let shelf: CatalogueShelf
    let prefill: [PrefillLine]
    let questions: [Question]
    let act: ServiceAct
    /// Whether there are slots to book.
    let isBooked: Bool
    let steps: [HandlingStep]
    /// What registers say from the result on.
    let changes: [ServiceResult.Change]

    func paper(_ value: YAMLValue?) -> StandardPaper? {
        guard let value else { return nil }
        let map = value.mapping(["statement", "english"], optional: ["note", "tables", "answers", "reply"])
        let statement = map["statement"].text(max: 300)
        refuseUnknownPlaces(in: statement, at: map["statement"])
        refuseNobodysPaper(statement, at: map["statement"])
        return StandardPaper(
            statement: statement, english: map["english"].text(max: 500),
            note: map.optional("note")?.text(max: 200), reply: map.optional("reply").flatMap(reply),
            facts: prefill.filter { !isChanged($0) }.map(fact)
                + (isBooked ? AppointmentField.allCases.map(\.fact) : [])
                + (map.optional("answers")?.list(1...30).compactMap { fact($0, beside: statement) } ?? []),
            tables: map.optional("tables")?.list(1...4).compactMap(table) ?? [])
    }

    /// What the act itself changes was so before it: on its paper it would contradict what the paper says.
    private func isChanged(_ line: PrefillLine) -> Bool {
        changes.contains { $0.resource == line.resource && $0.set.contains { $0.field == line.field } }
    }

    private func reply(_ value: YAMLValue) -> String? {
        let id = value.text(max: 60)
        guard steps.contains(where: { $0.id == id }) else {
            value.refuse("No step is called \(id)", "Name one of the steps, by its id")
            return nil
        }
        return id
    }

    private func fact(_ line: PrefillLine) -> StandardPaper.Fact {
        let format = line.declared.kind.paperFormat.map { "|" + $0 } ?? ""
        let unit = line.declared.kind == .money ? " 元" : ""
        return StandardPaper.Fact(label: line.label, value: "{\(line.field)\(format)}\(unit)")
    }

    /// An answer is on a paper only where the paper names it: most of what is asked is for who handles the case.
    ///
    /// Whoever is handed the paper was asked nothing, so it names the answer and does not repeat the question.
    private func fact(_ value: YAMLValue, beside statement: String) -> StandardPaper.Fact? {
        let map = value.mapping(["question", "label", "english"])
        let named = map["question"]
        let id = named.text(max: 60)
        guard let question = questions.first(where: { $0.id == id }) else {
            named.refuse("No question is called \(id)", "Name one of the questions, by its id")
            return nil
        }
        guard !question.staysOffPapers else {
            named.refuse(
                "What is answered to \(id) may tell of somebody else, or is for the office alone",
                "Take it out: no paper carries it")
            return nil
        }
        guard !statement.contains("{answer.\(id)") else {
            named.refuse("The statement says \(id) already", "Take it out here")
            return nil
        }
        let (mandarin, english) = (label(map["label"], max: 20), label(map["english"], max: 40))
        return StandardPaper.Fact(
            label: LocalText(mandarin: mandarin, english: english, minnan: mandarin),
            value: "{answer.\(id)\(question.paperFormat)}")
    }

    private func label(_ value: YAMLValue, max: Int) -> String {
        let text = value.text(max: max)
        if text.last.map({ "？?".contains($0) }) == true {
            value.refuse("A paper asks nothing", "Name what was answered, in a word or two")
        }
        return text
    }

    private func table(_ value: YAMLValue) -> StandardPaper.Table? {
        guard let (resource, name) = value.registerField(among: registers),
            let field = shelf.field(name, of: resource)
        else { return nil }
        guard field.kind == .table else {
            value.refuse("The field is no table", "Name it under prefill")
            return nil
        }
        return StandardPaper.Table(field: name, label: field.label, columns: field.columns)
    }

    /// A paper that does not name its holder could be anybody's, and is not handed out.
    private func refuseNobodysPaper(_ statement: String, at value: YAMLValue) {
        for field in ["name", "number"]
        where !statement.contains("{\(field)}") && !prefill.contains(where: { $0.field == field }) {
            value.refuse(
                "The paper does not say its holder's \(field)",
                "Add it to prefill or to the statement, and to the register's fields")
        }
    }

    private func refuseUnknownPlaces(in text: String, at value: YAMLValue) {
        let known = Set(registers.flatMap(\.fields))
            .union(questions.filter { !$0.staysOffPapers }.map { "answer.\($0.id)" })
            .union(["department", "issuedOn", "validUntil", "caseNumber"])
            .union(isBooked || act == .cancel ? AppointmentField.allCases.map(\.name) : [])
        for place in text.matches(of: /\{([^}|]*)(\|[^}]*)?\}/).map({ String($0.1) })
        where !known.contains(place) {
            value.refuse(
                "The statement has a place for \(place), which is not known here",
                "Name a field under registers, or answer.<question>")
        }
    }
}

extension Question {
    /// How a layout writes its answer.
    fileprivate var paperFormat: String { if case .date = kind { "|date" } else { "" } }
}

extension LocalText {
    /// A question as a label.
    var withoutMark: LocalText {
        func bare(_ text: String) -> String {
            text.last.map { "？?：:".contains($0) } == true ? String(text.dropLast()) : text
        }
        return LocalText(
            mandarin: bare(self[.mandarin]), english: bare(self[.english]), minnan: bare(self[.minnan]))
    }
}
