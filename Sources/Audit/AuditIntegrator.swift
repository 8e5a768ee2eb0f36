public import Base
public import Logging
public import ServiceLifecycle
public import Storage
import Synchronization
public import Vault

/// Gives waiting leaves their places in the tree and signs a checkpoint over them, at most a second after their commit.
///
/// Leaves, tiles and checkpoint change in one transaction: a crash leaves either all of them or none, so there is never
/// a gap, a place used twice, or a second root for a size. Any number of nodes may run one; a lease lets one work at a time,
/// and should that node die, another takes over when the lease has run out, two seconds later.
///
/// Before it signs, the integrator checks that the tree still carries the last checkpoint and the last one it signed itself.
/// If not, somebody changed the database: it signs nothing more, and says so in the log every time it tries.
public final class AuditIntegrator: Service {
    /// Leaves that one checkpoint adds at most.
    public static let leavesMax = 1_000
    static let interval = Duration.milliseconds(500)
    static let lease = Duration.seconds(2)

    private let engine: any SQLEngine
    private let tree: AuditTree
    private let key: SigningKey
    private let world: World
    private let logger: Logger
    private let holder: Token
    private let seen = Mutex<Checkpoint?>(nil)
    /// Whether every leaf of the tree is noted with whom it is about.
    private let isNoted = Mutex(false)

    /// - Parameters:
    ///   - engine: Where the log is kept.
    ///   - origin: The log's name for ever, such as `egret.example/xiamen`: not empty, no spaces, no `+`.
    ///   - key: Ed25519.
    ///   - earlierKeys: Public keys that signed before the present one did.
    ///   - world: Clock, sleep and the name of this holder of the lease.
    ///   - logger: Told when the log cannot be extended.
    public init(
        engine: any SQLEngine, origin: String, key: SigningKey, earlierKeys: [VerifierKey] = [], world: World,
        logger: Logger
    ) {
        self.engine = engine
        tree = AuditTree(
            origin: origin, keys: earlierKeys + [VerifierKey(name: origin, key: key.publicKey)])
        self.key = key
        self.world = world
        self.logger = logger
        holder = Token(world)
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown { await self.repeatedly() }
        // Acts that were committed while the doors closed get their checkpoint too.
        while await attempt() == Self.leavesMax {}
        do {
            let holder = holder
            try await engine.write { db in try AuditStore.releaseLease(holder: holder, in: db) }
        } catch {
            logger.warning("audit lease not released", metadata: ["error": "\(error)"])
        }
    }

    /// Integrates one batch, if any leaf waits and no other node is at it.
    ///
    /// - Returns: The number of leaves that found their place.
    /// - Throws: ``AuditError/broken(_:)`` when the stored tree was changed; ``SQLError``.
    @discardableResult
    public func integrate() async throws -> Int {
        try await noteEarlier()
        let isIdle = try await engine.read { db in
            try !AuditStore.hasPending(in: db) && AuditRecords.lastCheckpoint(in: db) != nil
        }
        guard !isIdle else { return 0 }
        let seen = seen.withLock { $0 }
        let (tree, key, world, holder) = (tree, key, world, holder)
        let done = try await engine.write { db in
            let now = world.now()
            let until = now + Self.lease
            guard
                try AuditStore.takeLease(
                    holder: holder, now: now, until: until, farthest: until + Self.lease, in: db)
            else {
                return nil as (count: Int, checkpoint: Checkpoint)?
            }
            return try Self.extend(tree, seen: seen, key: key, in: db)
        }
        guard let done else { return 0 }
        self.seen.withLock { $0 = done.checkpoint }
        return done.count
    }

    private func repeatedly() async {
        while !Task.isCancelled {
            if await attempt() == Self.leavesMax { continue }
            try? await world.sleep(Self.interval)
        }
    }

    private func attempt() async -> Int {
        do {
            return try await integrate()
        } catch is CancellationError {
            return 0
        } catch {
            logger.error("audit log not extended", metadata: ["error": "\(error)"])
            return 0
        }
    }

    private static func extend(
        _ tree: AuditTree, seen: Checkpoint?, key: SigningKey, in db: any SQLConnection
    ) throws -> (count: Int, checkpoint: Checkpoint) {
        let last = try tree.checkpoint(in: db)
        var edge = try tree.edge(at: last, in: db)
        try checkGrowth(tree, from: seen, to: last, in: db)
        let pending = try AuditStore.pending(leavesMax: leavesMax, in: db)
        if let last, pending.isEmpty { return (0, last) }
        for leaf in pending {
            guard leaf.bytes.count <= AuditLeaf.bytesMax else {
                throw AuditError.broken("a waiting leaf is too long")
            }
            let hash = MerkleHash.leaf(leaf.bytes)
            try AuditStore.insert(leaf, index: edge.size, hash: hash, in: db)
            try AuditStore.insert(
                subject: leaf.subject ?? AuditLeaf.commitment(inFirstVersion: leaf.bytes), index: edge.size,
                in: db)
            for tile in edge.append(hash) { try AuditStore.save(tile, in: db) }
        }
        for tile in edge.partialTiles { try AuditStore.save(tile, in: db) }
        if let youngest = pending.last {
            let removed = try AuditStore.deletePending(through: youngest, in: db)
            guard removed == pending.count else {
                throw AuditError.broken("waiting leaves changed underneath")
            }
        }
        let checkpoint = try Checkpoint(origin: tree.origin, size: edge.size, root: edge.root, signedBy: key)
        try AuditStore.insert(checkpoint, in: db)
        return (pending.count, checkpoint)
    }

    /// Goes once through the leaves of a log from before it noted whom they are about, a part at a time.
    ///
    /// Only leaves of the first version say it themselves; of later ones the note is all there is, and ``AuditVerifier`` misses it.
    private func noteEarlier() async throws {
        guard !isNoted.withLock({ $0 }) else { return }
        var next = try await engine.read { db in try AuditRecords.nextUnnoted(in: db) }
        while true {
            let part = next..<next + Int64(Self.leavesMax)
            let leaves = try await engine.read { db in try AuditRecords.leaves(part, in: db) }
            guard let last = leaves.last else { break }
            let about = leaves.filter { AuditLeaf.commitment(inFirstVersion: $0.bytes) != nil }
            if !about.isEmpty {
                try await engine.write { db in
                    for leaf in about {
                        try AuditStore.insert(
                            subject: AuditLeaf.commitment(inFirstVersion: leaf.bytes), index: leaf.index,
                            in: db)
                    }
                }
            }
            next = last.index + 1
        }
        isNoted.withLock { $0 = true }
    }

    /// Refuses a tree that does not begin with the tree this process signed last.
    private static func checkGrowth(
        _ tree: AuditTree, from seen: Checkpoint?, to last: Checkpoint?, in db: any SQLConnection
    ) throws {
        guard let seen else { return }
        guard let last, last.size >= seen.size else {
            throw AuditError.broken(
                "the tree is smaller than the checkpoint of size \(seen.size) signed before")
        }
        var reader = tree.reader(size: last.size, in: db)
        guard try reader.root(of: 0..<seen.size) == seen.root else {
            throw AuditError.broken(
                "the tree does not begin with the checkpoint of size \(seen.size) signed before")
        }
    }
}
