import Audit
import Base
import Catalogue
import Foundation
import Storage
import Support
import Synchronization
import Vault

@testable import Comparison

/// The verbs on a database of their own, with a portal that a test writes.
final class ComparisonHouse: Sendable {
    let engine: any SQLEngine
    let clock = TestClock()
    let verbs: ComparisonVerbs

    /// A portal that cannot be reached.
    struct Nobody: PortalCataloguePort {
        func catalogue(at address: String) async throws -> PortalCatalogue {
            throw PortError.unreachable(system: "portal-catalogue")
        }
    }

    private final class Uses: Sendable {
        let counts = Mutex<[ServiceID: Int]>([:])
    }
    private let counted = Uses()

    init(_ engine: TestEngine) async throws {
        self.engine = try await engine.make(
            StorageMigrations.all + AuditMigrations.all + ComparisonMigrations.all + AuditMigrations.later)
        let world = World.frozen(clock)
        verbs = ComparisonVerbs(
            try ComparisonParts(
                engine: self.engine, audit: AuditLog(world: world), world: world,
                catalogue: Sample.catalogue(), port: Nobody(),
                uses: { [counted] _ in counted.counts.withLock { $0 } }))
    }

    func used(_ service: String, _ count: Int) {
        if let id = ServiceID(rawValue: service) { counted.counts.withLock { $0[id] = count } }
    }

    /// Imports a table with these lines under the usual header.
    func bring(_ lines: String...) async throws {
        let header = "TASK_NAME,TASK_CODE,DEPT_NAME,BY_LAW,MATERIALS,RESULT_NAME,SERVER_TYPE,HANDLE_COUNT"
        let file = FileManager.default.temporaryDirectory.appending(path: "portal-\(Token(.live)).csv")
        try ([header] + lines).joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        try await verbs.bring(file.path, by: "s-0001")
    }

    func finding(_ key: String) async throws -> Finding? {
        try await verbs.compare()?.report.findings.first { finding in
            finding.there.contains { $0.code == key } || finding.here.contains { $0.id.rawValue == key }
        }
    }

    func subject(_ there: String?, _ here: String?) -> DecideMatch.Subject {
        DecideMatch.Subject(there: there, here: here.flatMap { ServiceID(rawValue: $0) })
    }

    func acts(_ action: String) async throws -> Int {
        try await engine.read { db in
            try db.rows("SELECT leaf_bytes FROM audit_pending").count {
                String(decoding: try $0.bytes("leaf_bytes"), as: UTF8.self).contains("\"\(action)\"")
            }
        }
    }
}
