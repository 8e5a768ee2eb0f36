import Base
public import Storage

/// Checks a whole log: every leaf, every tile, every checkpoint, against the log's key and against what was seen before.
///
/// It reads the log as a stream, so its memory does not grow with the log. What it cannot see without an earlier
/// checkpoint kept elsewhere is a log whose tail was cut together with its checkpoints: keep ``AuditReport/checkpoint``.
public struct AuditVerifier: Sendable {
    let origin: String
    let keys: [VerifierKey]
    let trusted: Checkpoint?

    /// - Parameters:
    ///   - origin: The log's name, the first line of its checkpoints.
    ///   - keys: The keys that sign or have signed this log, from a source other than the log.
    ///   - trusted: A checkpoint that this verifier found good before; its signature is not asked for again.
    public init(origin: String, keys: [VerifierKey], trusted: Checkpoint? = nil) {
        self.origin = origin
        self.keys = keys
        self.trusted = trusted
    }

    /// Checks a log over HTTP or from a mirror's folder.
    ///
    /// - Parameter fetch: Gives the content at a path below the log's prefix, such as `checkpoint` and `tile/0/000`.
    /// - Returns: What was found; a path that cannot be read is a finding too.
    public func verify(fetch: (_ path: String) async throws -> [UInt8]) async -> AuditReport {
        var recount = AuditRecount(origin: origin, keys: keys, trusted: trusted)
        guard let wire = await read("checkpoint", &recount, fetch),
            let last = recount.checkpoint(String(decoding: wire, as: UTF8.self), size: nil)
        else { return recount.report }
        recount.begin(last)
        recount.report.checkpointsChecked = 1
        let width = Int64(TileID.widthMax)
        while recount.edge.size < last.size {
            let index = recount.edge.size / width
            let count = Int(min(width, last.size - recount.edge.size))
            guard let bundle = await read(TileID(.entries, index, width: count).path, &recount, fetch) else {
                return recount.report
            }
            guard let leaves = EntryBundle.decode(bundle), leaves.count == count else {
                recount.report.add(
                    .leafMissing, at: recount.edge.size, "the entry bundle is not of \(count) leaves")
                return recount.report
            }
            let tile = await tile(TileID(.level(0), index, width: count), &recount, fetch)
            let full = recount.add(leaves, rows: nil, tile: tile) { _ in }
            for tile in full where tile.level > 0 { await compare(tile, &recount, fetch) }
        }
        for tile in recount.edge.partialTiles where tile.level > 0 { await compare(tile, &recount, fetch) }
        recount.compare(last.root, what: "the checkpoint's root")
        return recount.report
    }

    /// Checks a log in its database, all checkpoints and those leaves that wait included.
    ///
    /// - Parameter engine: Where the log is kept; one transaction reads all of it.
    /// - Returns: What was found.
    /// - Throws: ``SQLError`` when the tables cannot be read at all.
    public func verify(database engine: any SQLEngine) async throws -> AuditReport {
        try await engine.read { db in try verify(in: db) }
    }

    private func compare(
        _ counted: MerkleEdge.Tile, _ recount: inout AuditRecount, _ fetch: (String) async throws -> [UInt8]
    ) async {
        let id = TileID(.level(counted.level), counted.index, width: counted.bytes.count / MerkleHash.length)
        guard let stored = await tile(id, &recount, fetch), stored != counted.bytes else { return }
        recount.report.add(.tile, at: counted.index, "\(id.path) does not follow from the leaves")
    }

    private func tile(
        _ id: TileID, _ recount: inout AuditRecount, _ fetch: (String) async throws -> [UInt8]
    ) async -> [UInt8]? {
        guard let bytes = await read(id.path, &recount, fetch) else { return nil }
        guard bytes.count == id.width * MerkleHash.length else {
            recount.report.add(.tile, at: id.index, "\(id.path) is not of \(id.width) hashes")
            return nil
        }
        return bytes
    }

    private func read(
        _ path: String, _ recount: inout AuditRecount, _ fetch: (String) async throws -> [UInt8]
    ) async -> [UInt8]? {
        do {
            return try await fetch(path)
        } catch {
            recount.report.add(.unreadable, at: nil, "\(path): \(error)")
            return nil
        }
    }
}
