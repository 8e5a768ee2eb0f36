import Base
import Catalogue
import Foundation
import Testing

/// Each finding stands on the line of what it is about, however that is written and whatever is called the same.
@Suite struct LintPlaceTests {
    private static let path = "insurance/participation-proof/service.yml"
    private static let dead = "answer.purpose == 'other' and answer.purpose == 'housing'"

    private func lint(_ folder: ServicesFolder) throws -> [String] {
        CatalogueLint(
            try Catalogue.load(folder.url), folder: folder.url, today: CalendarDate(daysSince1970: 20_780)
        ).findings().filter { $0.defect.file == Self.path }
            .map { "\($0.defect.line) \($0.weight) \($0.defect.message)" }
    }

    private func line(of text: String, in folder: ServicesFolder) throws -> Int {
        try folder.replace(text, with: text, in: Self.path)
    }

    /// An option above it has the name of the question.
    @Test func aQuestionIsNotAnOptionOfItsName() throws {
        let folder = try ServicesFolder()
        let dead = "answer.purpose == 'bidding' and answer.purpose == 'housing'"
        _ = try folder.replace("      - id: other\n", with: "      - id: receiver\n", in: Self.path)
        _ = try folder.replace(
            "  - id: receiver\n    kind: text",
            with: "  - id: receiver\n    when: \"\(dead)\"\n    kind: text",
            in: Self.path)
        #expect(
            try lint(folder) == [
                "\(line(of: "    when:", in: folder)) error The question receiver is never asked: \(dead)"
            ])
    }

    /// A rule over two lines, and one with doubled quotes, are read as one text; so they are found.
    @Test(arguments: [
        "answer.purpose == 'other' and\n          answer.purpose == 'housing'",
        "'answer.purpose == ''other'' and answer.purpose == ''housing'''",
    ]) func aRuleIsFoundHoweverItIsWritten(_ written: String) throws {
        let folder = try ServicesFolder()
        _ = try folder.replace(
            "result:\n", with: "  lines:\n    - fen: 100\n      when: \(written)\nresult:\n", in: Self.path)
        #expect(
            try lint(folder) == [
                "\(line(of: "      when:", in: folder)) error This never holds: \(Self.dead)"
            ])
    }

    /// The second of two, in the mapping that has both; an entry below has a key of its own.
    @Test(arguments: [
        ("selfService: true\n", "selfService: true\nversion: 9\n", 1),
        ("  - id: receiver\n", "  - id: receiver\n    # Who gets it.\n    id: office\n", 2),
    ]) func aKeyThatComesAgainIsNamedWhereItDoes(_ old: String, _ new: String, _ after: Int) throws {
        let folder = try ServicesFolder()
        let line = try folder.replace(old, with: new, in: Self.path)
        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects
        #expect(defects.map(\.line) == [line + after], "\(defects)")
        #expect(defects.first?.message.english.hasPrefix("A key stands twice") == true)
    }

    @Test func twoServicesOfOneCodeReadWhereItStands() throws {
        let folder = try ServicesFolder()
        let text = try folder.text("fund/deposit-proof/service.yml")
        let code = try #require(text.firstMatch(of: /implementationCode: .*\n/)).0
        let own = try #require(try folder.text(Self.path).firstMatch(of: /implementationCode: .*\n/)).0
        let line = try folder.replace(String(own), with: String(code), in: Self.path)
        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects
        #expect(defects.first { $0.file == Self.path }?.line == line, "\(defects)")
    }

    @Test func aFieldIsFoundInItsOwnRegister() throws {
        let folder = try ServicesFolder()
        _ = try folder.replace(
            "questions:\n",
            with: """
                  - resource: police/residents
                    fields: [name, address]
                    purpose: {zh-Hans: 核对, en: To compare, nan-Hant: 核對}
                questions:

                """, in: Self.path)
        #expect(
            try lint(folder) == [
                "\(line(of: "fields: [name, address]", in: folder)) error "
                    + "police/residents.address is asked for and never used"
            ], "the paper is the department's own, and does not print it")
    }

    /// What only says which district decides, or how long the paper holds, is needed too.
    @Test(arguments: [true, false]) func aFieldThatDecidesWhereOrHowLongIsNeeded(_ isWhere: Bool) throws {
        let folder = try ServicesFolder()
        let (resource, field) = isWhere ? ("police/residents", "address") : ("fund/sealed", "restingSince")
        _ = try folder.replace(
            "questions:\n",
            with: """
                  - resource: \(resource)
                    fields: [\(field)]
                    purpose: {zh-Hans: 核对, en: To compare, nan-Hant: 核對}
                questions:

                """, in: Self.path)
        if isWhere {
            for old in [
                "statutoryTime: {amount: 0, unit: minutes}", "promisedTime: {amount: 0, unit: minutes}",
            ] {
                _ = try folder.replace(
                    old,
                    with: old.replacing("0, unit: minutes", with: "3, unit: working-days"), in: Self.path)
            }
            _ = try folder.replace(
                "handling: instant\n",
                with: """
                    handling: promised
                    steps:
                      - id: look
                        department: insurance
                        level: 4
                        name: {zh-Hans: 核对, en: Compare, nan-Hant: 核對}
                        workingDays: 1
                        region: police/residents.address

                    """, in: Self.path)
        } else {
            _ = try folder.replace(
                "selfService: true",
                with: "  validity:\n    - {when: \"answer.purpose == 'other'\", "
                    + "until: fund/sealed.restingSince+12months}\nselfService: true", in: Self.path)
        }
        #expect(try lint(folder).filter { $0.contains("never used") } == [])
    }

    /// A department may be faster than the law wants, and not slower.
    @Test(arguments: [
        ("3, unit: working-days", "3, unit: working-days", false),
        ("7, unit: days", "5, unit: working-days", false),
        ("7, unit: days", "6, unit: working-days", true),
        ("0, unit: minutes", "1, unit: working-days", true),
        ("10, unit: days", "12, unit: days", true),
    ]) func moreTimeThanTheLawLeavesIsNotPromised(
        _ statutory: String, _ promised: String, _ isTooLong: Bool
    ) throws {
        let folder = try ServicesFolder()
        _ = try folder.replace("handling: instant", with: "handling: promised", in: Self.path)
        _ = try folder.replace(
            "statutoryTime: {amount: 0, unit: minutes}", with: "statutoryTime: {amount: \(statutory)}",
            in: Self.path)
        let line = try folder.replace(
            "promisedTime: {amount: 0, unit: minutes}", with: "promisedTime: {amount: \(promised)}",
            in: Self.path)
        #expect(
            try lint(folder).filter { $0.contains("More time") }
                == (isTooLong ? ["\(line) error More time is promised than the law leaves"] : []))
    }

    /// Options, columns and pictures' texts are read as much as questions are.
    @Test(arguments: [
        ("zh-Hans: 买房或租房", "zh-Hans: 予以买房"), ("zh-Hans: 取走盖章的参保证明", "zh-Hans: 务必取走"),
        ("zh-Hans: 在证明上写明您的参保情况", "zh-Hans: 特此写明"),
    ]) func everythingThatIsReadHasAReadingLevel(_ old: String, _ new: String) throws {
        let folder = try ServicesFolder()
        let line = try folder.replace(old, with: new, in: Self.path)
        let found = try lint(folder)
        #expect(found.count == 1 && found[0].hasPrefix("\(line) warning "), "\(found)")
        #expect(found.first?.hasSuffix("is a word of offices") == true)
    }
}
