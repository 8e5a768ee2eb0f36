import Base
import Storage
import Support
import Testing
import Vault

@testable import Audit

@Suite struct AuditIntegratorTests {
    @Test(arguments: TestEngine.available)
    func everyActFindsItsPlaceUnderASignedCheckpoint(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)

        let leaves = try await log.grow(by: [1, 3, 252, 1, 300, 1_100])

        let checkpoint = try #require(try await log.checkpoint())
        #expect(checkpoint.size == 1_657)
        #expect(checkpoint.isSigned(by: [log.verifierKey]))
        let status = try await log.engine.read { db in try AuditStatus.read(in: db) }
        #expect(status.pending == 0)
        #expect(status.root == checkpoint.root)
        let report = try await log.verifier().verify(database: log.engine)
        #expect(report.findings == [])
        #expect(report.leavesChecked == 1_657)
        // 1,100 leaves are two checkpoints.
        #expect(report.checkpointsChecked == 7)
        #expect(Set(leaves).count == 1_657)
    }

    @Test(arguments: TestEngine.available)
    func anEmptyLogPublishesItsEmptyTree(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)

        try await log.integrator.integrate()
        try await log.integrator.integrate()

        let checkpoint = try #require(try await log.checkpoint())
        #expect(checkpoint.size == 0)
        #expect(checkpoint.root == MerkleHash.empty)
        #expect(try await log.verifier().verify(database: log.engine).isClean)
    }

    @Test(arguments: TestEngine.available)
    func ifTheAuditCannotBeWrittenTheActDoesNotHappen(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)
        try await log.run(["CREATE TABLE deeds (id BIGINT NOT NULL PRIMARY KEY)", "DROP TABLE audit_pending"])
        let audit = log.log

        await #expect(throws: SQLError.self) {
            try await log.engine.write { db in
                try db.run("INSERT INTO deeds (id) VALUES (1)")
                try audit.append(TestLog.act(1), in: db)
            }
        }

        let deeds = try await log.engine.read { db in try db.rows("SELECT id FROM deeds") }
        #expect(deeds.isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func anActThatIsRolledBackLeavesNoLeaf(on engine: TestEngine) async throws {
        struct Change: Error {}
        let log = try await TestLog(engine)
        let audit = log.log

        await #expect(throws: Change.self) {
            try await log.engine.write { db in
                try audit.append(TestLog.act(1), in: db)
                throw Change()
            }
        }

        #expect(try await log.engine.read { db in try AuditStatus.read(in: db) }.pending == 0)
    }

    @Test(arguments: TestEngine.available)
    func moreLeavesThanOneCheckpointTakesAllFindTheirPlace(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)
        let count = AuditIntegrator.leavesMax + 7
        try await log.append(count)

        #expect(try await log.integrator.integrate() == AuditIntegrator.leavesMax)
        #expect(try await log.engine.read { db in try AuditStatus.read(in: db) }.pending == 7)
        #expect(try await log.integrator.integrate() == 7)

        #expect(try await log.checkpoint()?.size == Int64(count))
        #expect(try await log.verifier().verify(database: log.engine).findings == [])
    }

    @Test(arguments: TestEngine.available)
    func anotherNodeWaitsForTheLease(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)
        let other = TestLog.integrator(log.engine, log.key, log.world)
        try await log.grow(by: [1])
        try await log.append(1)

        #expect(try await other.integrate() == 0)
        log.clock.advance(by: AuditIntegrator.lease)
        #expect(try await other.integrate() == 1)
        try await log.append(1)
        #expect(try await log.integrator.integrate() == 0)
    }

    @Test(arguments: TestEngine.available)
    func aClockThatIsSetBackDoesNotKeepTheLogStanding(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)
        try await log.grow(by: [1])
        log.clock.advance(by: .seconds(-3_600))
        try await log.append(1)

        // The program was started again: it is another holder.
        let next = TestLog.integrator(log.engine, log.key, log.world)

        #expect(try await next.integrate() == 1)
    }

    @Test(arguments: TestEngine.available)
    func manyNodesAtOnceMakeOneTree(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                let integrator = TestLog.integrator(log.engine, log.key, log.world)
                group.addTask {
                    for _ in 0..<20 {
                        do {
                            _ = try await log.append(3)
                            log.clock.advance(by: AuditIntegrator.lease)
                            _ = try await integrator.integrate()
                        } catch SQLError.busy {
                            // PostgreSQL gives up after some repetitions; a node tries again at its next turn.
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        log.clock.advance(by: AuditIntegrator.lease)
        while try await log.integrator.integrate() > 0 {}

        let report = try await log.verifier().verify(database: log.engine)
        #expect(report.findings == [])
        #expect(report.leavesChecked > 0)
        #expect(report.leavesChecked == (try await log.checkpoint())?.size)
    }

    @Test(arguments: TestEngine.available)
    func nothingIsSignedOnAChangedTree(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)
        try await log.grow(by: [5])
        try await log.run([
            "UPDATE audit_tiles SET tile_bytes = \([UInt8](repeating: 7, count: 5 * 32)) WHERE level = 0"
        ])
        try await log.append(1)

        await #expect(throws: AuditError.self) { try await log.integrator.integrate() }

        #expect(try await log.checkpoint()?.size == 5)
    }

    /// A process that has signed nothing yet has only the checkpoint and the tiles to compare.
    @Test(arguments: TestEngine.available)
    func aNewProcessSignsNothingOnAChangedTree(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)
        try await log.grow(by: [5])
        try await log.run([
            "UPDATE audit_tiles SET tile_bytes = \([UInt8](repeating: 7, count: 5 * 32)) WHERE level = 0"
        ])
        try await log.append(1)
        log.clock.advance(by: AuditIntegrator.lease)
        let successor = TestLog.integrator(log.engine, log.key, log.world)

        await #expect(throws: AuditError.self) { try await successor.integrate() }

        #expect(try await log.checkpoint()?.size == 5)
    }

    @Test(arguments: TestEngine.available)
    func nothingIsSignedWhenTheTailWasCut(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)
        try await log.grow(by: [5])
        try await log.grow(by: [2])
        let first = MemoryLeaves(try await log.engine.read { db in try AuditRecords.leaves(0..<5, in: db) })
        try await log.run([
            "DELETE FROM audit_leaves WHERE idx >= 5", "DELETE FROM audit_checkpoints WHERE size > 5",
            "UPDATE audit_tiles SET tile_bytes = \(first.hashes) WHERE level = 0",
        ])
        #expect(try await log.verifier().verify(database: log.engine).isClean)
        try await log.append(1)

        await #expect(throws: AuditError.self) { try await log.integrator.integrate() }
    }

    private struct MemoryLeaves {
        let hashes: [UInt8]

        init(_ leaves: [AuditRecords.StoredLeaf]) { hashes = leaves.flatMap(\.hash) }
    }
}
