import Base
import Foundation
import HTTPTypes
import Support
import Testing
import Wire

@testable import Terminal

/// What lies in the tray between two visits is nobody's business.
@Suite struct Trays {
    @Test("Row 58: nobody is served beside a former citizen's paper, and the centre hears of it once")
    func nobodyIsServedBesideAFormerCitizensPaper() async throws {
        try await LiveAgent.run { live in
            live.bench.printer.complains([.paperLeft])
            await live.bench.agent.tray.tick()

            let before = try await live.get("/")
            let reports = try await live.reports(until: ["paper-left"])
            live.bench.printer.complains([])
            let after = try await live.get("/")

            #expect(before.status == 503)
            #expect(before.body.contains("出纸口里有一份文件"))
            #expect(reports.contains { $0.printerReasons == ["paper-left"] })
            #expect(after.body == "front")
        }
    }

    @Test func thePaperOfWhoIsBeingServedIsHerOwn() async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()
            live.bench.printer.complains([.paperLeft])
            await live.bench.agent.tray.look()

            #expect(try await live.get("/").body == "front")

            _ = try await live.post("/terminal/end")
            #expect(try await live.get("/").status == 503)
        }
    }
}

extension LiveAgent {
    /// The health reports so far, once one of them names these reasons.
    func reports(until reasons: [String]) async throws -> [HealthReport] {
        while true {
            let reports = try bench.fake.requests("POST /terminals/health").map {
                try JSONDecoder().decode(HealthReport.self, from: Data($0.body))
            }
            if reports.contains(where: { $0.printerReasons == reasons }) { return reports }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
