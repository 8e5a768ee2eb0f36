import Base
import Foundation
import Testing

@testable import Catalogue

/// Treatment in another place is filed, changed by filing anew, and ended: all three by one register.
@Suite struct RemoteCareTests {
    private static let today = CalendarDate(daysSince1970: 20_780)

    struct Trap: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What the register says; days are counted from today.
        var kind: String?
        var from: Int?
        var until: Int?
        let mayFile: Bool
        let mayEnd: Bool
    }

    static let traps = [
        Trap(testDescription: "the register knows nothing of her", mayFile: true, mayEnd: false),
        Trap(
            testDescription: "a short stay of last month", kind: "其他临时外出就医人员", from: -30, until: 150,
            mayFile: true, mayEnd: true),
        Trap(
            testDescription: "a short stay that begins next week", kind: "异地转诊人员", from: 7, until: 190,
            mayFile: true, mayEnd: true),
        Trap(
            testDescription: "the last day of a short stay", kind: "异地转诊人员", from: -180, until: 0,
            mayFile: true, mayEnd: true),
        Trap(
            testDescription: "a short stay that is over", kind: "异地急诊抢救人员", from: -200, until: -1,
            mayFile: true, mayEnd: false),
        Trap(
            testDescription: "living elsewhere for three months", kind: "异地长期居住人员", from: -90, mayFile: false,
            mayEnd: false),
        Trap(
            testDescription: "living elsewhere from next month", kind: "常驻异地工作人员", from: 30, mayFile: false,
            mayEnd: false),
        Trap(
            testDescription: "living elsewhere for half a year", kind: "异地安置退休人员", from: -184, mayFile: true,
            mayEnd: true),
        Trap(
            testDescription: "living elsewhere for a day less", kind: "异地安置退休人员", from: -183, mayFile: false,
            mayEnd: false),
        Trap(
            testDescription: "living elsewhere, ended yesterday", kind: "异地长期居住人员", from: -90, until: -1,
            mayFile: true, mayEnd: false),
        Trap(
            testDescription: "living elsewhere, ended from next week", kind: "异地长期居住人员", from: -400, until: 7,
            mayFile: true, mayEnd: true),
    ]

    @Test(arguments: traps) func whoMayFileAndEnd(_ trap: Trap) throws {
        let facts = RuleFacts(
            today: Self.today,
            values: Self.insured.merging(
                Self.values([
                    "filingState": trap.kind == nil ? nil : "备案有效", "filingKind": trap.kind,
                    "filedFrom": trap.from.map(Self.day), "filedUntil": trap.until.map(Self.day),
                ])
            ) { $1 })
        #expect(try may("remote-care-filing", facts) == trap.mayFile)
        #expect(try may("remote-care-cancel", facts) == trap.mayEnd)
    }

    static let kinds = [
        ("retired", "异地安置退休人员", true), ("resident", "异地长期居住人员", true), ("posted", "常驻异地工作人员", true),
        ("referral", "异地转诊人员", false), ("emergency", "异地急诊抢救人员", false), ("own", "其他临时外出就医人员", false),
    ]

    /// What a filing writes is what both services read: whoever goes for good cannot go back at once, whoever goes for a while can.
    @Test(arguments: kinds) func theRegisterSaysWhatWasFiled(
        _ kind: String, _ written: String, _ isLong: Bool
    )
        throws
    {
        let start = CalendarDate(daysSince1970: Self.today.daysSince1970 + 40)
        let facts = RuleFacts(
            today: Self.today, values: ["answer.kind": .text(kind), "answer.start": .date(start)])
        let change = try #require(try item("remote-care-filing").result.changes.first)
        let values = change.effect(
            .init(
                answers: ["kind": kind, "start": start.description, "place": "上海市"], day: Self.today,
                facts: facts, tables: [:])
        ).values

        #expect(values["filingKind"] == written && values["filingState"] == "备案有效")
        #expect(values["filedFrom"] == start.description && values["filedPlace"] == "上海市")
        // Six months from its first day, not from the day of filing; of the other kind whatever stood there before is taken out.
        #expect(values["filedUntil"] == (isLong ? "-" : start.adding(months: 6)?.description))

        let filed = RuleFacts(
            today: Self.today, values: Self.insured.merging(Self.values(values.mapValues(\.self))) { $1 })
        #expect(try may("remote-care-cancel", filed) == !isLong)
        #expect(try may("remote-care-filing", filed) == !isLong)
    }

    /// It is in force to the end of the day that she names, and can be filed anew.
    @Test func whatIsEndedIsOverAfterItsLastDay() throws {
        let last = CalendarDate(daysSince1970: Self.today.daysSince1970 + 3)
        let change = try #require(try item("remote-care-cancel").result.changes.first)
        let values = change.effect(
            .init(
                answers: ["last-day": last.description], day: Self.today,
                facts: RuleFacts(today: Self.today, values: [:]), tables: [:])
        ).values
        #expect(values == ["filedUntil": last.description])

        for (after, isOver) in [(3, false), (4, true)] {
            let register = [
                "filingState": "备案有效", "filingKind": "异地安置退休人员", "filedFrom": Self.day(-400),
                "filedUntil": values["filedUntil"],
            ]
            let facts = RuleFacts(
                today: CalendarDate(daysSince1970: Self.today.daysSince1970 + after),
                values: Self.insured.merging(Self.values(register)) { $1 })
            #expect(try may("remote-care-cancel", facts) == !isOver)
            #expect(try may("remote-care-filing", facts))
        }
    }

    /// It ends earlier and never later; where no end is on record, any day will do.
    @Test(arguments: [(7, 7, true), (7, 8, false), (nil, 30, true)] as [(Int?, Int, Bool)])
    func nothingIsProlongedByEndingIt(_ until: Int?, _ last: Int, _ fits: Bool) throws {
        var values = Self.values(["filedUntil": until.map(Self.day)])
        values["answer.last-day"] = CalendarDate(Self.day(last)).map(RuleValue.date)
        let question = try #require(try item("remote-care-cancel").question("last-day"))

        let unmet = question.unmet(in: RuleFacts(today: Self.today, values: values))
        #expect((unmet == nil) == fits)
    }

    private static let insured: [String: RuleValue] = ["medical/insured.planState": .text("正常参保")]

    private static func day(_ days: Int) -> String {
        CalendarDate(daysSince1970: today.daysSince1970 + days).description
    }

    private static func values(_ register: [String: String?]) -> [String: RuleValue] {
        var values: [String: RuleValue] = [:]
        for (field, text) in register {
            guard let text, text != "-" else { continue }
            values["medical/filings.\(field)"] = CalendarDate(text).map(RuleValue.date) ?? .text(text)
        }
        return values
    }

    private static let catalogue = Result { try Catalogue.load(Repository.services) }

    private func item(_ slug: String) throws -> ServiceItem {
        let id = try #require(ServiceID(rawValue: "medical/\(slug)"))
        return try #require(try Self.catalogue.get()[id])
    }

    private func may(_ slug: String, _ facts: RuleFacts) throws -> Bool {
        try item(slug).eligibility.allSatisfy { $0.rule.holds(in: facts) }
    }
}
