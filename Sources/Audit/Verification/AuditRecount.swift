/// Builds the tree again from its leaves, and compares it with what is stored as it goes.
struct AuditRecount {
    private let keys: [VerifierKey]
    private let origin: String
    private let trusted: Checkpoint?
    private(set) var edge = MerkleEdge()
    var report = AuditReport()

    init(origin: String, keys: [VerifierKey], trusted: Checkpoint?) {
        self.origin = origin
        self.keys = keys
        self.trusted = trusted
    }

    /// Believes a checkpoint, or says why not.
    mutating func checkpoint(_ wire: String, size: Int64?) -> Checkpoint? {
        guard let checkpoint = Checkpoint(wire) else {
            report.add(.checkpoint, at: size, "the checkpoint is malformed")
            return nil
        }
        guard checkpoint.origin == origin else {
            report.add(.checkpoint, at: checkpoint.size, "the checkpoint is of another log")
            return nil
        }
        guard checkpoint.isSigned(by: keys) else {
            report.add(.checkpoint, at: checkpoint.size, "the checkpoint is not signed by the log's key")
            return nil
        }
        return checkpoint
    }

    /// Sets the end of the tree that is to be checked.
    mutating func begin(_ last: Checkpoint) {
        report.checkpoint = last
        if let trusted {
            if trusted.size > last.size {
                report.add(.truncated, at: last.size, "the log was of size \(trusted.size) before")
            }
            compareTrusted()
        }
    }

    /// Adds the leaves under one tile of level 0.
    ///
    /// - Parameters:
    ///   - leaves: The leaves' bytes.
    ///   - rows: The hashes kept with the leaves, where they are kept.
    ///   - tile: The tile as stored, where it could be read; of the bundle's width.
    ///   - reached: Called with every size that the tree reaches.
    /// - Returns: The tiles that the leaves completed.
    mutating func add(
        _ leaves: [[UInt8]], rows: [[UInt8]]?, tile: [UInt8]?, reached: (inout AuditRecount) throws -> Void
    ) rethrows -> [MerkleEdge.Tile] {
        var tiles: [MerkleEdge.Tile] = []
        for (place, leaf) in leaves.enumerated() {
            let counted = MerkleHash.leaf(leaf)
            let start = place * MerkleHash.length
            let inTile = tile.map { Array($0[start..<start + MerkleHash.length]) }
            tiles += edge.append(settle(counted, inRow: rows?[place], inTile: inTile))
            report.leavesChecked += 1
            compareTrusted()
            try reached(&self)
        }
        return tiles
    }

    /// Compares a root with the tree as it stands.
    mutating func compare(_ root: [UInt8], what: String) {
        guard root != edge.root else { return }
        report.add(.root, at: edge.size, "\(what) of size \(edge.size) does not follow from the leaves")
    }

    private mutating func compareTrusted() {
        guard let trusted, trusted.size == edge.size, trusted.root != edge.root else { return }
        report.add(.fork, at: trusted.size, "the tree of this size was another one when it was seen before")
    }

    /// Chooses the hash with which to go on, so that one changed row is one finding and not a landslide.
    private mutating func settle(_ counted: [UInt8], inRow: [UInt8]?, inTile: [UInt8]?) -> [UInt8] {
        let index = edge.size
        switch (inRow ?? counted == counted, inTile ?? counted == counted) {
        case (true, true):
            return counted
        case (false, true):
            report.add(.leafRow, at: index, "the hash kept with the leaf is not the leaf's")
            return counted
        case (true, false) where inRow != nil:
            report.add(.tile, at: index, "the tile's hash of this leaf is not the leaf's")
            return counted
        default:
            report.add(.leafChanged, at: index, "the leaf is not the one that was signed")
            return inTile ?? counted
        }
    }
}
