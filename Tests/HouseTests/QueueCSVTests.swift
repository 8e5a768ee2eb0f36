import Base
import Catalogue
import Support
import Testing
import Web

@testable import Casework
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

    @Test func aRowSaysHowOftenItsStepCameFromAnotherOffice() throws {
        let furniture = try HouseBox.furniture.get()
        let service = try #require(ServiceID(rawValue: "police/residence-permit-endorsement"))
        let code = try #require(furniture.catalogue[service]).implementationCode
        var step = CaseStep(
            key: CaseStep.Key(try #require(CaseNumber(rawValue: code + "202603020001")), "review"), place: 1,
            queue: try #require(StepQueue(rawValue: "police/4/350206")),
            department: try #require(DepartmentID(rawValue: "police")), level: 4, service: service, after: [],
            workingDays: 2, state: .ready, account: nil, readyAt: TestClock.start, due: nil, claimedAt: nil,
            pausedAt: nil, paused: .zero, decidedAt: nil, reason: nil)
        step.referrals = 2

        let rows = QueueCSV([step], furniture.catalogue, furniture.frame.words.phrases(.english)).rows

        #expect(rows.map(\.last) == ["Referrals", "2"])
    }
}
