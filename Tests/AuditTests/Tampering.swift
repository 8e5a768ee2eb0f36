import Base
import Storage
import Testing

@testable import Audit

/// Something a person with the database's password might do to the log.
struct Tampering: Sendable, CustomTestStringConvertible {
    let name: String
    var testDescription: String { name }
    let statements: @Sendable (TestLog) async throws -> [SQLStatement]

    static let all = [
        Tampering("edits a leaf") { _ in
            [
                "UPDATE audit_leaves SET leaf_bytes = \(Array("{}".utf8)) WHERE idx = 100"
            ]
        },
        Tampering("edits a leaf and its hash") { _ in
            [
                """
                UPDATE audit_leaves SET leaf_bytes = \(Array("{}".utf8)),
                    leaf_hash = \(MerkleHash.leaf(Array("{}".utf8))) WHERE idx = 100
                """
            ]
        },
        Tampering("deletes a leaf") { _ in ["DELETE FROM audit_leaves WHERE idx = 7"] },
        Tampering("deletes a leaf and closes the gap") { _ in
            [
                "DELETE FROM audit_leaves WHERE idx = 7",
                "UPDATE audit_leaves SET idx = 7 WHERE idx = 299",
            ]
        },
        Tampering("swaps two leaves") { _ in
            [
                "UPDATE audit_leaves SET idx = -1 WHERE idx = 3",
                "UPDATE audit_leaves SET idx = 3 WHERE idx = 290",
                "UPDATE audit_leaves SET idx = 290 WHERE idx = -1",
            ]
        },
        Tampering("truncates the leaves") { _ in ["DELETE FROM audit_leaves WHERE idx >= 280"] },
        Tampering("truncates the checkpoints") { _ in ["DELETE FROM audit_checkpoints WHERE size > 10"] },
        Tampering("empties the log") { _ in
            ["DELETE FROM audit_checkpoints"]
        },
        Tampering("removes an old checkpoint") { _ in ["DELETE FROM audit_checkpoints WHERE size = 10"] },
        Tampering("edits a tile") { _ in
            [
                """
                UPDATE audit_tiles SET tile_bytes = \([UInt8](repeating: 1, count: 256 * 32))
                WHERE level = 0 AND idx = 0
                """
            ]
        },
        Tampering("deletes a tile") { _ in ["DELETE FROM audit_tiles WHERE level = 1"] },
        Tampering("adds a tile") { _ in
            [
                "INSERT INTO audit_tiles (level, idx, tile_bytes) VALUES (0, 2, \([UInt8](repeating: 1, count: 32)))"
            ]
        },
        Tampering("adds a leaf") { _ in
            [
                """
                INSERT INTO audit_leaves (idx, leaf_id, leaf_bytes, leaf_hash)
                VALUES (300, 'x', \([1, 2] as [UInt8]), \(MerkleHash.leaf([1, 2])))
                """
            ]
        },
        Tampering("hides an act from the person it is about") { _ in
            ["DELETE FROM audit_subjects WHERE idx = 40"]
        },
        Tampering("shows an act to another person") { _ in
            ["UPDATE audit_subjects SET subject = \([UInt8](repeating: 9, count: 32)) WHERE idx = 40"]
        },
        Tampering("replays an old checkpoint") { log in
            let old = try await log.engine.read { db in
                try AuditRecords.checkpoints(after: 0, countMax: 1, in: db)
            }
            guard let note = old.first?.note else { return [] }
            return ["UPDATE audit_checkpoints SET note_text = \(note) WHERE size = 300"]
        },
        Tampering("puts another tree under an old checkpoint, signed by the true key") { log in
            let fork = try Checkpoint(
                origin: TestLog.origin, size: 299, root: MerkleHash.leaf([1]), signedBy: log.key)
            return [
                "UPDATE audit_checkpoints SET root = \(fork.root), note_text = \(fork.wire) WHERE size = 299"
            ]
        },
        Tampering("forks: keeps two checkpoints of one size, both signed by the true key") { log in
            let fork = try Checkpoint(
                origin: TestLog.origin, size: 300, root: MerkleHash.leaf([1]), signedBy: log.key)
            return [
                "CREATE TABLE forked AS SELECT * FROM audit_checkpoints", "DROP TABLE audit_checkpoints",
                "ALTER TABLE forked RENAME TO audit_checkpoints",
                """
                INSERT INTO audit_checkpoints (size, seq, root, note_text)
                VALUES (300, 5, \(fork.root), \(fork.wire))
                """,
            ]
        },
        Tampering("puts a waiting leaf back that has its place") { log in
            let leaf = try await log.engine.read { db in try AuditRecords.leaves(0..<1, in: db) }[0]
            return [
                """
                INSERT INTO audit_pending (leaf_id, at_ms, leaf_bytes) VALUES (\(leaf.id), 1, \(leaf.bytes))
                """
            ]
        },
    ]

    private init(
        _ name: String, _ statements: @escaping @Sendable (TestLog) async throws -> [SQLStatement]
    ) {
        self.name = name
        self.statements = statements
    }
}
