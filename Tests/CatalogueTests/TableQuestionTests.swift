import Base
import Foundation
import Testing

@testable import Catalogue

@Suite struct TableQuestionTests {
    private static let today = CalendarDate("2026-11-27") ?? CalendarDate(daysSince1970: 0)

    private static func household(_ rows: ClosedRange<Int> = 1...3, required: Bool = true) -> Question {
        func text(_ word: String) -> LocalText { LocalText(mandarin: word, english: word, minnan: word) }
        let columns = [
            TableQuestion.Column(id: "name", kind: .text(max: 5), label: text("Name"), isRequired: true),
            TableQuestion.Column(
                id: "relation",
                kind: .choice(["child", "parent"].map { .init(id: $0, label: text($0)) }),
                label: text("Relation"), isRequired: true),
            TableQuestion.Column(
                id: "income", kind: .money(0...1_000_000), label: text("Income"), isRequired: false),
        ]
        return Question(
            id: "members", kind: .table(TableQuestion(columns: columns, rows: rows)), label: text("Members"),
            hint: nil, why: text("Why"), isRequired: required, when: nil, source: nil)
    }

    @Test(arguments: [
        ("许海\tchild\t", "许海\tchild\t"),
        (" 许海 \tchild\t12.5", "许海\tchild\t1250"),
        ("许海\tchild\t0\n\t\t\n林芳\tparent\t1,200", "许海\tchild\t0\n林芳\tparent\t120000"),
        // A row with too few cells, and one with too many.
        ("许海\tchild", "许海\tchild\t"),
        ("许海\tchild\t1\tmore\tand more", "许海\tchild\t100"),
    ])
    func rowsAreKeptCellByCell(_ input: String, _ kept: String) throws {
        #expect(try Self.household().check(input, on: Self.today) == kept)
    }

    @Test func anAcceptedAnswerIsReadAsItWasKept() throws {
        guard case .table(let table) = Self.household().kind else { return }

        #expect(table.cells("许海\tchild\t\n林芳\tparent\t9") == [["许海", "child", ""], ["林芳", "parent", "9"]])
        #expect(
            table.onPaper("林芳\tparent\t950")
                == [["name": "林芳", "relation": "parent", "income": "9.50 元"]])
    }

    @Test(arguments: [("", "\t\t"), ("\n\t", "  ")]) func nothingIsNothing(_ one: String, _ other: String)
        throws
    {
        for input in [one, other] {
            #expect(throws: AnswerRefused.missing(question: "members")) {
                try Self.household().check(input, on: Self.today)
            }
            #expect(try Self.household(required: false).check(input, on: Self.today) == "")
        }
    }

    @Test(arguments: [
        ("许海\tchild\t\n\tparent\t3", 2, "name", AnswerRefused.missing(question: "name")),
        ("许海\tcousin\t", 1, "relation", .notOffered(question: "relation")),
        ("许海许海许海\tchild\t", 1, "name", .tooLong(question: "name", max: 5)),
        ("a\u{202E}b\tchild\t", 1, "name", .notPlainText(question: "name")),
        ("许海\tchild\tmuch", 1, "income", .notMoney(question: "income")),
        ("许海\tchild\t99999", 1, "income", .moneyOutOfRange(question: "income", from: 0, to: 1_000_000)),
    ])
    func theCellThatCannotBeTakenIsNamed(
        _ input: String, _ row: Int, _ column: String, _ reason: AnswerRefused
    ) {
        let refused = #expect(throws: AnswerRefused.self) {
            try Self.household().check(input, on: Self.today)
        }

        guard case .inRow("members", row, let named, reason) = refused else {
            Issue.record("\(String(describing: refused))")
            return
        }
        #expect(named.id == column)
    }

    @Test func tooFewAndTooManyRowsAreRefused() {
        let row = "许海\tchild\t"
        #expect(throws: AnswerRefused.rowsTooFew(question: "members", min: 2)) {
            try Self.household(2...3).check(row, on: Self.today)
        }
        #expect(throws: AnswerRefused.rowsTooMany(question: "members", max: 3)) {
            try Self.household(2...3).check(
                Array(repeating: row, count: 4).joined(separator: "\n"), on: Self.today)
        }
    }

    @Test func whatSeparatesCellsIsASpaceWithinOne() {
        #expect(TableQuestion.text([["a\tb", "c\r\nd"], ["", " "]]) == "a b\tc d")
    }

    @Test func aRuleSeesHowManyRowsThereAre() {
        let question = Self.household()
        #expect(question.value("许海\tchild\t\n林芳\tparent\t9") == .number(2))
        #expect(question.value("") == .nothing)
        #expect(question.type == .number)
    }
}
