import Base
import Casework
import Catalogue
import Comparison
import Foundation
import Sandbox
import Support
import Testing
import Web

@testable import egret

/// Another portal's catalogue in the whole house.
@Suite(.serialized) struct PortalComparisonTests {
    @Test(arguments: TestEngine.available)
    func aPortalIsImportedComparedAndDecidedAboutAndNobodyElseWaits(_ engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let portal = "http://127.0.0.1:\(whole.sandboxPort)/portal/catalogues/"
            let verbs = whole.house.comparison
            await #expect(throws: PortError.failed(system: "portal-catalogue", code: "503")) {
                try await verbs.bring(portal + "troubled-down", by: "s-0001")
            }
            #expect(try await verbs.compare() == nil)

            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let tray = try await citizen.fetchPaper(person, by: "face")
            #expect(
                tray.text.title == whole.house.frame.words.phrases(.english)("kiosk.paper.out.title"),
                "the portal's fault is nobody else's")
            #expect(try await verbs.bring(portal + "i-xiamen", by: "s-0001").items >= 400)

            let report = try #require(try await verbs.compare()).report
            let used = report.findings.filter { $0.usesHere > 0 }
            #expect(used.map(\.usesHere) == [1], "the one case that was done here")
            let split = try #require(report.findings.first { $0.relation == .splitHere })
            #expect(split.here.count > 1)
            let (there, here) = (try #require(split.there.first), try #require(split.here.first))
            try await verbs.decide(
                [DecideMatch.Subject(there: there.code, here: here.id)], .keep, because: "asked for here",
                by: "s-0001")
            let after = try #require(try await verbs.compare()).report.findings
                .first { $0.there.contains(there) }
            #expect(after?.pairs.first { $0.match.here == here.id }?.decision?.by == "s-0001")
        }
    }
}
