import Base
import Catalogue
import Web

/// The rows of one answer, all of them open to change: as many as are filled in, and those that are wanted besides.
struct TableControl {
    /// What a button of the page asks for instead of going on.
    enum Change: Equatable {
        case add
        /// **Unit:** rows, from 1.
        case remove(Int)

        private static let field = "rows"

        init?(in form: Form) {
            guard let word = form[Self.field] else { return nil }
            if word == "more" {
                self = .add
            } else if let row = Int(word), row > 0 {
                self = .remove(row)
            } else {
                return nil
            }
        }

        func button(_ label: String, _ kind: Button.Kind) -> Button {
            switch self {
            case .add: Button(label, kind, name: Self.field, value: "more")
            case .remove(let row): Button(label, kind, name: Self.field, value: String(row))
            }
        }
    }

    let table: TableQuestion
    let hint: String?
    /// Empty rows below those of the answer.
    let open: Int
    let answer: String
    /// Whether the answer is as it was typed, and not yet as it is kept.
    let isTyped: Bool
    let error: String?
    /// The field that the error is about.
    let errorAt: String?

    init(
        _ table: TableQuestion, hint: String?, answer: String?, isTyped: Bool, wantsMore: Bool,
        error: String?,
        errorAt: String?
    ) {
        self.table = table
        self.hint = hint
        self.answer = answer ?? ""
        self.isTyped = isTyped
        self.error = error
        self.errorAt = errorAt
        let filled = table.cells(self.answer).count
        let most = max(0, table.rows.upperBound - filled)
        // A page that is made anew while somebody helps shows nothing of what was typed into the one before.
        open =
            Masking.isOn
            ? most : min(most, max(table.rows.lowerBound - filled, wantsMore || filled == 0 ? 1 : 0))
    }

    static func name(_ row: Int, _ column: TableQuestion.Column) -> String { "answer-\(row)-\(column.id)" }

    /// The rows as a form carries them; one is left out where she presses its button.
    static func typed(_ table: TableQuestion, in form: Form, change: Change? = nil) -> String {
        let rows = (1...TableQuestion.rowsMax + 1).filter { change != .remove($0) }
        return TableQuestion.text(
            rows.map { row in table.columns.map { form[Self.name(row, $0)] ?? "" } })
    }

    func html(_ phrases: Phrases, _ language: Language) -> HTML {
        let cells = table.cells(answer)
        return element("div", .class("rows"), .id("answer")) {
            if let hint { element("p", .class("hint")) { hint } }
            if let error, errorAt == nil { element("p", .class("error")) { error } }
            for row in 1...max(1, cells.count + open) {
                element("fieldset", .class("fields row")) {
                    element("legend") { phrases("kiosk.question.table.row", ["row": String(row)]) }
                    for (index, column) in table.columns.enumerated() {
                        cell(row, column, row <= cells.count ? cells[row - 1][index] : nil).html(
                            phrases, language)
                    }
                }
            }
        }
    }

    /// The buttons below that to go on, which pressing Enter means.
    ///
    /// None while somebody helps: all rows that there can be are open then.
    func changes(_ phrases: Phrases) -> [Button] {
        guard !Masking.isOn else { return [] }
        let filled = table.cells(answer).count
        var buttons: [Button] = []
        if filled + open < table.rows.upperBound {
            buttons.append(Change.add.button(phrases("kiosk.question.table.add"), .secondary))
        }
        guard filled + open > 1 else { return buttons }
        for row in 1...filled + open {
            let label = phrases("kiosk.question.table.remove", ["row": String(row)])
            buttons.append(Change.remove(row).button(label, .link))
        }
        return buttons
    }

    private func cell(_ row: Int, _ column: TableQuestion.Column, _ value: String?) -> QuestionControl {
        let name = Self.name(row, column)
        return QuestionControl(
            question: column.question, answer: value, error: errorAt == name ? error : nil, isTyped: isTyped,
            name: name)
    }
}
