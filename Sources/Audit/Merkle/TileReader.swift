/// Any hash of a tree, from its tiles.
struct TileReader {
    private let size: Int64
    private let fetch: (TileID) throws -> [UInt8]
    private var kept: [TileID: [UInt8]] = [:]

    /// - Parameters:
    ///   - size: Leaves of the tree.
    ///   - fetch: A tile of the width asked for, or a wider one.
    init(size: Int64, fetch: @escaping (TileID) throws -> [UInt8]) {
        self.size = size
        self.fetch = fetch
    }

    /// The root over a range of leaves that begins at a multiple of the power of two not below its length.
    mutating func root(of range: Range<Int64>) throws -> [UInt8] {
        guard !range.isEmpty else { return MerkleHash.empty }
        var peaks: [[UInt8]] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let height = 63 - (range.upperBound - start).leadingZeroBitCount
            peaks.append(try node(height: height, index: start >> Int64(height)))
            start += 1 << Int64(height)
        }
        return MerkleHash.fold(peaks)
    }

    /// The root of the `index`-th perfect subtree of 2^height leaves.
    private mutating func node(height: Int, index: Int64) throws -> [UInt8] {
        let level = height / 8
        let span = 1 << (height % 8)
        let first = index * Int64(span)
        let tile = try tile(level: level, index: first / Int64(TileID.widthMax))
        let start = Int(first % Int64(TileID.widthMax)) * MerkleHash.length
        let end = start + span * MerkleHash.length
        guard end <= tile.count else { throw AuditError.broken("a tile of level \(level) is too short") }
        return MerkleHash.perfect(tile[start..<end])
    }

    private mutating func tile(level: Int, index: Int64) throws -> [UInt8] {
        let width = TileID.width(level: level, index: index, treeSize: size)
        guard width > 0 else { throw AuditError.broken("the tree has no tile \(index) on level \(level)") }
        let id = TileID(.level(level), index, width: width)
        if let tile = kept[id] { return tile }
        let tile = try fetch(id)
        kept[id] = tile
        return tile
    }
}
