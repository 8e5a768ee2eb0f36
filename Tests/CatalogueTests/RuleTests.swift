import Base
import Testing

@testable import Catalogue

@Suite struct RuleTests {
    static let scope: [String: RuleType] = [
        "answer.kind": .choice(["rent", "buy"]), "answer.loan": .flag, "answer.price": .number,
        "answer.since": .date, "answer.note": .text, "fund/contributions.deposits": .rows,
        "person.age": .number,
    ]
    static let facts = RuleFacts(
        today: CalendarDate(daysSince1970: 20_454),  // 2026-01-01
        values: [
            "answer.kind": .text("rent"), "answer.loan": .flag(true), "answer.price": .number(120_000),
            "answer.since": .date(CalendarDate(daysSince1970: 20_089)),  // 2025-01-01
            "fund/contributions.deposits": .rows(12), "person.age": .number(35),
        ])

    struct Case: Sendable, CustomTestStringConvertible {
        let source: String
        let holds: Bool
        var testDescription: String { source }

        init(_ source: String, _ holds: Bool) {
            self.source = source
            self.holds = holds
        }
    }

    static let cases = [
        Case("true", true), Case("not true", false), Case("not not true", true),
        Case("answer.kind == 'rent'", true), Case("answer.kind != 'rent'", false),
        Case("answer.kind in ['buy', 'rent']", true), Case("answer.kind in ['buy']", false),
        Case("answer.loan and person.age >= 35", true), Case("answer.loan and person.age > 35", false),
        Case("person.age < 18 or person.age >= 30", true), Case("answer.price + 1 <= 120001", true),
        Case("answer.price - 1 == 119999", true), Case("years(answer.since) == 1", true),
        Case("days(answer.since, today) == 365", true), Case("answer.since + 365 == today", true),
        Case("answer.since > 2024-12-31", true), Case("count(fund/contributions.deposits) >= 12", true),
        // or binds least, and a bracket binds most
        Case("false and false or true", true), Case("false and (false or true)", false),
        // what has no value holds in no comparison
        Case("answer.note == 'x'", false), Case("answer.note != 'x'", false),
        Case("empty(answer.note)", true),
        Case("not empty(answer.kind)", true),
    ]

    @Test(arguments: cases) func aRuleHoldsByWhatIsKnown(_ example: Case) throws {
        let rule = try Rule(example.source)

        #expect(rule.fault(knowing: Self.scope) == nil)
        #expect(rule.holds(in: Self.facts) == example.holds)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let source: String
        let message: String
        var testDescription: String { source }

        init(_ source: String, _ message: String) {
            self.source = source
            self.message = message
        }
    }

    static let faults = [
        Fault("answer.price", "not a condition"), Fault("answer.kind == 'hire'", "none of the options"),
        Fault("answer.kind in ['hire']", "none of the options"),
        Fault("answer.price == 'rent'", "compared with"),
        Fault("answer.kind < 'rent'", "has no order"), Fault("answer.unknown == 1", "is not known here"),
        Fault("answer.loan and", "breaks off"), Fault("(answer.loan", "lacks a )"),
        Fault("answer.loan answer.loan", "goes on with"), Fault("answer.note == 'x", "no closing quote"),
        Fault("answer.price == 2026-02-30", "no date"), Fault("answer.price = 1", "means nothing here"),
        Fault("years(answer.price) > 1", "where a date is wanted"),
        Fault("count(answer.kind) > 1", "where a table"),
        Fault("system('rm')", "goes on with"), Fault("answer.price > 99999999999999999999", "no number"),
        Fault(String(repeating: "(", count: 40) + "true" + String(repeating: ")", count: 40), "too deeply"),
        Fault(String(repeating: "not ", count: 200) + "true", "longer than"),
        Fault("days(today) > 1", "takes 2"), Fault("and", "something is missing"),
    ]

    @Test(arguments: faults) func aRuleThatCannotMeanAnythingIsRefused(_ example: Fault) {
        var fault: RuleFault?
        do throws(RuleFault) {
            fault = try Rule(example.source).fault(knowing: Self.scope)
        } catch {
            fault = error
        }

        #expect(fault?.message.english.contains(example.message) == true, "\(String(describing: fault))")
        #expect(fault?.remedy.english.isEmpty == false)
    }

    @Test func aConditionThatNeverHoldsIsFound() throws {
        let dead = try Rule("answer.kind == 'rent' and answer.kind == 'buy'")
        let idle = try Rule("answer.kind in ['rent', 'buy']")
        let good = try Rule("answer.kind == 'rent' and answer.loan")

        #expect(RuleReach.verdict(on: dead, over: Self.scope, optional: []) == .never)
        #expect(RuleReach.verdict(on: idle, over: Self.scope, optional: []) == .always)
        #expect(RuleReach.verdict(on: idle, over: Self.scope, optional: ["answer.kind"]) == .sometimes)
        #expect(RuleReach.verdict(on: good, over: Self.scope, optional: []) == .sometimes)
        #expect(
            RuleReach.verdict(on: try Rule("person.age > 200"), over: Self.scope, optional: []) == .sometimes)
    }
}
