import Base
import Storage

extension AuditVerifier {
    private static let checkpointsMax = 200

    /// Checks the log as one transaction sees it.
    func verify(in db: any SQLConnection) throws -> AuditReport {
        var recount = AuditRecount(origin: origin, keys: keys, trusted: trusted)
        guard let stored = try AuditRecords.lastCheckpoint(in: db) else {
            try checkEmpty(&recount, in: db)
            return recount.report
        }
        try checkCounts(&recount, size: stored.size, in: db)
        try checkRepetition(&recount, in: db)
        var checkpoints = CheckpointWalk()
        guard let last = recount.checkpoint(stored.note, size: stored.size), last.size == stored.size,
            last.root == stored.root
        else {
            if recount.report.isClean {
                recount.report.add(.checkpoint, at: stored.size, "the last checkpoint is unlike its row")
            }
            return recount.report
        }
        recount.begin(last)
        try checkpoints.check(&recount, in: db)
        while recount.edge.size < last.size {
            guard try addBundle(&recount, upTo: last.size, &checkpoints, in: db) else {
                return recount.report
            }
        }
        for tile in recount.edge.partialTiles where tile.level > 0 { try compare(tile, &recount, in: db) }
        if checkpoints.count != (try AuditRecords.counts(in: db).checkpoints) {
            recount.report.add(
                .rowsBeyond, at: nil, "there are checkpoints that belong to no size of the tree")
        }
        return recount.report
    }

    /// Adds the leaves under the next tile; false when one is missing, because nothing after it can be placed.
    private func addBundle(
        _ recount: inout AuditRecount, upTo size: Int64, _ checkpoints: inout CheckpointWalk,
        in db: any SQLConnection
    ) throws -> Bool {
        let start = recount.edge.size
        let count = Int(min(Int64(TileID.widthMax), size - start))
        var leaves = try AuditRecords.leaves(start..<start + Int64(count), in: db)
        let gap = leaves.indices.first { leaves[$0].index != start + Int64($0) } ?? leaves.count
        leaves = Array(leaves.prefix(gap))
        for leaf in leaves where AuditLeaf.id(in: leaf.bytes)?.rawValue != leaf.id {
            recount.report.add(.leafRow, at: leaf.index, "the row's identifier is not the leaf's")
        }
        let subjects = try AuditRecords.subjects(start..<start + Int64(count), in: db)
        for leaf in leaves where !AuditLeaf.isAbout(subjects[leaf.index], leaf.bytes) {
            recount.report.add(.subject, at: leaf.index, "the person it is about does not find it")
        }
        let index = start / Int64(TileID.widthMax)
        let tile = try tile(level: 0, index: index, width: count, &recount, in: db)
        let full = try recount.add(leaves.map(\.bytes), rows: leaves.map(\.hash), tile: tile) { recount in
            try checkpoints.check(&recount, in: db)
        }
        for tile in full where tile.level > 0 { try compare(tile, &recount, in: db) }
        guard gap == count else {
            recount.report.add(.leafMissing, at: start + Int64(gap), "there is no leaf at this index")
            return false
        }
        return true
    }

    private func compare(
        _ counted: MerkleEdge.Tile, _ recount: inout AuditRecount, in db: any SQLConnection
    ) throws {
        let width = counted.bytes.count / MerkleHash.length
        guard
            let stored = try tile(
                level: counted.level, index: counted.index, width: width, &recount, in: db),
            stored != counted.bytes
        else { return }
        recount.report.add(
            .tile, at: counted.index, "a tile of level \(counted.level) does not follow from the leaves")
    }

    private func tile(
        level: Int, index: Int64, width: Int, _ recount: inout AuditRecount, in db: any SQLConnection
    ) throws -> [UInt8]? {
        guard let bytes = try AuditRecords.tile(level: level, index: index, in: db) else {
            recount.report.add(.tile, at: index, "a tile of level \(level) is missing")
            return nil
        }
        guard bytes.count == width * MerkleHash.length else {
            recount.report.add(.tile, at: index, "a tile of level \(level) is not of \(width) hashes")
            return nil
        }
        return bytes
    }

    private func checkEmpty(_ recount: inout AuditRecount, in db: any SQLConnection) throws {
        let counts = try AuditRecords.counts(in: db)
        if counts.leaves > 0 || counts.tiles > 0 {
            recount.report.add(.checkpoint, at: nil, "there are leaves or tiles, and no checkpoint")
        }
        if let trusted {
            recount.report.add(.truncated, at: 0, "the log was of size \(trusted.size) before")
        }
    }

    private func checkCounts(_ recount: inout AuditRecount, size: Int64, in db: any SQLConnection) throws {
        let counts = try AuditRecords.counts(in: db)
        if counts.leaves > size {
            recount.report.add(
                .rowsBeyond, at: size, "\(counts.leaves - size) leaves stand beyond the last checkpoint")
        }
        var tiles: Int64 = 0
        var hashes = size
        while hashes > 0 {
            tiles += (hashes + Int64(TileID.widthMax) - 1) / Int64(TileID.widthMax)
            hashes >>= 8
        }
        if counts.tiles != tiles {
            recount.report.add(.rowsBeyond, at: nil, "there are \(counts.tiles) tiles instead of \(tiles)")
        }
    }

    private func checkRepetition(_ recount: inout AuditRecount, in db: any SQLConnection) throws {
        for id in try AuditRecords.repeatedIDs(countMax: AuditReport.findingsMax, in: db) {
            recount.report.add(.leafRepeated, at: nil, "the leaf \(id) stands twice")
        }
        for size in try AuditRecords.forkedSizes(countMax: AuditReport.findingsMax, in: db) {
            recount.report.add(.fork, at: size, "two checkpoints are kept for this size")
        }
    }

    /// Goes through the stored checkpoints while the tree grows past their sizes.
    private struct CheckpointWalk {
        private var waiting: ArraySlice<AuditRecords.StoredCheckpoint> = []
        private var lastSize: Int64 = -1
        private var isOver = false
        private(set) var count: Int64 = 0

        /// Checks the checkpoints that the tree has reached.
        mutating func check(_ recount: inout AuditRecount, in db: any SQLConnection) throws {
            if waiting.isEmpty, !isOver {
                waiting = try AuditRecords.checkpoints(after: lastSize, countMax: checkpointsMax, in: db)[...]
                isOver = waiting.isEmpty
            }
            guard let stored = waiting.first, stored.size <= recount.edge.size else { return }
            waiting.removeFirst()
            lastSize = stored.size
            if stored.sequence != count {
                recount.report.add(.checkpoint, at: stored.size, "a checkpoint before this one is missing")
            }
            count += 1
            recount.report.checkpointsChecked = count
            guard let checkpoint = recount.checkpoint(stored.note, size: stored.size) else { return }
            guard checkpoint.size == stored.size, checkpoint.root == stored.root else {
                recount.report.add(.checkpoint, at: stored.size, "the checkpoint is unlike its row")
                return
            }
            recount.compare(checkpoint.root, what: "the checkpoint's root")
        }
    }
}
