import Base
import Testing

@testable import Catalogue

/// What a person says beside what a register says of the same thing.
@Suite struct AgreementTests {
    private static func text(_ word: String) -> LocalText {
        LocalText(mandarin: word, english: word, minnan: word)
    }

    private static func question(_ kind: Question.Kind) -> Question {
        Question(
            id: "q", kind: kind, label: text("Q"), hint: nil, why: text("Why"), isRequired: true, when: nil,
            source: nil)
    }

    private static func field(_ kind: RegisterField.Kind) -> RegisterField {
        RegisterField(id: "f", label: text("F"), kind: kind, isMasked: false, columns: [], sample: nil)
    }

    private static let day = Question.Kind.date(
        from: .fromToday(DayShift(days: -100)), to: .fromToday(DayShift(days: 100)))
    private static let choice = Question.Kind.choice([
        .init(id: "job", label: LocalText(mandarin: "就业", english: "Work", minnan: "頭路"))
    ])

    @Test(arguments: [
        (Question.Kind.text(max: 40), "闽D 12345", "闽d12345", true), (.text(max: 40), "甲", "乙", false),
        (.longText(max: 40), "Ａ１", "a1", true),
        (day, "2026-11-27", "2026-11-27", true), (day, "2026-11-27", "2026-11-28", false),
        (.money(0...9_999_999), "150000", "150000", true), (.money(0...9_999_999), "15", "150000", false),
        (.number(0...9), "3", "03", true), (.phone, "13959200001", "139 5920 0001", true),
        (.address, "350203 样板里1号", "福建省厦门市思明区样板里1号", true),
        (.address, "350203 样板里1号", "厦门市思明区样板里 1 号", true),
        (.address, "350203 样板里1号", "福建省厦门市湖里区样板里1号", false),
        (.address, "350203 样板里1号", "福建省厦门市思明区样板里11号", false),
        (.address, "000000 上海市静安区示例路2号", "上海市静安区示例路2号", true),
        (.person, "许海 350203198503129834", "许海", true),
        (.person, "许海 350203198503129834", "350203198503129834", true),
        (.person, "许海 350203198503129834", "许河", false),
        (choice, "job", "就业", true), (choice, "job", "就学", false),
        (.bankAccount, "6222021234567890123", "6222 0212 3456 7890 123", true),
    ])
    func theySayTheSameOrNot(_ kind: Question.Kind, _ answer: String, _ value: String, _ agrees: Bool) {
        #expect(Self.question(kind).agrees(answer, with: value, of: Self.field(.text)) == agrees)
    }

    @Test(arguments: [("", "x"), ("x", ""), ("x", "-")])
    func nothingIsComparedWithNothing(_ answer: String, _ value: String) {
        #expect(Self.question(.text(max: 9)).agrees(answer, with: value, of: Self.field(.text)) == nil)
        #expect(Self.question(.signature).agrees("x", with: "x", of: Self.field(.text)) == nil)
    }
}
