import Base
import Catalogue
import Foundation
import Testing

/// What a program reads of a service: every element of the list that GB/T 39554 asks for.
@Suite struct ImplementationListTests {
    @Test func everyElementStandsInTheList() throws {
        let catalogue = try Catalogue.load(Repository.services)
        let elements = [
            "name", "implementationCode", "basicCode", "actingBody", "level", "taskType", "legalBasis",
            "conditions", "materials", "statutoryTime", "promisedTime", "fee", "result", "remedies",
            "selfService", "channels", "representation", "handling", "steps", "version",
        ]
        for item in catalogue.items {
            let missing = elements.filter { item.document[$0] == nil }
            #expect(missing == [], "\(item.id)")
            let codes = [item.document["actingBody"], item.document["basicCode"]].map { value in
                if case .text(let text)? = value { text } else { "" }
            }
            #expect(item.implementationCode == codes[0] + String(item.level) + codes[1], "\(item.id)")
        }
    }

    @Test func whatItCostsAndWhoIsLetOffIsSaid() throws {
        let catalogue = try Catalogue.load(Repository.services)
        let charged = catalogue.items.filter { !$0.fee.lines.isEmpty || !$0.fee.exemptions.isEmpty }
        #expect(!charged.isEmpty)
        for item in charged {
            let fee = try #require(item.document["fee"])
            guard case .list(let lines)? = fee["lines"], case .list(let exemptions)? = fee["exemptions"]
            else {
                Issue.record("\(item.id)")
                continue
            }
            #expect(lines.count == item.fee.lines.count && exemptions.count == item.fee.exemptions.count)
            #expect(lines.allSatisfy { ($0["fen"] == nil) != ($0["amount"] == nil) }, "a sum or a field")
            #expect((lines + exemptions).allSatisfy { $0["when"] != nil })
        }
    }
}
