import Base
import Foundation
import Testing

@testable import Catalogue

/// What registers are told by services of the project, where another service reads it next.
@Suite struct ResultOfServiceTests {
    private static let today = CalendarDate(daysSince1970: 20_780)

    private static func day(_ days: Int) -> CalendarDate {
        CalendarDate(daysSince1970: today.daysSince1970 + days)
    }

    struct Example: Sendable, CustomTestStringConvertible {
        let service: String
        var answers: [String: String] = [:]
        var registers: [String: RuleValue] = [:]
        let resource: String
        /// Field by field; nil where the register is told nothing of it.
        let told: [String: String?]

        var testDescription: String { "\(service) \(answers) \(registers)" }
    }

    static let examples = [
        Example(
            service: "insurance/employment-registration",
            registers: ["insurance/employment.benefitState": .text("领取中")],
            resource: "insurance/employment",
            told: ["workState": "已就业", "unemployedSince": "-", "benefitState": "已停发"]),
        Example(
            service: "insurance/employment-registration",
            registers: ["insurance/employment.benefitState": .text("未领取")],
            resource: "insurance/employment",
            told: ["workState": "已就业", "unemployedSince": "-", "benefitState": nil]),
        // Paid from the month after that in which she retires.
        Example(
            service: "insurance/pension-application", answers: ["from-month": "2026-12-01"],
            resource: "insurance/pension",
            told: ["startedOn": "2027-01-01", "pensionState": "正常领取"]),
        Example(
            service: "police/driving-licence-renewal", answers: ["new-class": "c2"],
            resource: "police/driving-licences", told: ["licenceClass": "C2"]),
        Example(
            service: "police/driving-licence-renewal", resource: "police/driving-licences",
            told: ["licenceClass": nil]),
        // Half a year counts from her first day, however often she registers.
        Example(
            service: "police/floating-registration", answers: ["registered-on": day(-200).description],
            resource: "police/residence", told: ["registeredOn": day(-200).description]),
        Example(
            service: "police/floating-registration", resource: "police/residence",
            told: ["registeredOn": today.description]),
    ]

    @Test(arguments: examples) func theRegisterIsTold(_ example: Example) throws {
        let item = try Self.item(example.service)
        var values = example.registers
        for (id, answer) in example.answers {
            values["answer.\(id)"] = try #require(item.question(id)).value(answer)
        }
        let known = ServiceResult.Change.Known(
            answers: example.answers, day: Self.today,
            facts: RuleFacts(today: Self.today, values: values), tables: [:])
        let change = try #require(item.result.changes.first { $0.resource == example.resource })

        let effect = change.effect(known)
        for (field, value) in example.told {
            #expect(effect.values[field] == value, "\(field): \(effect.values)")
        }
    }

    /// A permit that stands is endorsed or replaced; when it is no more, its person may apply anew.
    @Test(
        arguments: [
            ("使用有效", false), ("暂停使用", false), ("未申领", true), (nil, true),
        ] as [(String?, Bool)])
    func aFirstPermitIsForWhoeverHasNone(_ status: String?, _ may: Bool) throws {
        let facts = RuleFacts(
            today: Self.today,
            values: status.map { ["police/residence-permits.status": .text($0)] } ?? [:])
        let rule = try #require(
            try Self.item("police/residence-permit-apply").eligibility.map(\.rule)
                .first { $0.names.contains("police/residence-permits.status") })
        #expect(rule.holds(in: facts) == may)
    }

    /// Whoever has moved is registered where she lives now; whoever has not is left as she is.
    @Test(
        arguments: [
            ("police/residence-permit-endorsement", "address"),
            ("police/residence-permit-replace", "new-address"),
        ])
    func aNewAddressIsTold(_ service: String, _ question: String) throws {
        let changes = try Self.item(service).result.changes
        let change = try #require(changes.first { $0.resource == "police/residence" })
        func told(_ answers: [String: String]) -> [String: String] {
            let known = ServiceResult.Change.Known(
                answers: answers, day: Self.today, facts: RuleFacts(today: Self.today, values: [:]),
                tables: [:])
            return change.effect(known).values
        }
        #expect(told([question: "思明区 样板路9号"]) == ["address": "思明区 样板路9号"])
        #expect(told([:]) == [:])
    }

    /// A mark may be two years late at most, and holds as long as the register says.
    @Test(arguments: [(-730, false), (-729, true), (0, true), (92, true), (93, false)])
    func aMarkIsRenewedAroundItsEnd(_ end: Int, _ may: Bool) throws {
        let name = "police/vehicles.markUntil"
        let facts = RuleFacts(today: Self.today, values: [name: .date(Self.day(end))])
        let item = try Self.item("police/inspection-mark")
        let rules = item.eligibility.map(\.rule).filter { $0.names == [name] }
        #expect(rules.count == 2 && rules.allSatisfy { $0.holds(in: facts) } == may)

        let known = ServiceResult.Change.Known(answers: [:], day: Self.today, facts: facts, tables: [:])
        let told = try #require(item.result.changes.first).effect(known).values["markUntil"]
        #expect(told == item.result.lastDay(issuedOn: Self.today, in: facts)?.description)
    }

    private static let catalogue = Result { try Catalogue.load(Repository.services) }

    private static func item(_ name: String) throws -> ServiceItem {
        let id = try #require(ServiceID(rawValue: name))
        return try #require(try catalogue.get()[id])
    }
}
