import Base
import Logging
import Storage
import Support
import Vault

@testable import Audit

/// A log with its key, its clock and its integrator, on one engine.
struct TestLog {
    static let origin = "egret.example/test"

    let engine: any SQLEngine
    let clock = TestClock()
    let world: World
    let key: SigningKey
    let log: AuditLog
    let integrator: AuditIntegrator

    init(_ engine: TestEngine, key: SigningKey? = nil) async throws {
        self.engine = try await engine.make(AuditMigrations.all + AuditMigrations.later)
        world = .frozen(clock)
        self.key = try key ?? SigningKey.generate(.ed25519)
        log = AuditLog(world: world)
        integrator = Self.integrator(self.engine, self.key, world)
    }

    static func integrator(_ engine: any SQLEngine, _ key: SigningKey, _ world: World) -> AuditIntegrator {
        AuditIntegrator(
            engine: engine, origin: origin, key: key, world: world,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    var verifierKey: VerifierKey { VerifierKey(name: Self.origin, key: key.publicKey) }
    var tree: AuditTree { AuditTree(origin: Self.origin, keys: [verifierKey]) }

    func verifier(trusted: Checkpoint? = nil) -> AuditVerifier {
        AuditVerifier(origin: Self.origin, keys: [verifierKey], trusted: trusted)
    }

    /// Appends acts in one transaction and returns their leaves.
    @discardableResult
    func append(_ count: Int) async throws -> [Token] {
        let (log, clock) = (log, clock)
        return try await engine.write { db in
            try (0..<count).map { number in
                clock.advance(by: .milliseconds(1))
                return try log.append(Self.act(number), in: db)
            }
        }
    }

    /// Makes leaves of what waits as a house of the first version wrote them: with the commitment itself.
    func makeFirstVersion() async throws {
        try await engine.write { db in
            for leaf in try AuditStore.pending(leavesMax: 1_000, in: db) {
                var text = String(decoding: leaf.bytes, as: UTF8.self).replacing(
                    ",\"v\":2}", with: ",\"v\":1}")
                if let subject = leaf.subject {
                    text = text.replacing(LeafPseudonym.of(subject, in: leaf.id).hex, with: subject.hex)
                }
                try db.run(
                    """
                    UPDATE audit_pending SET leaf_bytes = \(Array(text.utf8)), subject = NULL
                    WHERE leaf_id = \(leaf.id)
                    """)
            }
        }
    }

    /// Appends acts and gives them their places, one checkpoint after each group.
    @discardableResult
    func grow(by groups: [Int]) async throws -> [Token] {
        var leaves: [Token] = []
        for count in groups {
            leaves += try await append(count)
            while try await integrator.integrate() == AuditIntegrator.leavesMax {}
        }
        return leaves
    }

    func checkpoint() async throws -> Checkpoint? {
        let tree = tree
        return try await engine.read { db in try tree.checkpoint(in: db) }
    }

    func run(_ statements: [SQLStatement]) async throws {
        try await engine.write { db in for statement in statements { try db.run(statement) } }
    }

    static func act(_ number: Int) -> AuditAct {
        AuditAct(
            "case.submitted", actor: .citizen, purpose: "residence-proof", caseNumber: "C-\(number)",
            subject: [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 32),
            fields: ["name", "address"])
    }
}
