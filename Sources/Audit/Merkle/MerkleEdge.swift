/// The growing right edge of a tree: all that must be kept to append leaves, cut tiles and know the root.
struct MerkleEdge: Sendable {
    /// A tile's hashes, one after the other.
    struct Tile: Hashable, Sendable {
        let level: Int
        let index: Int64
        let bytes: [UInt8]
    }

    private struct Peak: Sendable {
        let height: Int
        let hash: [UInt8]
    }

    private(set) var size: Int64 = 0
    /// Roots of the perfect subtrees that the tree consists of, left to right, heights falling.
    private var peaks: [Peak] = []
    /// For each level the hashes of its last tile, while that is partial.
    private var rows: [[UInt8]] = []

    init() {}

    /// Picks up a tree where its tiles were left.
    ///
    /// - Parameters:
    ///   - size: Leaves of the tree.
    ///   - tile: The hashes of a partial tile; only the last tile of a level is asked for.
    /// - Throws: ``AuditError/broken(_:)`` when a tile is shorter than the size demands; what `tile` throws.
    init(size: Int64, tile: (TileID) throws -> [UInt8]) throws {
        self.size = size
        var level = 0
        while size >> (8 * Int64(level)) > 0 {
            let hashes = size >> (8 * Int64(level))
            let width = Int(hashes % Int64(TileID.widthMax))
            var row: [UInt8] = []
            if width > 0 {
                let id = TileID(.level(level), hashes / Int64(TileID.widthMax), width: width)
                row = try tile(id)
                guard row.count >= width * MerkleHash.length else {
                    throw AuditError.broken("\(id.path) is too short")
                }
                row = Array(row.prefix(width * MerkleHash.length))
            }
            rows.append(row)
            level += 1
        }
        for (level, row) in rows.enumerated().reversed() {
            var start = 0
            for bit in (0..<8).reversed() where (row.count / MerkleHash.length) & (1 << bit) != 0 {
                let end = start + MerkleHash.length << bit
                peaks.append(Peak(height: 8 * level + bit, hash: MerkleHash.perfect(row[start..<end])))
                start = end
            }
        }
    }

    var root: [UInt8] { MerkleHash.fold(peaks.map(\.hash)) }

    /// Adds a leaf and returns the tiles that it completed.
    mutating func append(_ leafHash: [UInt8]) -> [Tile] {
        size += 1
        var full: [Tile] = []
        var peak = Peak(height: 0, hash: leafHash)
        extend(with: peak, &full)
        while let last = peaks.last, last.height == peak.height {
            peaks.removeLast()
            peak = Peak(height: peak.height + 1, hash: MerkleHash.node(last.hash, peak.hash))
            extend(with: peak, &full)
        }
        peaks.append(peak)
        return full
    }

    /// The last tile of each level, where it is partial.
    var partialTiles: [Tile] {
        rows.enumerated().filter { !$0.element.isEmpty }.map { level, row in
            Tile(level: level, index: size >> (8 * Int64(level + 1)), bytes: row)
        }
    }

    /// Puts the root of a perfect subtree into its tile, when its height is one that tiles hold.
    private mutating func extend(with peak: Peak, _ full: inout [Tile]) {
        guard peak.height.isMultiple(of: 8) else { return }
        let level = peak.height / 8
        if level == rows.count { rows.append([]) }
        rows[level] += peak.hash
        guard rows[level].count == TileID.widthMax * MerkleHash.length else { return }
        full.append(Tile(level: level, index: (size >> (8 * Int64(level + 1))) - 1, bytes: rows[level]))
        rows[level] = []
    }
}
