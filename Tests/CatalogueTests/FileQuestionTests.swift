import Base
import Support
import Testing

@testable import Catalogue

/// Answers that come from a person's own hand: files, and her signature.
@Suite struct FileQuestionTests {
    private static let today = CalendarDate(daysSince1970: 20_000)

    private func question(_ kind: Question.Kind, isRequired: Bool = true) -> Question {
        let text = LocalText(mandarin: "甲", english: "a", minnan: "甲")
        return Question(
            id: "q", kind: kind, label: text, hint: nil, why: text, isRequired: isRequired, when: nil,
            source: nil)
    }

    @Test(
        arguments: [
            ("a", AnswerRefused.filesTooFew(question: "q", min: 2)), ("a b", nil), ("a  b   c", nil),
            ("a b c d", .filesTooMany(question: "q", max: 3)), ("", .missing(question: "q")),
        ] as [(String, AnswerRefused?)])
    func asManyFilesAsAreAskedFor(answer: String, refusal: AnswerRefused?) throws {
        let question = question(.files(FileQuestion(isPicture: false, count: 2...3)))
        if let refusal {
            #expect(throws: refusal) { try question.check(answer, on: Self.today) }
        } else {
            let kept = try question.check(answer, on: Self.today)
            #expect(FileQuestion.ids(kept) == answer.split(separator: " ").map(String.init))
            #expect(question.value(kept) == .number(FileQuestion.ids(kept).count))
        }
    }

    @Test func filesReadAsTheirNumber() {
        let question = question(.files(.photograph))
        #expect(question.shown("a", in: .english) == "1 file")
        #expect(question.shown("a b", in: .english) == "2 files")
        #expect(question.shown("a b", in: .mandarin) == "2 个文件")
        #expect(question.shown("", in: .english) == "")
    }

    @Test(
        arguments: [
            "10,10 60,10", "0,0 600,200", "10,10 20,20;30,30 90,60", "name 陈静", "name Jane Doe",
        ])
    func aSignatureIsKeptAsItWasWritten(text: String) throws {
        #expect(try question(.signature).check(text, on: Self.today) == text)
        #expect(question(.signature).value(text) == .flag(true))
    }

    @Test(
        arguments: [
            "x", "10,10", "10,10 20,20", "10,10 601,10", "10,10 10,201", "-1,0 60,0", "1,1 60,1,1", "1,1 60",
            "name ", "name " + String(repeating: "甲", count: 200), "10,10 60,10;a,b", "0010,10 60,10",
            "１0,10 60,10", "10,10 60,10; ;10,20", "name  \u{301}x",
            Array(repeating: "1,1 60,1", count: 61).joined(separator: ";"),
            Array(repeating: "1,1 60,1", count: 1_600).joined(separator: " "),
        ])
    func whatIsNoSignatureIsRefused(text: String) {
        #expect(throws: AnswerRefused.notASignature(question: "q")) {
            try question(.signature).check(text, on: Self.today)
        }
    }

    @Test func aSignatureReadsAsSuchAndATypedOneAsItsName() {
        #expect(question(.signature).shown("10,10 60,10", in: .english) == "Signed by hand")
        #expect(question(.signature).shown("name 陈静", in: .english) == "陈静")
    }
}
