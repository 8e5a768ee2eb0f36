import Base
import Foundation
import Vault
@testable import Wire

@testable import Catalogue
@testable import Documents
@testable import Web

extension Door {
    /// What browsers send: forms, the display cookie, the language header, the trace header; the first byte chooses.
    static let forms = Door(
        "forms", words: ["%E9", "%00", "+", "&", "egret_display", ";q=", "zh-min-nan", "00-"]
    ) {
        [
            [0] + Array("name=%E9%99%88+%E9%9D%99&name=b&c=on&d=1%0D%0A2".utf8),
            [1] + Array("nan-Hant.large.contrast".utf8),
            [2] + Array("nan-TW, zh;q=0.5, en-GB;q=0.8, *;q=nan".utf8),
            [3] + Array("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".utf8),
        ]
    } enter: { bytes in
        let rest = Array(bytes.dropFirst())
        let text = String(decoding: rest, as: UTF8.self)
        switch (bytes.first ?? 0) & 3 {
        case 0: try checkForm(rest)
        case 1:
            let (language, display) = Display.parse(text)
            let again = Display.parse(display.cookieValue(language ?? .english))
            try promise(
                again.display == display && again.language == (language ?? .english),
                "a cookie written again is another")
        case 2: _ = LanguageChoice.best(text)
        default:
            let trace = TraceContext(continuing: text, world: FixedKeys.world)
            try promise(trace.header.utf8.count == 55, "a trace header of another length")
            let next = TraceContext(continuing: trace.header, world: FixedKeys.world)
            try promise(next.traceID == trace.traceID, "a trace that was begun is not continued")
        }
    }

    private static func checkForm(_ bytes: [UInt8]) throws {
        let form: Form
        do throws(FormRefusal) {
            form = try Form(bytes)
        } catch {
            return try promise(error == .unreadable, "a form is refused as \(error)")
        }
        for name in ["name", "c", ""] {
            if let line = try? form.textIfPresent(name, max: 20) {
                try promise(
                    !line.isEmpty && line.count <= 20 && !line.contains { "\r\n\0\u{1B}".contains($0) },
                    "a line that is none is accepted")
            }
            if let text = try? form.paragraph(name, max: 50) {
                try promise(
                    text.count <= 50
                        && !text.unicodeScalars.contains { "\r\0\u{1B}".unicodeScalars.contains($0) },
                    "a text with control characters is accepted")
            }
            try promise(form[name] == form.all(name).first, "the first value is another")
        }
    }

    /// What people and registers write: answers, dates, numbers, names, amounts.
    static let values = Door(
        "values", bytesMax: 600,
        words: [
            "2026-11-26", "-9223372036854775808", ".5", "+86", "350203199006159807", "name ", "0,0 600,200",
            ";",
            "\t",
        ]
    ) {
        [
            "2026-11-26", "20261126", "350203199006159807", "+86 138-0000-0000", "陈静", "11350200MBX900017M",
            "123456.7",
            "-", "yes", "AAEC", "00000000000000000000000000", "deadbeef", "10,10 20,20;30,30 90,60",
            "name 陈静", "陈静\t7\t2026-11-26\n陈安\t\t",
        ].map { Array($0.utf8) }
    } enter: { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        for format in ValueFormat.allCases { _ = format.text(text) }
        for kind in kinds { try check(question(kind), answer: text) }
        if let date = CalendarDate(text) {
            try promise(
                date.description == text && CalendarDate(daysSince1970: date.daysSince1970) == date,
                "a date written again is another")
        }
        if let date = CalendarDate(compact: text) {
            try promise(date.compact == text, "a day written again is another")
        }
        if let number = try? CitizenNumber(text) {
            try promise((try? CitizenNumber(number.text)) == number, "a number read again")
        }
        if let phone = Phone(text) {
            try promise(Phone(phone.text) == phone && phone.text.utf8.count == 11, "a phone read again")
        }
        if let name = PersonName(text) {
            try promise(PersonName(name.text) == name, "a name read again is another")
        }
        if let code = try? CreditCode(text) {
            try promise(code.text.utf8.count == 18, "a credit code of another length")
        }
        if let raw = [UInt8](hex: text) {
            try promise(raw.hex == text.lowercased(), "hexadecimal written again is another")
        }
        if let raw = Base64URL.decode(text) {
            try promise(Base64URL.encode(raw) == text, "base 64 written again")
        }
        if let raw = CrockfordBase32.decode(text) {
            try promise(Token.encode(raw).uppercased() == text, "base 32 written again")
        }
        if let packed = SixBitText.encode(text) {
            var reader = ByteReader(packed)
            try promise(reader.sixBitText() == text && reader.isAtEnd, "six-bit text read again is another")
        }
        if let template = try? TextTemplate(text) {
            try promise(!template.fieldsNeeded.contains(""), "a field without a name")
        }
    }

    private static let kinds: [Question.Kind] = {
        let label = LocalText(mandarin: "是", english: "y", minnan: "是")
        var kinds: [Question.Kind] = [
            .text(max: 20), .number(0...1_000_000_000), .choice([Question.Option(id: "yes", label: label)]),
            .yesNo, .longText(max: 60), .money(0...100_000_000), .phone, .person, .company, .bankAccount,
            .address, .signature, .files(FileQuestion(isPicture: false, count: 1...3)),
        ]
        if let from = CalendarDate(year: 1900, month: 1, day: 1),
            let to = CalendarDate(year: 2100, month: 1, day: 1)
        {
            kinds.append(.date(from: .day(from), to: .day(to)))
            let columns: [(String, Question.Kind)] = [
                ("a", .text(max: 20)), ("b", .number(0...99)), ("c", .date(from: .day(from), to: .day(to))),
            ]
            kinds.append(
                .table(
                    TableQuestion(
                        columns: columns.map {
                            TableQuestion.Column(id: $0, kind: $1, label: label, isRequired: $0 == "a")
                        }, rows: 1...4)))
        }
        return kinds
    }()

    private static func question(_ kind: Question.Kind) -> Question {
        let words = LocalText(mandarin: "问", english: "q", minnan: "問")
        return Question(
            id: "q", kind: kind, label: words, hint: nil, why: words, isRequired: true,
            when: nil, source: nil)
    }
}
