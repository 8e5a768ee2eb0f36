import Base
import Testing

@testable import Catalogue

/// What services of the project say to an answer that cannot stand, and to whoever may not: the right ones, and nobody else.
@Suite struct ServiceRuleTests {
    private static let today = CalendarDate(daysSince1970: 20_780)

    private static func day(_ days: Int) -> CalendarDate {
        CalendarDate(daysSince1970: today.daysSince1970 + days)
    }

    /// Who never had a permit or whose permit is suspended reads which service is hers, and of the others none.
    @Test(
        arguments: [
            ("police/residence-permit-replace", "使用有效", nil),
            ("police/residence-permit-replace", "暂停使用", "endorsed"),
            ("police/residence-permit-replace", "未申领", "Apply for"),
            ("police/residence-permit-replace", nil, "Apply for"),
            ("police/residence-permit-endorsement", "使用有效", nil),
            ("police/residence-permit-endorsement", "暂停使用", nil),
            ("police/residence-permit-endorsement", "已注销", "Apply for"),
        ] as [(String, String?, String?)])
    func aPermitThatDoesNotStandLeadsToTheRightService(
        _ service: String, _ status: String?, _ said: String?
    ) throws {
        let name = "police/residence-permits.status"
        let facts = Self.facts(status.map { [name: .text($0)] } ?? [:])
        let unmet = try Self.item(service).eligibility.filter {
            $0.rule.names == [name] && !$0.rule.holds(in: facts)
        }
        #expect(unmet.count == (said == nil ? 0 : 1))
        if let said { #expect(unmet.first?.otherwise[.english].contains(said) == true) }
    }

    /// A first permit is for who is at home elsewhere and has lived here for half a year, and each lack has its own words.
    @Test(
        arguments: [
            ("江西省样板县", -184, nil), ("江西省样板县", -183, "half a year"), ("江西省样板县", nil, "elsewhere"),
            ("福建省厦门市集美区", -400, "in Xiamen"),
        ] as [(String, Int?, String?)])
    func whoLacksTheHalfYearReadsWhy(_ home: String, _ since: Int?, _ said: String?) throws {
        var values: [String: RuleValue] = ["police/residence.hukouPlace": .text(home)]
        if let since { values["police/residence.registeredOn"] = .date(Self.day(since)) }
        let unmet = try Self.item("police/residence-permit-apply").eligibility.filter {
            $0.rule.names.contains { $0.hasPrefix("police/residence.") }
                && !$0.rule.holds(in: Self.facts(values))
        }
        #expect(unmet.count == (said == nil ? 0 : 1))
        if let said { #expect(unmet.first?.otherwise[.english].contains(said) == true) }
    }

    /// The paper says what is settled: one notice with its own fine, or how many and their sum, and never the other.
    @Test(
        arguments: [
            (3, "oldest", ["notice", "day", "fine", "fine-points"]),
            (3, "all", ["how-many", "fines", "all-points"]),
            (1, nil, ["notice", "day", "fine", "fine-points"]),
        ] as [(Int, String?, [String])])
    func aDecisionStatesTheSumsOfWhatItSettles(_ open: Int, _ which: String?, _ said: [String]) throws {
        let facts = Self.facts([
            "police/violations.openCount": .number(open),
            "answer.which": which.map(RuleValue.text) ?? .nothing,
        ])
        let item = try Self.item("police/traffic-violation-handling")
        let known = item.questions.filter { $0.source != nil }
        #expect(known.filter { $0.when?.holds(in: facts) ?? true }.map(\.id) == said)
        let layout = try #require(item.layout)
        for question in known { #expect(layout.contains("{answer.\(question.id)")) }
        #expect(!layout.contains("{open") && !layout.contains("{oldest"))
    }

    /// An answer, what registers say, and whether it is taken.
    struct Said: Sendable, CustomTestStringConvertible {
        let service: String
        let question: String
        let answer: String
        var beside: [String: String] = [:]
        var registers: [String: RuleValue] = [:]
        let may: Bool

        var testDescription: String { "\(service) \(question)=\(answer) \(beside) \(registers)" }
    }

    private static func violation(
        _ question: String, _ answer: String, _ registers: [String: RuleValue], _ may: Bool
    ) -> Said {
        Said(
            service: "police/traffic-violation-handling", question: question, answer: answer,
            registers: registers, may: may)
    }

    private static func trip(_ day: Int, _ beside: [String: String], _ may: Bool) -> Said {
        Said(
            service: "police/hongkong-macau-endorsement", question: "travel-on",
            answer: Self.day(day).description, beside: beside, may: may)
    }

    private static func lower(_ to: String, from held: String?, _ may: Bool) -> Said {
        Said(
            service: "police/driving-licence-renewal", question: "new-class", answer: to,
            registers: held.map { ["police/driving-licences.licenceClass": .text($0)] } ?? [:], may: may)
    }

    private static func card(_ cause: String, until: Int?, _ may: Bool) -> Said {
        Said(
            service: "police/identity-card-renewal", question: "cause", answer: cause,
            registers: until.map { ["police/identity-cards.cardUntil": .date(day($0))] } ?? [:], may: may)
    }

    /// What somebody says of the school that the register knows, or of another.
    private static func school(_ answer: String, _ state: String?, _ may: Bool) -> [Said] {
        ["police/residence-permit-apply", "medical/resident-enrolment"].map { service in
            Said(
                service: service, question: "school", answer: answer,
                registers: state.map {
                    ["education/students.school": .text("样板里小学"), "education/students.state": .text($0)]
                } ?? [:], may: may)
        }
    }

    private static func complained(_ before: String, _ answer: String, _ may: Bool) -> Said {
        Said(
            service: "hotline/complaint", question: "earlier", answer: answer, beside: ["before": before],
            registers: ["hotline/tickets.latest": .text("XM260000000001")], may: may)
    }

    /// What a register would have spared, and is not the answer.
    static let saidBesideARegister: [Said] =
        [
            school("样板里小学", "在籍在读", true), school("样板里小学", "毕业", false),
            school("厦门样板中学", "毕业", true), school("样板里小学", nil, true),
        ].flatMap(\.self) + [
            complained("latest", "XM260000000001", true), complained("older", "XM260000000001", false),
            complained("older", "XM250000000009", true),
        ]

    static let said =
        [
            violation("driver", "yes", [:], true), violation("driver", "no", [:], false),
            violation("dispute", "no", [:], true), violation("dispute", "yes", [:], false),
            violation("which", "all", ["police/violations.overLimit": .flag(false)], true),
            violation("which", "all", ["police/violations.overLimit": .flag(true)], false),
            violation("which", "oldest", ["police/violations.overLimit": .flag(true)], true),
            violation("which", "all", Self.points(9, open: 3), false),
            violation("which", "all", Self.points(8, open: 3), true),
            violation("which", "oldest", Self.points(9, open: 3), true),
        ] + [
            // Each place by itself: the shorter one decides.
            trip(92, ["hk-times": "1", "macau-times": "1"], true),
            trip(93, ["hk-times": "1", "macau-times": "2"], false),
            trip(93, ["hk-times": "2", "macau-times": "1"], false),
            trip(365, ["hk-times": "2", "macau-times": "2"], true),
            trip(93, ["hk-times": "1"], false), trip(300, ["macau-times": "2"], true),
        ] + [
            lower("c2", from: "C1", true), lower("c1", from: "C1", false), lower("c1", from: "C2", false),
            lower("c1", from: "B2", true), lower("c5", from: "C2", true), lower("c5", from: "C5", false),
            // Of what nobody knows nothing is refused; somebody looks at it.
            lower("c2", from: "A1D", true), lower("c2", from: nil, true),
        ] + [
            card("expiring", until: 92, true), card("expiring", until: 93, false),
            card("expiring", until: -5, true), card("expiring", until: nil, true),
            card("worn", until: 4_000, true),
        ] + [
            Said(
                service: "police/driving-licence-replacement", question: "withheld", answer: "yes", may: false
            ),
            Said(
                service: "police/driving-licence-replacement", question: "withheld", answer: "no", may: true),
        ]

    private static func points(_ held: Int, open: Int) -> [String: RuleValue] {
        ["police/driving-licences.points": .number(held), "police/violations.openPoints": .number(open)]
    }

    @Test(arguments: said + saidBesideARegister) func anAnswerStandsOrIsRefused(_ said: Said) throws {
        let item = try Self.item(said.service)
        let question = try #require(item.question(said.question))
        var values = said.registers
        // What was left out is known to be empty.
        for other in item.questions { values["answer.\(other.id)"] = .nothing }
        for (id, answer) in said.beside {
            values["answer.\(id)"] = try #require(item.question(id)).value(answer)
        }
        values["answer.\(question.id)"] = question.value(said.answer)
        let accepted = try question.check(said.answer, on: Self.today)
        #expect(accepted == said.answer)
        #expect((question.unmet(in: Self.facts(values)) == nil) == said.may)
    }

    /// A licence that has ended is renewed and not replaced; one without end has no day.
    @Test(arguments: [(0, true), (-1, false), (nil, true)] as [(Int?, Bool)])
    func aLicenceIsReplacedWhileItHolds(_ until: Int?, _ may: Bool) throws {
        let name = "police/driving-licences.licenceUntil"
        let rules = try Self.item("police/driving-licence-replacement").eligibility.map(\.rule).filter {
            $0.names == [name]
        }
        let facts = Self.facts(until.map { [name: .date(Self.day($0))] } ?? [:])
        #expect(rules.count == 1 && rules.allSatisfy { $0.holds(in: facts) } == may)
    }

    private static func facts(_ values: [String: RuleValue]) -> RuleFacts {
        RuleFacts(today: today, values: values)
    }

    private static let catalogue = Result { try Catalogue.load(Repository.services) }

    private static func item(_ name: String) throws -> ServiceItem {
        let id = try #require(ServiceID(rawValue: name))
        return try #require(try catalogue.get()[id])
    }
}
