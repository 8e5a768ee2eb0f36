import Base
import Foundation
import Testing

@testable import Catalogue

/// What must hold of an answer together with what is known besides.
@Suite struct AnswerRuleTests {
    private static let otherwise = "otherwise: {zh-Hans: 不对, en: Wrong, nan-Hant: 毋著}"
    private static let question = """
          - id: since
            kind: date
            required: true
            label: {zh-Hans: 哪天起？, en: "Since when?", nan-Hant: 對佗一工？}
            why: {zh-Hans: 要核对, en: To check, nan-Hant: 愛核對}
            from: today-900
            to: today

        """

    /// The service with another question, of which this must hold.
    private static func folder(_ must: String) throws -> (folder: ServicesFolder, line: Int) {
        let folder = try ServicesFolder()
        let line = try folder.replace(
            "  - id: reason\n", with: question + "    must: \(must)\n  - id: reason\n")
        return (folder, line + question.count { $0 == "\n" })
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let must: String
        let message: String
        var testDescription: String { message + " " + must }
    }

    private static func rule(_ source: String) -> String { "[{rule: \"\(source)\", \(otherwise)}]" }

    static let faults = [
        Fault(must: rule("answer.since > answer.reason"), message: "answer.reason is not known here"),
        Fault(
            must: rule("answer.since > police/residents.moved"),
            message: "police/residents.moved is not known here"),
        Fault(must: rule("answer.since > 3"), message: "a date is compared with a number"),
        Fault(must: rule("answer.since"), message: "This is a date, not a condition"),
        Fault(must: rule("person.age > 3"), message: "The rule looks at no answer to this question"),
        Fault(must: rule("answer.since >"), message: "The rule breaks off"),
        Fault(
            must: "[{rule: \"answer.since < today\"}]", message: "The key \"otherwise\" is missing"),
        Fault(
            must: "[{rule: \"answer.since < today\", otherwise: no}]",
            message: "Named values are expected here"),
        Fault(must: "[]", message: "The list has 0 entries"),
        Fault(
            must:
                "[\(Array(repeating: "{rule: \"answer.since < today\", \(otherwise)}", count: 7).joined(separator: ", "))]",
            message: "The list has 7 entries"),
    ]

    @Test(arguments: faults) func aRuleThatCannotBeIsNamedByItsLine(_ fault: Fault) throws {
        let (folder, line) = try Self.folder(fault.must)

        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects
        #expect(
            defects.contains { $0.line == line && $0.message.english.contains(fault.message) }, "\(defects)")
    }

    @Test(
        arguments: [
            ("answer.lost", nil),
            ("answer.lost and not answer.lost", "No answer is taken where answer.lost and not answer.lost"),
            ("answer.lost or not answer.lost", "refuses no answer"),
        ] as [(String, String?)])
    func whatAlwaysOrNeverRefusesIsFound(_ source: String, _ message: String?) throws {
        let folder = try ServicesFolder()
        let question = Self.question.replacing("since", with: "lost").replacing("date", with: "yes-no")
            .replacing(/[ ]*(?:from|to): today.*\n/, with: "")
        _ = try folder.replace(
            "  - id: reason\n", with: question + "    must: \(Self.rule(source))\n  - id: reason\n")
        let today = try #require(CalendarDate("2026-01-05"))

        let found = CatalogueLint(try Catalogue.load(folder.url), folder: folder.url, today: today)
            .findings().filter { $0.defect.message.english.contains("answer.lost") }

        #expect(found.count == (message == nil ? 0 : 1))
        if let message { #expect(found.first?.defect.message.english.contains(message) == true) }
    }

    /// Only a clerk can see to what no register said: where nobody decides, the form waits for it.
    @Test(arguments: [true, false]) func aRegisterThatOnlyJudgesIsDoneWithoutWhereSomebodyDecides(
        _ isDecided: Bool
    ) throws {
        let (folder, _) = try Self.folder(Self.rule("answer.since >= police/residence-permits.givenOn"))
        _ = try folder.replace(
            "registers:\n",
            with: """
                registers:
                  - resource: police/residence-permits
                    fields: [givenOn]
                    purpose: {zh-Hans: 核对日期, en: To check the date, nan-Hant: 核對日期}

                """)
        if isDecided {
            _ = try folder.replace(
                "handling: instant\n",
                with: """
                    handling: promised
                    steps:
                      - id: look
                        department: police
                        level: 3
                        name: {zh-Hans: 核对, en: Check, nan-Hant: 核對}
                        workingDays: 1

                    """)
            let text = try folder.text()
            try folder.write(
                text.replacing(/promisedTime: .*\n/, with: "promisedTime: {amount: 3, unit: working-days}\n")
                    .replacing(
                        /statutoryTime: .*\n/, with: "statutoryTime: {amount: 3, unit: working-days}\n"))
        }
        let id = try #require(ServiceID(rawValue: "police/temporary-identity-proof"))
        let item = try #require(try Catalogue.load(folder.url)[id])
        let use = try #require(item.registers.first { $0.resource == "police/residence-permits" })

        #expect(item.canDoWithout(use, isSilent: true) == isDecided)
        #expect(item.looksAtRegisters)
        let since = try #require(item.question("since"))
        let said = CalendarDate(daysSince1970: 20_000)
        let silent = RuleFacts(today: said, values: ["answer.since": .date(said)])
        #expect(since.unmet(in: silent) == nil)
        #expect(since.unchecked(in: silent).map(\.otherwise) == since.must.map(\.otherwise))
        let later = RuleFacts(
            today: said,
            values: [
                "answer.since": .date(said),
                "police/residence-permits.givenOn": .date(CalendarDate(daysSince1970: 20_001)),
            ])
        #expect(since.unmet(in: later)?.otherwise[.english] == "Wrong")
        #expect(since.unchecked(in: later).isEmpty)
    }

    @Test(
        arguments: [
            ("refused: {reason: lost}", "reason takes this answer"),
            ("refused: {reason: nothing}", nil),
            ("refused: {ghost: x}", "The key \"ghost\" is not known here"),
        ] as [(String, String?)])
    func aFixtureSaysWhatIsRefusedFirst(_ line: String, _ message: String?) throws {
        let folder = try ServicesFolder()
        let path = "police/temporary-identity-proof/fixtures/ordinary.yml"
        try folder.write(try folder.text(path) + "\n" + line + "\n", to: path)
        let report = DefectReport()
        let id = try #require(ServiceID(rawValue: "police/temporary-identity-proof"))
        let item = try #require(try Catalogue.load(folder.url)[id])

        let fixture = FixtureReader.read(item, in: CatalogueFiles(folder: folder.url), report)

        #expect(report.defects.map(\.message.english) == [message].compactMap(\.self))
        if message == nil { #expect(fixture?.refused == ["reason": "nothing"]) }
    }
}
