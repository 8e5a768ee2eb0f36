import Base
import Storage
import Support
import Testing
import Vault

@testable import Audit

/// The log is changed behind its back, directly in the database.
@Suite struct AuditTamperTests {
    private static let groups = [1, 9, 250, 39, 1]

    @Test(arguments: TestEngine.available, Tampering.all)
    func itIsDetected(on engine: TestEngine, tampering: Tampering) async throws {
        let log = try await TestLog(engine)
        try await log.grow(by: Self.groups)
        #expect(try await log.verifier().verify(database: log.engine).findings == [])

        try await log.run(try await tampering.statements(log))

        let report = try await log.verifier().verify(database: log.engine)
        #expect(!report.isClean)
    }

    @Test(arguments: TestEngine.available)
    func anEditedLeafIsNamedByItsIndexAndByNothingElse(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)
        try await log.grow(by: Self.groups)
        let leaf = try await log.engine.read { db in try AuditRecords.leaves(100..<101, in: db) }[0]
        var bytes = leaf.bytes
        bytes[20] ^= 1

        try await log.run(["UPDATE audit_leaves SET leaf_bytes = \(bytes) WHERE idx = 100"])

        let report = try await log.verifier().verify(database: log.engine)
        #expect(report.findings.map(\.kind) == [.leafChanged])
        #expect(report.findings.map(\.index) == [100])
    }

    @Test(arguments: TestEngine.available)
    func aTailCutWithItsCheckpointsIsSeenByWhoKeptOne(on engine: TestEngine) async throws {
        let key = try SigningKey.generate(.ed25519)
        let log = try await TestLog(engine, key: key)
        try await log.grow(by: [20])
        let kept = try #require(try await log.checkpoint())

        let other = try await TestLog(engine, key: key)
        try await other.grow(by: [10])
        #expect(try await other.verifier().verify(database: other.engine).isClean)

        let cut = try await other.verifier(trusted: kept).verify(database: other.engine)
        #expect(cut.findings.map(\.kind) == [.truncated])
    }

    @Test(arguments: TestEngine.available)
    func aLogWrittenAnewWithTheTrueKeyIsSeenByWhoKeptACheckpoint(on engine: TestEngine) async throws {
        let key = try SigningKey.generate(.ed25519)
        let log = try await TestLog(engine, key: key)
        try await log.grow(by: [20])
        let kept = try #require(try await log.checkpoint())

        let other = try await TestLog(engine, key: key)
        other.clock.advance(by: .seconds(1))
        try await other.grow(by: [25])

        let forked = try await other.verifier(trusted: kept).verify(database: other.engine)
        #expect(forked.findings.map(\.kind) == [.fork])
        #expect(forked.findings.map(\.index) == [20])
        let grown = try await log.verifier(trusted: kept).verify(database: log.engine)
        #expect(grown.isClean)
    }

    @Test func aCheckpointOfAnotherKeyIsNotBelieved() async throws {
        let log = try await TestLog(.sqlite)
        try await log.grow(by: [3])
        let stranger = try SigningKey.generate(.ed25519)
        let verifier = AuditVerifier(
            origin: TestLog.origin, keys: [VerifierKey(name: TestLog.origin, key: stranger.publicKey)])

        let report = try await verifier.verify(database: log.engine)

        #expect(report.findings.map(\.kind) == [.checkpoint])
    }
}
