import Base
import Foundation
import Testing
import Web

@testable import Comparison

/// The report as it leaves the house.
@Suite struct ReportFormTests {
    private static func report(_ items: [PortalItem]) throws -> ComparisonReport {
        try CompareCatalogues.report(PortalCatalogue(items: items), Sample.catalogue())
    }

    private static func phrases() throws -> Phrases {
        try Words(bundles: [WebResources.bundle, ComparisonResources.bundle]).phrases(.english)
    }

    @Test func aTableProgramShowsANameAndDoesNotRunIt() throws {
        let text = try Self.report([Sample.item("=HYPERLINK(\"http://x\",\"y\")")]).csv(Self.phrases())
        let table = try CSVTable(Array(text.utf8))

        #expect(table.records.contains { $0.fields[3] == "'=HYPERLINK(\"http://x\",\"y\")" })
    }

    @Test func aPageEscapesWhatAPortalWrites() throws {
        let page = try Self.report([Sample.item("<script>alert(1)</script>事项")])
            .page(Self.phrases(), from: "a<b")

        #expect(!page.contains("<script>"))
        #expect(page.contains("&lt;script&gt;"))
        #expect(page.contains("a&lt;b"))
    }

    @Test func everyProposalHasItsReasonInEveryLanguage() throws {
        let words = try Words(bundles: [WebResources.bundle, ComparisonResources.bundle])
        for language in Language.allCases {
            let phrases = words.phrases(language)
            for reason in Proposal.Reason.allCases {
                #expect(phrases.has("comparison.reason.\(reason.rawValue)"))
            }
            for finding in try Self.report([Sample.item("某事项", uses: 3)]).findings {
                #expect(!finding.reason(phrases).contains("{"))
            }
        }
        #expect(words.unknownKeys == [])
    }

    @Test func theMadeUpSampleSaysSoInEveryForm() throws {
        let report = try CompareCatalogues.report(Sample.portal(), Sample.catalogue())
        let phrases = try Self.phrases()

        #expect(report.countThere >= 400)
        let items = try Sample.portal().items
        #expect(Set(items.map(\.department)).count >= 25)
        #expect(items.count(where: \.isSynthetic) == items.count)
        #expect(report.json["synthetic"]?.flag == true)
        #expect(report.page(phrases, from: "x").contains("made-up sample"))
        #expect(
            report.csv(phrases).split(separator: "\r\n").dropFirst().allSatisfy { $0.contains("made-up") })
        for relation in Finding.Relation.allCases { #expect(report.count(relation) > 0, "\(relation)") }
    }
}
