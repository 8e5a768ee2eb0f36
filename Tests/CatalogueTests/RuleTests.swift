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

    /// What is known to be false, and what nobody knows.
    static let verdicts: [(source: String, verdict: Bool?)] = [
        ("answer.price <= 120000", true), ("answer.price < 120000", false),
        // what has no value decides nothing, either way round
        ("answer.note == 'x'", nil), ("not (answer.note == 'x')", nil), ("answer.note in ['x']", nil),
        ("answer.price < 120000 and answer.note == 'x'", false),
        ("answer.price <= 120000 and answer.note == 'x'", nil),
        ("answer.price <= 120000 or answer.note == 'x'", true),
        ("answer.price < 120000 or answer.note == 'x'", nil),
        ("answer.price + person.height < 5", nil), ("days(answer.since, answer.until) > 3", nil),
        // an answer that was left out is known to be empty; of a register that is silent nobody knows
        ("empty(answer.note)", true), ("not empty(answer.note)", false),
        ("not empty(answer.note) and answer.note == 'x'", false),
        ("empty(fund/accounts.available)", true), ("empty(fund/loans.outstanding)", nil),
        ("empty(fund/loans.outstanding) or answer.price <= fund/loans.outstanding", nil),
        ("answer.price <= fund/accounts.available", nil), ("(answer.note == 'x') == true", nil),
        ("answer.loan", true), ("answer.unasked", nil), ("true", true), ("false", false),
    ]

    @Test(arguments: verdicts) func onlyWhatIsKnownToBeFalseRefuses(
        _ example: (source: String, verdict: Bool?)
    ) throws {
        let facts = RuleFacts(
            today: Self.facts.today,
            values: [
                "answer.price": .number(120_000), "answer.loan": .flag(true), "answer.note": .nothing,
                "answer.since": .date(CalendarDate(daysSince1970: 20_089)),
                "fund/accounts.available": .nothing,
            ])

        #expect(try Rule(example.source).verdict(in: facts) == example.verdict)
    }

    @Test func ofWhatIsNotKnownYetNobodySaysThatItIsEmpty() throws {
        let known = ["answer.loan": RuleValue.flag(true), "answer.kind": .nothing]
        for (source, verdict) in [
            ("answer.loan", true), ("empty(answer.kind)", true), ("empty(answer.note)", nil),
            ("answer.loan or empty(answer.note)", true), ("not answer.loan and empty(answer.note)", false),
            ("person.age < 18", nil),
        ] as [(String, Bool?)] {
            let facts = RuleFacts(today: Self.facts.today, values: known, isPartial: true)
            #expect(try Rule(source).verdict(in: facts) == verdict, "\(source)")
        }
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

    /// Sources, and whether any answer makes them hold.
    static let reaches: [(String, RuleReach.Verdict)] = [
        ("answer.price >= 10 and answer.price < 10", .never),
        ("answer.price > 10 or answer.price <= 10", .always),
        ("answer.price > 10 and answer.price < 12", .sometimes),
        ("answer.note == 'a' and answer.note == 'b'", .never),
        ("answer.note == 'a' or answer.note != 'a'", .always),
        ("answer.note != 'a' and answer.note != 'b'", .sometimes),
        ("not empty(answer.note) or empty(answer.note)", .always),
        ("years(answer.since) >= 3 and years(answer.since) < 3", .never),
        ("days(answer.since, today) >= 180", .sometimes),
        ("answer.since <= today and not (answer.since <= today)", .never),
        ("count(fund/contributions.deposits) > 2 and count(fund/contributions.deposits) < 1", .never),
        ("true", .always),
    ]

    @Test(arguments: reaches.indices) func numbersDaysAndTextsAreTriedBesideWhatTheyAreComparedWith(
        _ index: Int
    ) throws {
        let (source, verdict) = Self.reaches[index]
        #expect(
            RuleReach.verdict(on: try Rule(source), over: Self.scope, optional: []) == verdict, "\(source)")
    }

    @Test func whatMayHaveNoValueIsTriedWithoutOne() throws {
        let either = try Rule("answer.price > 10 or answer.price <= 10")
        #expect(RuleReach.verdict(on: either, over: Self.scope, optional: ["answer.price"]) == .sometimes)
        let nothing = try Rule("empty(answer.price) and answer.price > 0")
        #expect(RuleReach.verdict(on: nothing, over: Self.scope, optional: ["answer.price"]) == .never)
    }

    @Test func aConditionThatNeverHoldsIsFound() throws {
        let dead = try Rule("answer.kind == 'rent' and answer.kind == 'buy'")
        let idle = try Rule("answer.kind in ['rent', 'buy']")
        let good = try Rule("answer.kind == 'rent' and answer.loan")

        #expect(RuleReach.verdict(on: dead, over: Self.scope, optional: []) == .never)
        #expect(RuleReach.verdict(on: idle, over: Self.scope, optional: []) == .always)
        #expect(RuleReach.verdict(on: idle, over: Self.scope, optional: ["answer.kind"]) == .sometimes)
        #expect(RuleReach.verdict(on: good, over: Self.scope, optional: []) == .sometimes)
        // A rule that only refuses is passed by what was left out.
        #expect(
            RuleReach.verdict(on: dead, over: Self.scope, optional: ["answer.kind"], isRefusing: true)
                == .sometimes)
        #expect(
            RuleReach.verdict(on: idle, over: Self.scope, optional: ["answer.kind"], isRefusing: true)
                == .always)
        #expect(
            RuleReach.verdict(on: try Rule("person.age > 200"), over: Self.scope, optional: []) == .sometimes)
    }
}
