@testable import Audit

/// A tree in memory with all its tiles, for tests of proofs.
struct MemoryTree {
    struct Missing: Error {}

    private(set) var edge = MerkleEdge()
    private(set) var leaves: [[UInt8]] = []
    private(set) var roots: [[UInt8]] = [MerkleHash.empty]
    private var full: [Int: [Int64: [UInt8]]] = [:]

    init(size: Int) {
        for number in 0..<size {
            let leaf = Array("leaf \(number)".utf8)
            leaves.append(leaf)
            for tile in edge.append(MerkleHash.leaf(leaf)) {
                full[tile.level, default: [:]][tile.index] = tile.bytes
            }
            roots.append(edge.root)
        }
    }

    /// A tile as it was when the tree had `size` leaves.
    func tile(_ id: TileID) throws -> [UInt8] {
        guard case .level(let level) = id.kind else { throw Missing() }
        let stored =
            full[level]?[id.index]
            ?? edge.partialTiles.first { $0.level == level && $0.index == id.index }?.bytes
        guard let stored, stored.count >= id.width * MerkleHash.length else { throw Missing() }
        return Array(stored.prefix(id.width * MerkleHash.length))
    }

    func reader(size: Int64) -> TileReader { TileReader(size: size, fetch: tile) }
}
