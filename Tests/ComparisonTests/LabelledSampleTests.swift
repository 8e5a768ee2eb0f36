import Base
import Catalogue
import Foundation
import Testing

@testable import Comparison

/// Precision and recall of the matching on a sample whose figures one can count on the fingers.
@Suite struct LabelledSampleTests {
    /// Each item says by its code which service it is, so what is found is known: the first, the second and the fourth.
    private static let found = ["fund/deposit-proof", "housing/no-home-proof", nil, "water/bill-payment"]

    private static func portal() throws -> PortalCatalogue {
        let catalogue = try Sample.catalogue()
        let items = try found.enumerated().map { index, service in
            guard let service else { return Sample.item("烟花爆竹经营许可", "P3", department: "厦门市应急管理局") }
            let item = try #require(catalogue.items.first { $0.id.rawValue == service })
            return PortalItem(
                name: item.name[.mandarin], code: "P\(index + 1)", basicCode: item.basicCode,
                department: catalogue.department(item.department)?.name[.mandarin] ?? "", legalBasis: [],
                materials: [], result: "", isForOrganisations: false, isForTerminals: false, uses: nil,
                isSynthetic: false)
        }
        return PortalCatalogue(items: items)
    }

    private static func figures(_ labels: String) throws -> JSONValue {
        try LabelledSample(CSVTable(Array(labels.utf8))).figures(portal(), Sample.catalogue())
    }

    private static func numbers(_ figures: JSONValue?) throws -> [String: JSONValue] {
        guard case .object(let members)? = figures else {
            Issue.record("no figures")
            return [:]
        }
        return members
    }

    @Test func rightWrongAndMissedAreCountedApart() throws {
        let figures = try Self.figures(
            """
            TASK_CODE,SERVICE,SET
            P1,fund/deposit-proof,tuned
            P2,fund/account-query,tuned
            P3,fund/loan-progress,held
            P4,,held

            """)
        #expect(figures["items"] == .int(4) && figures["synthetic"] == .flag(false))

        // One of three found is right, and one of three labels is found.
        #expect(
            try Self.numbers(figures["matching"]?["all"]) == [
                "labelled": .int(3), "found": .int(3), "right": .int(1), "precision": .real(0.333),
                "recall": .real(0.333),
            ])
        #expect(
            try Self.numbers(figures["matching"]?["tuned"]) == [
                "labelled": .int(2), "found": .int(2), "right": .int(1), "precision": .real(0.5),
                "recall": .real(0.5),
            ])
        // What is found for an item that people say is nothing here counts against the precision.
        #expect(
            try Self.numbers(figures["matching"]?["held"]) == [
                "labelled": .int(1), "found": .int(1), "right": .int(0), "precision": .real(0),
                "recall": .real(0),
            ])
    }

    @Test func ofNothingThereIsNoShare() throws {
        let figures = try Self.figures("TASK_CODE,SERVICE,SET\nP3,,held\n")
        let held = try Self.numbers(figures["matching"]?["held"])
        #expect(held["precision"] == .null && held["recall"] == .null && held["labelled"] == .int(0))
    }

    @Test(arguments: [
        "TASK_CODE,SERVICE\nP1,x/y\n", "SERVICE,SET\nx/y,held\n", "CODE,SERVICE,SET\nP1,x/y,held\n",
    ])
    func aTableWithoutItsColumnsIsRefused(_ table: String) throws {
        #expect(throws: CatalogueFileProblem(line: 1, "no column TASK_CODE, SERVICE or SET")) {
            _ = try LabelledSample(CSVTable(Array(table.utf8)))
        }
    }
}
