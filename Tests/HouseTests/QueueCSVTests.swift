import Base
import Foundation
import Support
import Testing
import Web

@testable import Casework
@testable import Catalogue
@testable import Desk
@testable import egret

/// Files that leave the desk.
@Suite struct QueueCSVTests {
    @Test(arguments: [
        ("police", "\"police\""), ("a \"b\"", "\"a \"\"b\"\"\""), ("=1+1", "\"'=1+1\""), ("+1", "\"'+1\""),
        ("-1", "\"'-1\""), ("@x", "\"'@x\""), ("\tx", "\"'\tx\""), ("  =x", "\"'  =x\""),
        ("＝cmd|' /C calc'!A0", "\"'＝cmd|' /C calc'!A0\""), ("\u{3000}=x", "\"'\u{3000}=x\""), ("", "\"\""),
        ("a=b", "\"a=b\""), ("\r\n=x", "\"'\r\n=x\""),
    ])
    func noCellIsAFormula(_ text: String, _ cell: String) {
        #expect(QueueCSV.cell(text) == cell)
    }

    private func step(of item: ServiceItem) throws -> CaseStep {
        CaseStep(
            key: CaseStep.Key(
                try #require(CaseNumber(rawValue: item.implementationCode + "202603020001")), "review"),
            place: 1, queue: try #require(StepQueue(rawValue: "police/4/350206")),
            department: item.department, level: 4, service: item.id, after: [], workingDays: 2, state: .ready,
            account: nil, readyAt: TestClock.start, due: nil, claimedAt: nil, pausedAt: nil, paused: .zero,
            decidedAt: nil, reason: nil)
    }

    private func endorsement(_ catalogue: Catalogue) throws -> ServiceItem {
        let service = try #require(ServiceID(rawValue: "police/residence-permit-endorsement"))
        return try #require(catalogue[service])
    }

    /// What the version that is offered calls otherwise, or has no more, keeps the name under which it was handed in.
    @Test func aRowNamesItsStepAsTheVersionOfItsCaseDoes() throws {
        let furniture = try HouseBox.furniture.get()
        let catalogue = furniture.catalogue.separate()
        let old = try endorsement(catalogue)
        let path = "\(old.id.rawValue)/service.yml"
        let root = Repository.root.appending(path: "Services")
        let source = try String(contentsOf: root.appending(path: path), encoding: .utf8)
            .replacing("version: \(old.version)\n", with: "version: \(old.version + 1)\n")
            .replacing("id: review\n", with: "id: look\n").replacing("[review]", with: "[look]")
        let checked = CatalogueCompiler(files: CatalogueFiles(folder: root, published: [path: source]))
            .check(old.id, beside: catalogue)
        let new = try #require(checked.item, "\(checked.defects)")
        catalogue.offer(catalogue.with(new), keeping: [])
        var step = try step(of: old)
        func names() -> [String] {
            QueueCSV([step], catalogue, furniture.frame.words.phrases(.english)).rows.map { $0[2] }
        }

        #expect(catalogue[old.id]?.version == old.version + 1)
        #expect(names().last == "review", "nobody knows of which version it is")
        step.version = old.version
        #expect(names().last == "Review")
    }

    @Test func aRowSaysHowOftenItsStepCameFromAnotherOffice() throws {
        let furniture = try HouseBox.furniture.get()
        var step = try step(of: endorsement(furniture.catalogue))
        step.referrals = 2

        let rows = QueueCSV([step], furniture.catalogue, furniture.frame.words.phrases(.english)).rows

        #expect(rows.map(\.last) == ["Referrals", "2"])
    }
}
