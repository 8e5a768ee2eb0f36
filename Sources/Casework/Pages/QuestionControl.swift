import Base
import Catalogue
import Web

/// What a person touches or types to answer one question; some answers are made of two fields.
struct QuestionControl {
    let question: Question
    let answer: String?
    /// A kept answer of which only the ends may be shown now.
    var hidden: Phone?
    let error: String?
    /// Whether the answer is as it was typed, and not yet as it is kept.
    let isTyped: Bool
    var name = Self.first
    var errorAt: String?
    var wantsMore = false

    private static let first = "answer"
    private static let second = "answer-rest"

    /// The answer as a form carries it: two fields of one answer with a space between, rows on lines.
    static func typed(in form: Form, to question: Question?, change: TableControl.Change? = nil) -> String {
        if case .table(let table) = question?.kind {
            return TableControl.typed(table, in: form, change: change)
        }
        if case .signature = question?.kind { return SignatureControl.typed(in: form) }
        return [form[first] ?? "", form[second] ?? ""].map { $0.trimmingSpaces() }.filter { !$0.isEmpty }
            .joined(separator: " ")
    }

    func html(_ phrases: Phrases, _ language: Language) -> HTML {
        switch question.kind {
        case .choice(let options): choice(options.map { .init($0.id, $0.label[language]) }, answer, language)
        case .yesNo:
            choice(["yes", "no"].map { .init($0, question.word($0, in: language)) }, answer, language)
        case .text(let max): field(.text, language, max: max)
        case .longText(let max): field(.paragraph(rows: 4), language, max: max)
        case .date: field(.date, language)
        case .number: field(.number, language)
        case .money: field(.amount, language)
        case .phone:
            field(
                .phone, language,
                hint: hidden.map { phrases("kiosk.question.phone.hidden", ["phone": $0.masked]) })
        case .bankAccount:
            field(.number, language, max: 23, hint: phrases("kiosk.question.bank-account.hint"))
        case .person: pair("person", phrases, language, max: 18)
        case .company: pair("company", phrases, language, max: 18)
        case .address: address(phrases, language)
        case .table(let table): rows(table, language).html(phrases, language)
        case .signature:
            SignatureControl(answer: answer, hint: question.hint?[language], error: error).html(phrases)
        // Those have a page of their own.
        case .files: fragment {}
        }
    }

    /// Whether the heading of the page is the label of its one field.
    var isAlone: Bool {
        switch question.kind {
        case .person, .company, .address, .table, .signature, .files: false
        default: true
        }
    }

    /// What brings it to life.
    var scripts: [String] {
        if case .signature = question.kind { [SignatureControl.script] } else { [] }
    }

    /// The name of the field that a refusal is about.
    static func field(of refusal: AnswerRefused) -> String? {
        switch refusal {
        case .inRow(_, let row, let column, _): TableControl.name(row, column)
        case .oneself: second
        default: nil
        }
    }

    /// What else a page of this question offers than to go on.
    func changes(_ phrases: Phrases) -> [Button] {
        guard case .table(let table) = question.kind else { return [] }
        return rows(table, phrases.language).changes(phrases)
    }

    private func rows(_ table: TableQuestion, _ language: Language) -> TableControl {
        TableControl(
            table, hint: question.hint?[language], answer: answer, isTyped: isTyped, wantsMore: wantsMore,
            error: error, errorAt: errorAt)
    }

    private func choice(_ options: [Choice.Option], _ chosen: String?, _ language: Language) -> HTML {
        Choice(
            name: name, label: question.label[language], options: options, chosen: chosen,
            hint: question.hint?[language], error: error
        ).html
    }

    /// `hint` is what the kind itself shows, where the question has no words of its own.
    private func field(
        _ kind: Field.Kind, _ language: Language, max: Int? = nil, hint: String? = nil
    ) -> HTML {
        Field(
            kind, name: name, label: question.label[language], hint: question.hint?[language] ?? hint,
            error: error,
            value: typed, max: max
        ).html
    }

    /// A name, and the number that belongs to it.
    private func pair(_ words: String, _ phrases: Phrases, _ language: Language, max: Int) -> HTML {
        let parts = answer.map(Question.halves) ?? ("", "")
        return group {
            Field(
                .text, name: Self.first, label: phrases("kiosk.question.\(words).name"),
                hint: question.hint?[language], error: errorAt == nil ? error : nil, value: parts.0, max: 60
            ).html
            Field(
                .text, name: Self.second, label: phrases("kiosk.question.\(words).number"),
                error: errorAt == Self.second ? error : nil, value: parts.1, max: max
            ).html
        }
    }

    private func address(_ phrases: Phrases, _ language: Language) -> HTML {
        let code = String((answer ?? "").prefix { $0 != " " })
        let rest = String((answer ?? "").dropFirst(code.count + 1))
        return group {
            choice(question.places.map { .init($0.code, $0.name[language]) }, code, language)
            Field(
                .text, name: Self.second, label: phrases("kiosk.question.address.rest"),
                hint: phrases("kiosk.question.address.hint"), value: rest, max: 80
            ).html
        }
    }

    private func group(@HTMLBuilder _ fields: () -> HTML) -> HTML {
        element("div", .class("fields")) { fields() }
    }

    /// Money is kept in fen and typed in yuan.
    private var typed: String? {
        guard case .money = question.kind, !isTyped, let fen = answer.flatMap(Int.init) else {
            return answer
        }
        return WrittenAmount.yuan(fen)
    }
}
