import Base
import Foundation
import Testing

@testable import Catalogue

/// Conditions that can never hold, or always do, wherever one can stand.
@Suite struct DeadRuleTests {
    private static let path = "insurance/participation-proof/service.yml"
    private static let dead = "answer.purpose == 'other' and answer.purpose == 'housing'"
    private static let idle = "answer.purpose == 'other' or answer.purpose != 'other'"

    /// What is replaced, and what stands there then, around a condition.
    static let places: [(old: String, before: String, after: String)] = [
        (
            "statutoryTime:",
            "  - {name: {zh-Hans: 合同, en: Contract, nan-Hant: 合同}, source: shown, sparedBySharing: false, "
                + "if: {zh-Hans: 有的, en: If so, nan-Hant: 若有}, when: \"", "\"}\nstatutoryTime:"
        ),
        ("result:\n", "  lines:\n    - {fen: 100, when: \"", "\"}\nresult:\n"),
        (
            "result:\n", "  exemptions:\n    - {basis: {zh-Hans: 免费, en: Free, nan-Hant: 免費}, when: \"",
            "\"}\nresult:\n"
        ),
        ("  kind: paper\n", "  kind: paper\n  validity:\n    - {days: 30, when: \"", "\"}\n"),
        (
            "  kind: paper\n",
            "  kind: register\n  changes:\n    - resource: insurance/participation\n      set:\n"
                + "        - {field: status, to: x, when: \"", "\"}\n"
        ),
    ]

    @Test(arguments: places.indices) func aConditionIsTriedWhereverItStands(_ index: Int) throws {
        let place = Self.places[index]
        for (rule, message, weight) in [
            (Self.dead, "This never holds: \(Self.dead)", CatalogueLint.Finding.Weight.error),
            (Self.idle, "This always holds: \(Self.idle)", .warning),
        ] {
            let folder = try ServicesFolder()
            let first = try folder.replace(
                place.old, with: place.before + rule + place.after, in: Self.path)
            let findings = try lint(folder).filter { $0.defect.message.english == message }
            #expect(findings.map(\.weight) == [weight], "\(place.before)")
            let line = first + place.before.count { $0 == "\n" }
            #expect(findings.map(\.defect.line) == [line])
        }
    }

    /// What must hold before anything is asked looks at registers, which hold numbers, days and texts.
    @Test func whoCanNeverHaveAServiceIsFound() throws {
        for (rule, isDead) in [
            ("insurance/participation.status == 'a' and insurance/participation.status == 'b'", true),
            ("person.age >= 60 and person.age < 60", true),
            ("empty(insurance/participation.status) and insurance/participation.status == 'a'", true),
            ("person.age >= 60 and person.age < 62", false),
            ("insurance/participation.status == 'a' or empty(insurance/participation.status)", false),
        ] {
            let folder = try ServicesFolder()
            _ = try folder.replace(
                "questions:\n",
                with: "eligibility:\n  - {rule: \"\(rule)\", otherwise: "
                    + "{zh-Hans: 不能办, en: Not for you, nan-Hant: 袂使辦}}\nquestions:\n", in: Self.path)
            let messages = try lint(folder).map(\.defect.message.english)
            #expect(messages == (isDead ? ["This never holds: \(rule)"] : []))
        }
    }

    private func lint(_ folder: ServicesFolder) throws -> [CatalogueLint.Finding] {
        CatalogueLint(
            try Catalogue.load(folder.url), folder: folder.url, today: CalendarDate(daysSince1970: 20_780)
        ).findings()
    }
}
