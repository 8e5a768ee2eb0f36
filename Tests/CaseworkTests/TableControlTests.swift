import Base
import Catalogue
import Support
import Testing
import Web

@testable import Casework

/// The rows of one answer on a page.
@Suite struct TableControlTests {
    private static let columns = ["name", "age"].map {
        TableQuestion.Column(
            id: $0, kind: .text(max: 20), label: LocalText(mandarin: $0, english: $0, minnan: $0),
            isRequired: true)
    }

    private static func control(_ answer: String?, wantsMore: Bool = false) -> TableControl {
        TableControl(
            TableQuestion(columns: columns, rows: 1...4), hint: nil, answer: answer, isTyped: false,
            wantsMore: wantsMore, error: nil, errorAt: nil)
    }

    private static let two = TableQuestion.text([["Mei", "7"], ["Hao", "9"]])

    @Test(
        arguments: [
            (nil, false, 1), (two, false, 0), (two, true, 1), (TableQuestion.text([["a", "1"]]), false, 0),
            (TableQuestion.text((1...4).map { ["a", "\($0)"] }), true, 0),
            (TableQuestion.text((1...6).map { ["a", "\($0)"] }), true, 0),
        ] as [(String?, Bool, Int)])
    func asManyRowsAreOpenAsAreWanted(_ answer: String?, _ wantsMore: Bool, _ open: Int) {
        #expect(Self.control(answer, wantsMore: wantsMore).open == open)
    }

    /// Each press of a button makes the page anew, and while somebody helps nothing that was typed would stand on it.
    @Test(arguments: [nil, two] as [String?])
    func whileSomebodyHelpsAllRowsAreThereAtOnce(_ answer: String?) async throws {
        let phrases = try await CaseHouse(.sqlite).frame.words.phrases(.english)
        let alone = Self.control(answer)
        #expect(!alone.changes(phrases).isEmpty)
        Masking.$isOn.withValue(true) {
            let helped = Self.control(answer)
            let html = helped.html(phrases, .english).string
            #expect(helped.changes(phrases).isEmpty)
            #expect(html.contains("name=\"answer-4-age\"") && !html.contains("name=\"answer-5-"))
            #expect(!html.contains("Mei"))
        }
    }
}
