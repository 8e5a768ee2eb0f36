import Base
import Storage
import Support
import Testing

@testable import Audit

/// The integrator dies before each of its statements in turn.
@Suite struct AuditCrashTests {
    @Test(arguments: TestEngine.available)
    func noCrashLeavesAGapOrUsesAPlaceTwice(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)
        try await log.grow(by: [254])
        try await log.append(4)
        var crashes = 0
        let before = try #require(try await log.checkpoint())
        while true {
            log.clock.advance(by: AuditIntegrator.lease)
            let dying = BreakingEngine(engine: log.engine, statement: crashes)
            let integrator = TestLog.integrator(dying, log.key, log.world)
            do {
                try await integrator.integrate()
                break
            } catch SQLError.disconnected {
                crashes += 1
            }
            let after = try #require(try await log.checkpoint())
            #expect(after == before)
            try #require(crashes < 1_000, "a transaction has an end")
        }

        let report = try await log.verifier().verify(database: log.engine)
        #expect(report.findings == [])
        #expect(report.leavesChecked == 258)
        #expect(report.checkpointsChecked == 2)
        // The lease, the last checkpoint, its tile, the waiting leaves, four leaves with whom they are about and a full tile,
        // the partial tiles, the removal, the checkpoint.
        #expect(crashes == 17)
    }
}
