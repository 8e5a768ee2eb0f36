import Base
import Foundation
import Testing

@testable import Catalogue

/// Conditions that services of the project state are held by their own rules, and cases of a district know whose.
@Suite struct ConditionOfServiceTests {
    private static let today = CalendarDate(daysSince1970: 20_780)

    /// An answer beside what registers and earlier answers say.
    struct Example: Sendable, CustomTestStringConvertible {
        let service: String
        let question: String
        var values: [String: RuleValue] = [:]
        let fits: Bool

        var testDescription: String { "\(service)#\(question) \(values)" }
    }

    private static func subsidies(
        _ which: String, grade: String? = nil, living: String? = nil, fits: Bool
    ) -> Example {
        var values: [String: RuleValue] = ["answer.which": .text(which)]
        values["disabled/certificates.grade"] = grade.map(RuleValue.text)
        values["disabled/subsidies.living"] = living.map(RuleValue.text)
        return Example(service: "disabled/two-subsidies", question: "which", values: values, fits: fits)
    }

    private static func rent(_ home: String, _ yuan: Int, fits: Bool) -> Example {
        Example(
            service: "fund/withdrawal-rent", question: "amount",
            values: [
                "answer.home": .text(home), "answer.rent": .number(100_000),
                "answer.amount": .number(yuan * 100),
            ], fits: fits)
    }

    private static func yesNo(_ service: String, _ question: String, is answer: Bool, fits: Bool) -> Example {
        Example(
            service: service, question: question, values: ["answer.\(question)": .flag(answer)], fits: fits)
    }

    static let examples = [
        yesNo("gas/safety-visit", "smell", is: true, fits: false),
        yesNo("gas/safety-visit", "smell", is: false, fits: true),
        subsidies("care", grade: "三级", fits: false), subsidies("both", grade: "四级", fits: false),
        subsidies("living", grade: "三级", fits: true), subsidies("care", grade: "二级", fits: true),
        // Where the register is silent nobody is refused.
        subsidies("care", fits: true),
        subsidies("both", grade: "一级", living: "发放中", fits: false),
        subsidies("care", grade: "一级", living: "发放中", fits: true),
        yesNo("disabled/two-subsidies", "injury", is: true, fits: false),
        // Twelve months' rent where the rent that is paid counts, and no more.
        rent("public", 12_000, fits: true), rent("public", 12_001, fits: false),
        rent("market", 12_001, fits: true),
        yesNo("fund/withdrawal-leaving", "new-fund", is: true, fits: false),
        yesNo("fund/withdrawal-leaving", "registered", is: true, fits: false),
        yesNo("insurance/pension-eligibility", "present", is: false, fits: false),
        yesNo("power/outage-report-cancel", "wire", is: true, fits: false),
    ]

    @Test(arguments: examples) func anAnswerIsHeldToTheCondition(_ example: Example) throws {
        let question = try #require(try Self.item(example.service).question(example.question))
        let facts = RuleFacts(today: Self.today, values: example.values)

        #expect((question.unmet(in: facts) == nil) == example.fits)
    }

    /// Nobody stands in for who has to be seen: no code that another may type, and nobody who acts for her.
    @Test(
        arguments: [
            "insurance/pension-eligibility", "civil/old-age-allowance-living", "veterans/benefits-confirm",
        ]
    )
    func whoConfirmsThatSheLivesIsThereHerself(_ service: String) throws {
        let item = try Self.item(service)

        #expect(item.representation.isEmpty)
        #expect(item.factorSets.allSatisfy { $0.contains(.card) && !$0.contains(.code) })
    }

    /// The paper of a student's card ends with the concession, not a year later.
    @Test func theReviewOfACardEndsOnTheDayOfGraduation() throws {
        let result = try Self.item("transit/student-card-review").result
        let leaving = CalendarDate(daysSince1970: Self.today.daysSince1970 + 200)
        let graduating: [String: RuleValue] = [
            "answer.graduating": .flag(true), "answer.leaving": .date(leaving),
        ]
        func end(_ values: [String: RuleValue]) -> CalendarDate? {
            result.lastDay(issuedOn: Self.today, in: RuleFacts(today: Self.today, values: values))
        }

        #expect(end(graduating) == leaving)
        #expect(
            end(["answer.graduating": .flag(false)])
                == Self.today.adding(months: 12))
    }

    /// Where a terminal stands says nothing of where its users live.
    @Test func whatADistrictDecidesKnowsOfWhich() throws {
        let items = try Self.catalogue.get().items
        let unknown = items.flatMap { item in
            item.steps.filter { $0.level >= 4 && $0.region == nil }
                .map { "\(item.id.rawValue)#\($0.id)" }
        }

        #expect(unknown.isEmpty, "\(unknown)")
    }

    private static let catalogue = Result { try Catalogue.load(Repository.services) }

    /// A name between “ and ” that is no service's leads nowhere, and nobody would see it.
    @Test func whatASentenceNamesIsAService() throws {
        let catalogue = try Self.catalogue.get()
        var count = 0
        for item in catalogue.items {
            for sentence in item.eligibility.map(\.otherwise) {
                let names = sentence[.mandarin].matches(of: /“[^”]+”/)
                count += names.count
                #expect(
                    catalogue.named(in: sentence).count == names.count,
                    "\(item.id): \(sentence[.mandarin])")
            }
        }
        #expect(count > 5)
    }

    private static func item(_ id: String) throws -> ServiceItem {
        let id = try #require(ServiceID(rawValue: id))
        return try #require(try catalogue.get()[id])
    }
}
