import Catalogue
import Foundation
import Testing

@testable import Identity

/// How sure each service of the city is of who stands there, and by which ways of a terminal.
@Suite struct AssuranceTests {
    @Test func theCatalogueKnowsTheWaysOfATerminal() {
        let offered = ServiceFactor.offered.map { Set($0.map(\.rawValue)) }
        #expect(Set(offered) == Set(Way.allCases.map(\.factors)) && offered.count == Way.allCases.count)
    }

    @Test func whatAServiceAsksForIsWhatAVisitIsWorth() {
        for set in ServiceFactor.offered {
            let factors = Set(set.compactMap { Factor(rawValue: $0.rawValue) })
            #expect(factors.count == set.count)
            #expect(Assurance(factors)?.rawValue == ServiceFactor.assurance(of: set).rawValue, "\(set)")
        }
        #expect(Assurance([.card, .code]) == .substantial && Assurance([.card, .phone]) == .high)
        #expect(Assurance([.card]) == nil, "a card that lies there proves nobody")
    }

    @Test("ASVS 6.6.1: a code by SMS reaches no service that must be sure")
    func aCodeBySMSReachesNoHighService() throws {
        let items = try Catalogue.load(Repository.root.appending(path: "Services")).items
        let high = items.filter { $0.assurance == .high }

        #expect(high.count == 44 && high.contains { $0.id.rawValue == "credit/credit-report" })
        for item in high {
            #expect(!item.factorSets.joined().contains(.code), "\(item.id.rawValue)")
            #expect(item.factorSets.contains { !$0.contains(where: \.isBiometric) }, "\(item.id.rawValue)")
            #expect(item.factorSets.allSatisfy { $0.contains(.card) }, "\(item.id.rawValue)")
        }
    }
}
