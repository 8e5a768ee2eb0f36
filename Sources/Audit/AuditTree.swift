import Base
import Storage

/// The tree of one log in the database: reading proofs from it, and giving it its next leaves.
struct AuditTree: Sendable {
    let origin: String
    /// Every key that has signed checkpoints of this log; the last is the present one.
    let keys: [VerifierKey]

    /// The last checkpoint, checked as far as its row alone allows; nil before the first.
    func checkpoint(in db: any SQLConnection) throws -> Checkpoint? {
        guard let stored = try AuditRecords.lastCheckpoint(in: db) else { return nil }
        guard let checkpoint = Checkpoint(stored.note), checkpoint.isSigned(by: keys),
            checkpoint.origin == origin, checkpoint.size == stored.size, checkpoint.root == stored.root
        else { throw AuditError.broken("the checkpoint of size \(stored.size) is not ours") }
        return checkpoint
    }

    func receipt(for leaf: Token, in db: any SQLConnection) throws -> AuditReceipt {
        guard let checkpoint = try checkpoint(in: db), let found = try AuditRecords.leaf(leaf, in: db),
            found.index < checkpoint.size
        else { throw AuditError.unknownLeaf(leaf) }
        var reader = reader(size: checkpoint.size, in: db)
        let proof = try InclusionProof(index: found.index, size: checkpoint.size, reader: &reader)
        return AuditReceipt(leaf: found.bytes, proof: proof, checkpoint: checkpoint)
    }

    /// What is served for a tile or bundle; nil when the published tree does not reach it.
    func content(of id: TileID, in db: any SQLConnection) throws -> [UInt8]? {
        guard let checkpoint = try checkpoint(in: db) else { return nil }
        switch id.kind {
        case .level(let level):
            guard level <= TileID.levelMax,
                TileID.width(level: level, index: id.index, treeSize: checkpoint.size) >= id.width
            else { return nil }
            let bytes = try Self.tile(id, in: db)
            guard bytes.count >= id.width * MerkleHash.length else {
                throw AuditError.broken("\(id.path) is too short")
            }
            return Array(bytes.prefix(id.width * MerkleHash.length))
        case .entries:
            guard TileID.width(level: 0, index: id.index, treeSize: checkpoint.size) >= id.width else {
                return nil
            }
            let start = id.index * Int64(TileID.widthMax)
            let leaves = try AuditRecords.leaves(start..<start + Int64(id.width), in: db)
            guard leaves.count == id.width else { throw AuditError.broken("\(id.path) lacks leaves") }
            return EntryBundle.encode(leaves.map(\.bytes))
        }
    }

    func reader(size: Int64, in db: any SQLConnection) -> TileReader {
        TileReader(size: size) { try Self.tile($0, in: db) }
    }

    /// The right edge at a checkpoint; its root is compared with the signed one, so that nothing is built on a changed tree.
    func edge(at checkpoint: Checkpoint?, in db: any SQLConnection) throws -> MerkleEdge {
        guard let checkpoint else {
            let counts = try AuditRecords.counts(in: db)
            guard counts.leaves == 0, counts.tiles == 0 else {
                throw AuditError.broken("there are leaves but no checkpoint")
            }
            return MerkleEdge()
        }
        let edge = try MerkleEdge(size: checkpoint.size) { try Self.tile($0, in: db) }
        guard edge.root == checkpoint.root else {
            throw AuditError.broken("the tiles do not carry the checkpoint of size \(checkpoint.size)")
        }
        return edge
    }

    private static func tile(_ id: TileID, in db: any SQLConnection) throws -> [UInt8] {
        guard case .level(let level) = id.kind,
            let bytes = try AuditRecords.tile(level: level, index: id.index, in: db)
        else { throw AuditError.broken("\(id.path) is missing") }
        return bytes
    }
}
