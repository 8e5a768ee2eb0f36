import Base
import Foundation
import Testing

@testable import Catalogue

/// Conditions that can never hold, or always do, wherever one can stand and whatever stands before it.
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

    /// Rules that could hold by themselves, beside those that hold before anybody comes to them.
    struct Beside: Sendable, CustomTestStringConvertible {
        var eligibility: [String] = []
        /// Of questions called a, b, c, answered by yes or no.
        var questions: [String] = []
        /// The first that holds counts.
        var exemptions: [String] = []
        /// The rule that is named; nil where nothing is.
        let dead: String?

        var testDescription: String { "\(eligibility) \(questions) \(exemptions)" }
    }

    private static let status = "insurance/participation.status"
    static let beside: [Beside] = [
        Beside(eligibility: ["\(status) == 'x'"], questions: ["\(status) == 'y'"], dead: "\(status) == 'y'"),
        Beside(eligibility: ["\(status) == 'x'"], questions: ["\(status) in ['x', 'y']"], dead: nil),
        // What a register leaves open is known to nobody.
        Beside(eligibility: ["\(status) == 'x'"], questions: ["empty(\(status))"], dead: nil),
        Beside(eligibility: ["person.age >= 60"], exemptions: ["person.age < 18"], dead: "person.age < 18"),
        Beside(
            eligibility: ["person.age >= 60", "person.sex == 'male' and person.age < 18"],
            dead: "person.sex == 'male' and person.age < 18"),
        Beside(
            questions: ["person.age < 18", "answer.a and person.age >= 60"],
            dead: "answer.a and person.age >= 60"),
        Beside(questions: ["person.age < 18", "not answer.a and person.age >= 60"], dead: nil),
        // Whoever is asked the third was asked the first.
        Beside(
            questions: ["person.age < 18", "answer.a", "answer.b and person.age >= 60"],
            dead: "answer.b and person.age >= 60"),
        Beside(
            questions: ["person.age < 18"], exemptions: ["answer.a and person.age >= 60"],
            dead: "answer.a and person.age >= 60"),
        Beside(
            exemptions: ["person.age >= 60", "person.sex == 'male' and person.age >= 70"],
            dead: "person.sex == 'male' and person.age >= 70"),
        Beside(exemptions: ["person.age >= 70", "person.age >= 60"], dead: nil),
    ]

    @Test(arguments: beside) func whatIsRuledOutBeforeIsFound(_ beside: Beside) throws {
        let folder = try ServicesFolder()
        let words = "{zh-Hans: 是吗, en: Is it, nan-Hant: 敢是}"
        if !beside.eligibility.isEmpty {
            let rules = beside.eligibility.map { "  - {rule: \"\($0)\", otherwise: \(words)}\n" }
            _ = try folder.replace(
                "questions:\n", with: "eligibility:\n" + rules.joined() + "questions:\n", in: Self.path)
        }
        let questions = zip(["a", "b", "c"], beside.questions).map { id, when in
            """
              - id: \(id)
                kind: yes-no
                required: true
                when: "\(when)"
                label: \(words)
                why: \(words)

            """
        }
        _ = try folder.replace("    max: 40\n", with: "    max: 40\n" + questions.joined(), in: Self.path)
        if !beside.exemptions.isEmpty {
            let entries = beside.exemptions.map { "    - {basis: \(words), when: \"\($0)\"}\n" }
            _ = try folder.replace(
                "result:\n", with: "  exemptions:\n" + entries.joined() + "result:\n", in: Self.path)
        }

        let found = try lint(folder).filter { $0.defect.message.english.contains("before rules") }

        #expect(found.count == (beside.dead == nil ? 0 : 1), "\(found)")
        if let dead = beside.dead {
            let lines = try folder.text(Self.path).split(separator: "\n", omittingEmptySubsequences: false)
            let message = try #require(found.first?.defect.message.english)
            #expect(message.hasSuffix(dead) && found.first?.weight == .error)
            #expect(lines[try #require(found.first?.defect.line) - 1].contains(dead))
        }
    }

    private func lint(_ folder: ServicesFolder) throws -> [CatalogueLint.Finding] {
        CatalogueLint(
            try Catalogue.load(folder.url), folder: folder.url, today: CalendarDate(daysSince1970: 20_780)
        ).findings()
    }
}
