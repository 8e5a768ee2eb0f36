import Base
import Catalogue
import Foundation
import Testing

@Suite struct QuestionTests {
    @Test(arguments: ["lost", " lost ", "lost\n"]) func anOfferedOptionIsTaken(_ input: String) throws {
        #expect(try question("police/temporary-identity-proof", "reason").check(input) == "lost")
    }

    @Test(arguments: ["", "  ", "Lost", "stolen", "lost\u{0}", "<script>"])
    func anythingElseIsRefused(_ input: String) throws {
        let reason = try question("police/temporary-identity-proof", "reason")

        let refused = #expect(throws: AnswerRefused.self) { try reason.check(input) }

        #expect(refused?.question == "reason")
    }

    @Test func anOptionalQuestionMayBeLeftOut() throws {
        #expect(try question("insurance/participation-proof", "receiver").check("  ") == "")
    }

    @Test(arguments: ["厦门市<b>某</b>公司", "𠮷野家 & Söhne", "O'Neill \"x\" --"])
    func plainTextIsKeptAsItIs(_ input: String) throws {
        #expect(try question("insurance/participation-proof", "receiver").check(input) == input)
    }

    @Test(arguments: ["a\u{202E}b", "a\u{200B}b", "a\tb", "a\u{7}b", "a\nb"])
    func invisibleCharactersAreRefused(_ input: String) throws {
        let receiver = try question("insurance/participation-proof", "receiver")

        #expect(throws: AnswerRefused.notPlainText(question: "receiver")) { try receiver.check(input) }
    }

    @Test(arguments: [String(repeating: "长", count: 41), "a" + String(repeating: "\u{301}", count: 200)])
    func aTextBeyondItsLengthIsRefused(_ input: String) throws {
        let receiver = try question("insurance/participation-proof", "receiver")

        #expect(throws: AnswerRefused.tooLong(question: "receiver", max: 40)) { try receiver.check(input) }
    }

    @Test func anAnswerReadsInThePersonsLanguage() throws {
        let months = try question("fund/deposit-proof", "months")

        #expect(months.shown("6", in: .english) == "The last six months")
        #expect(months.shown("6", in: .mandarin) == "最近六个月")
    }

    @Test func datesAndNumbersAreNormalised() throws {
        let folder = try ServicesFolder()
        _ = try folder.replace("registers:", with: Self.more + "registers:")
        let item = try #require(
            try Catalogue.load(folder.url).items.first { $0.id.slug == "temporary-identity-proof" })
        let day = try #require(item.question("day"))
        let count = try #require(item.question("count"))

        #expect(try day.check("20240229") == "2024-02-29")
        #expect(try count.check("007") == "7")
        #expect(throws: AnswerRefused.notADate(question: "day")) { try day.check("2023-02-29") }
        #expect(throws: AnswerRefused.notANumber(question: "count")) { try count.check("-3") }
        #expect(throws: AnswerRefused.notANumber(question: "count")) {
            try count.check("99999999999999999999")
        }
        #expect(throws: AnswerRefused.numberOutOfRange(question: "count", from: 1, to: 12)) {
            try count.check("13")
        }
        let from = try #require(CalendarDate("2020-01-01"))
        let to = try #require(CalendarDate("2030-12-31"))
        #expect(throws: AnswerRefused.dateOutOfRange(question: "day", from: from, to: to)) {
            try day.check("2031-01-01")
        }
    }

    private static let words = "{zh-Hans: 天, en: Day, nan-Hant: 工}"
    private static let more = """
          - {id: day, kind: date, required: true, label: \(words), why: \(words), from: 2020-01-01, to: 2030-12-31}
          - {id: count, kind: number, required: true, label: \(words), why: \(words), from: 1, to: 12}

        """

    private func question(_ service: String, _ id: String) throws -> Question {
        let service = try #require(ServiceID(rawValue: service))
        return try #require(try Catalogue.load(Repository.services)[service]?.question(id))
    }
}
