import Base
import Foundation
import Testing

@testable import Catalogue

@Suite struct QuestionTests {
    @Test(arguments: ["lost", " lost ", "lost\n"]) func anOfferedOptionIsTaken(_ input: String) throws {
        #expect(
            try question("police/temporary-identity-proof", "reason").check(input, on: Self.today) == "lost")
    }

    @Test(arguments: ["", "  ", "Lost", "stolen", "lost\u{0}", "<script>"])
    func anythingElseIsRefused(_ input: String) throws {
        let reason = try question("police/temporary-identity-proof", "reason")

        let refused = #expect(throws: AnswerRefused.self) { try reason.check(input, on: Self.today) }

        #expect(refused?.question == "reason")
    }

    @Test func anOptionalQuestionMayBeLeftOut() throws {
        #expect(try question("insurance/participation-proof", "receiver").check("  ", on: Self.today) == "")
    }

    @Test(arguments: ["厦门市<b>某</b>公司", "𠮷野家 & Söhne", "O'Neill \"x\" --"])
    func plainTextIsKeptAsItIs(_ input: String) throws {
        #expect(
            try question("insurance/participation-proof", "receiver").check(input, on: Self.today) == input)
    }

    @Test(arguments: ["a\u{202E}b", "a\u{200B}b", "a\tb", "a\u{7}b", "a\nb"])
    func invisibleCharactersAreRefused(_ input: String) throws {
        let receiver = try question("insurance/participation-proof", "receiver")

        #expect(throws: AnswerRefused.notPlainText(question: "receiver")) {
            try receiver.check(input, on: Self.today)
        }
    }

    @Test(arguments: [String(repeating: "长", count: 41), "a" + String(repeating: "\u{301}", count: 200)])
    func aTextBeyondItsLengthIsRefused(_ input: String) throws {
        let receiver = try question("insurance/participation-proof", "receiver")

        #expect(throws: AnswerRefused.tooLong(question: "receiver", max: 40)) {
            try receiver.check(input, on: Self.today)
        }
    }

    @Test func anAnswerReadsInThePersonsLanguage() throws {
        let months = try question("fund/deposit-proof", "months")

        #expect(months.shown("6", in: .english) == "The last six months")
        #expect(months.shown("6", in: .mandarin) == "最近六个月")
    }

    @Test(arguments: [
        ("捌佇別的城市領過無？", "有", "無"), ("佮翁抑是某做伙貸無？", "有", "無"), ("欲買的厝佇廈門無？", "有", "無"),
        ("是予人偷提去的無？", "是", "毋是"), ("彼爿已經停發矣未？", "有矣", "猶未"), ("會使共伊講你是啥人無？", "會使", "袂使"),
        ("愛有銀行卡功能無？", "愛", "免"), ("欲大字冊、有聲冊的消息無？", "欲", "無愛"), ("新單位會共你繳無？", "會", "袂"),
        ("厝邊嘛無電無？", "是", "毋是"), ("補貼會停，知影無？", "知影", "毋知"), ("稅票拍無去無？", "有", "無"),
    ])
    func inMinnanYesAndNoAreTheWordThatWasAskedWith(_ label: String, _ yes: String, _ no: String) {
        let text = LocalText(mandarin: "问", english: "Ask", minnan: label)
        let asked = Question(
            id: "asked", kind: .yesNo, label: text, hint: nil, why: text, isRequired: true, when: nil,
            source: nil)

        #expect(asked.shown("yes", in: .minnan) == yes && asked.shown("no", in: .minnan) == no)
        #expect(asked.shown("yes", in: .mandarin) == "是" && asked.shown("no", in: .english) == "No")
    }

    @Test func datesAndNumbersAreNormalised() throws {
        let folder = try ServicesFolder()
        _ = try folder.replace("assurance:", with: Self.more + "assurance:")
        let item = try #require(
            try Catalogue.load(folder.url).items.first { $0.id.slug == "temporary-identity-proof" })
        let day = try #require(item.question("day"))
        let count = try #require(item.question("count"))

        #expect(try day.check("20240229", on: Self.today) == "2024-02-29")
        #expect(day.shown("2024-02-29", in: .english) == "29 February 2024")
        #expect(day.onPaper("2024-02-29") == "2024-02-29", "layouts write it in their own formats")
        #expect(try count.check("007", on: Self.today) == "7")
        #expect(throws: AnswerRefused.notADate(question: "day")) {
            try day.check("2023-02-29", on: Self.today)
        }
        #expect(throws: AnswerRefused.notANumber(question: "count")) { try count.check("-3", on: Self.today) }
        #expect(throws: AnswerRefused.notANumber(question: "count")) {
            try count.check("99999999999999999999", on: Self.today)
        }
        #expect(throws: AnswerRefused.numberOutOfRange(question: "count", from: 1, to: 12)) {
            try count.check("13", on: Self.today)
        }
        let from = try #require(CalendarDate("2020-01-01"))
        let to = try #require(CalendarDate("2030-12-31"))
        #expect(throws: AnswerRefused.dateOutOfRange(question: "day", from: from, to: to)) {
            try day.check("2031-01-01", on: Self.today)
        }
    }

    struct Typed: Sendable, CustomTestStringConvertible {
        let kind: String
        let input: String
        /// Nil: refused.
        let kept: String?
        let shown: String?
        var testDescription: String { "\(kind): \(input)" }

        init(_ kind: String, _ input: String, _ kept: String?, _ shown: String? = nil) {
            self.kind = kind
            self.input = input
            self.kept = kept
            self.shown = shown
        }
    }

    static let typed: [Typed] = [
        Typed("yes-no", "yes", "yes", "Yes"), Typed("yes-no", "maybe", nil),
        Typed("money", "1200", "120000", "1200.00 yuan"), Typed("money", "1,200.5", "120050", "1200.50 yuan"),
        Typed("money", "0.01", "1", "0.01 yuan"), Typed("money", "1200.505", nil), Typed("money", "-1", nil),
        Typed("money", "1.", nil), Typed("money", "5000.01", nil), Typed("money", ".", nil),
        Typed("money", "1200元", "120000"), Typed("money", "￥1,200.50 元整", "120050"),
        Typed("money", "１２００", "120000"),
        Typed("money", "人民币1200", "120000"), Typed("money", "RMB 1200.5", "120050"),
        Typed("money", "1200块钱", "120000"),
        Typed("money", "0.12万", "120000"), Typed("money", "0.123456万元", "123456"),
        Typed("money", "0.1234567万", nil),
        Typed("money", "1，200", "120000"), Typed("money", "1,2", nil), Typed("money", "1,2000", nil),
        Typed("money", "1200,50", nil), Typed("money", "元", nil), Typed("money", "万", nil),
        Typed("money", ".5元", "50"),
        Typed("money", "1 200.50 元", "120050"), Typed("money", "0.12 万 元", "120000"),
        Typed("money", "1200 50", nil), Typed("money", "1200 5元", nil), Typed("money", "10 20", nil),
        Typed("money", "0,500", nil), Typed("money", "1.2.3", nil), Typed("money", "3万5", nil),
        Typed("money", "￥-1", nil),
        Typed("money", "1元2", nil), Typed("money", "元1200元元", nil), Typed("money", "9999999999999万", nil),
        Typed("phone", "+86 138 0013 8000", "13800138000"), Typed("phone", "12345", nil),
        Typed("person", "陈静 350203199006159807", "陈静 350203199006159807", "陈静 3502**********9807"),
        Typed("person", "Ann Lee 35020319900615980x", nil), Typed("person", "陈静", nil),
        Typed("person", "陈静 350203199006159808", nil), Typed("person", "😀 350203199006159807", nil),
        Typed("person", "陈静2 350203199006159807", nil), Typed("person", "陈静 350203209901019807", nil),
        Typed("person", "阿卜杜拉·样例 350203199006159807", "阿卜杜拉·样例 350203199006159807"),
        Typed("company", "样板公司 91350200MBX900113N", "样板公司 91350200MBX900113N"),
        Typed("company", "样板公司 91350200mbx900113n", "样板公司 91350200MBX900113N"),
        Typed("company", "样板公司 91350200MBX900113M", nil),
        Typed("bank-account", "6222 0212 3456 7894", "6222021234567894", "************7894"),
        Typed("bank-account", "6222021234567895", nil), Typed("bank-account", "622", nil),
        Typed("address", "350203 样板路8号302室", "350203 样板路8号302室", "Siming District 样板路8号302室"),
        Typed("address", "000000 泉州市样板路1号", "000000 泉州市样板路1号", "泉州市样板路1号"),
        Typed("address", "350299 样板路8号", nil), Typed("address", "350203", nil),
        Typed("long-text", "one\r\ntwo", "one two"), Typed("long-text", "a\u{202E}b", nil),
    ]

    @Test(arguments: typed) func eachKindHasOneWrittenForm(_ typed: Typed) throws {
        let limits = ["money": ", from: 1, to: 500000", "long-text": ", max: 40"][typed.kind] ?? ""
        let folder = try ServicesFolder()
        _ = try folder.replace(
            "assurance:",
            with:
                "  - {id: asked, kind: \(typed.kind), required: true, label: \(Self.words), why: \(Self.words)\(limits)}\n"
                + "assurance:")
        let item = try #require(
            try Catalogue.load(folder.url).items.first { $0.id.slug == "temporary-identity-proof" })
        let question = try #require(item.question("asked"))

        let kept = try? question.check(typed.input, on: Self.today)

        #expect(kept == typed.kept)
        if let shown = typed.shown { #expect(question.shown(kept ?? "", in: .english) == shown) }
    }

    /// A program that keeps to the published form is not refused for how it writes.
    @Test(arguments: [
        ("1200", true), ("1,200.5", true), ("9999999999999.99", true), ("1,2", false), ("0,500", false),
        ("1200,500", false), ("1.", false),
    ])
    func theSchemaOfAFormTakesTheAmountsThatTheFormTakes(_ amount: String, _ isTaken: Bool) throws {
        let service = try #require(ServiceID(rawValue: "fund/withdrawal-rent"))
        let item = try #require(try Catalogue.load(Repository.services)[service])
        let rent = FormSchema(item).document(at: "form")["properties"]?["rent"]
        let pattern = try Regex(try #require(rent?["pattern"]?.text))

        #expect((amount.wholeMatch(of: pattern) != nil) == isTaken)
        #expect((WrittenAmount.fen(amount) != nil) == isTaken)
    }

    private static let today = CalendarDate(daysSince1970: 20_500)
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
