import Base

/// An answer of several rows: who lives with one, what was bought.
///
/// It is kept as text: a line for each row, a tab between two cells, each cell as its column's kind writes it.
public struct TableQuestion: Hashable, Sendable {
    public static let rowsMax = 20
    public static let columnsMax = 6
    public static let rowSeparator: Character = "\n"
    public static let cellSeparator: Character = "\t"

    /// One cell of each row; a kind that is typed into one field.
    public struct Column: Hashable, Sendable {
        public let id: String
        public let kind: Question.Kind
        public let label: LocalText
        public let isRequired: Bool

        public init(id: String, kind: Question.Kind, label: LocalText, isRequired: Bool) {
            self.id = id
            self.kind = kind
            self.label = label
            self.isRequired = isRequired
        }

        /// The column as a question of its own.
        public var question: Question {
            Question(
                id: id, kind: kind, label: label, hint: nil, why: label, isRequired: isRequired, when: nil,
                source: nil)
        }
    }

    public let columns: [Column]
    /// **Range:** 1 to ``rowsMax``.
    public let rows: ClosedRange<Int>

    public init(columns: [Column], rows: ClosedRange<Int>) {
        self.columns = columns
        self.rows = rows
    }

    /// The cells of an answer, row by row; a row has as many as there are columns, whatever was sent.
    public func cells(_ answer: String) -> [[String]] {
        answer.split(separator: Self.rowSeparator).map { row in
            let cells = row.split(separator: Self.cellSeparator, omittingEmptySubsequences: false)
            return columns.indices.map { $0 < cells.count ? String(cells[$0]) : "" }
        }
    }

    /// One text of cells as they were typed; rows in which nothing stands are left out.
    public static func text(_ rows: [[String]]) -> String {
        rows.map { $0.map(oneLine) }.filter { !$0.allSatisfy(\.isEmpty) }
            .map { $0.joined(separator: String(cellSeparator)) }.joined(separator: String(rowSeparator))
    }

    /// What separates cells and rows is a space within one.
    private static func oneLine(_ cell: String) -> String {
        String(cell.map { $0.isNewline || $0 == cellSeparator ? " " : $0 }).trimmingSpaces()
    }

    /// - Throws: ``AnswerRefused/inRow(question:row:column:_:)`` for the first cell that cannot be taken,
    ///   ``AnswerRefused/rowsTooFew(question:min:)``, ``AnswerRefused/rowsTooMany(question:max:)``.
    func check(_ input: String, of question: String, on today: CalendarDate) throws(AnswerRefused) -> String {
        // A row in which nothing stands is none.
        let given = cells(Self.text(cells(input)))
        guard given.count <= rows.upperBound else {
            throw .rowsTooMany(question: question, max: rows.upperBound)
        }
        var checked: [[String]] = []
        for (index, row) in given.enumerated() {
            var cells: [String] = []
            for (column, cell) in zip(columns, row) {
                do {
                    cells.append(try column.question.check(cell, on: today))
                } catch {
                    throw .inRow(question: question, row: index + 1, column: column, error)
                }
            }
            checked.append(cells)
        }
        let text = Self.text(checked)
        guard cells(text).count >= rows.lowerBound else {
            throw .rowsTooFew(question: question, min: rows.lowerBound)
        }
        return text
    }

    /// The rows as they come to a paper, by the columns' ids.
    public func onPaper(_ answer: String) -> [[String: String]] {
        cells(answer).map { row in
            Dictionary(
                zip(columns, row).map { ($0.id, $0.question.onPaper($1)) },
                uniquingKeysWith: { first, _ in first })
        }
    }

    /// All rows on one line.
    func line(_ answer: String, in language: Language) -> String {
        let rows = cells(answer).map { row in
            zip(columns, row).map { $0.question.shown($1, in: language) }.filter { !$0.isEmpty }
                .joined(separator: " · ")
        }
        return rows.joined(separator: language == .english ? "; " : "；")
    }
}
