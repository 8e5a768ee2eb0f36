import Foundation
import GRDB
public import Storage
import Synchronization

/// The embedded engine: one file, one writer with group commit, many readers.
///
/// Transactions that wait while the disk is flushed share the next flush: each runs in its own savepoint of one
/// transaction, and no caller is answered before that transaction is on the disk.
public final class SQLiteEngine: SQLEngine {
    /// The most transactions that share one flush; it bounds how long the first of them waits for the last.
    static let batchMax = 256

    public let dialect = SQLDialect.sqlite
    public let announcements = Announcements()
    let pool: DatabasePool
    private let queue: WriteQueue
    private let writer: BatchWriter

    /// Opens or creates the file, readable by its owner alone.
    ///
    /// - Parameters:
    ///   - path: File path; its folder must exist.
    ///   - readersMax: The most reads at a time.
    ///   - busyTimeout: How long to wait for another process's write lock before ``SQLError/busy``.
    ///   - waitingMax: The most transactions that may wait; more are refused with ``SQLError/busy``.
    ///   - onLostDisk: Called when the disk refused to write or flush. What the file holds is then unknown to this
    ///     process, so it must end without another write and look again when it starts.
    /// - Throws: ``SQLError`` when the file cannot be opened or is not a database.
    public init(
        path: String, readersMax: Int = 8, busyTimeout: Duration = .seconds(5), waitingMax: Int = 10_000,
        onLostDisk: @escaping @Sendable (SQLError) -> Void
    ) throws(SQLError) {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeout / .seconds(1))
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = readersMax
        configuration.label = "egret"
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
        }
        do {
            if !FileManager.default.fileExists(atPath: path) {
                // when this fails, so does opening, with a better error
                _ = FileManager.default.createFile(
                    atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            }
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction {
                // GRDB sets NORMAL on the writer after prepareDatabase, and NORMAL does not flush at a commit
                try $0.execute(sql: "PRAGMA synchronous = FULL")
                // What a savepoint needs to be taken back would go to a file from its 16th page on, and to the end.
                try $0.execute(sql: "PRAGMA temp_store = MEMORY")
            }
        } catch {
            throw SQLError(error)
        }
        queue = WriteQueue(waitingMax: waitingMax)
        writer = BatchWriter(announcements: announcements, onLostDisk: onLostDisk)
    }

    public func read<T: Sendable>(
        _ body: @Sendable @escaping (any SQLConnection) throws -> T
    ) async throws -> T {
        guard !queue.isClosed else { throw SQLError.closed }
        return try await withCheckedThrowingContinuation { continuation in
            pool.asyncRead { opened in
                continuation.resume(
                    with: Result {
                        let db: Database
                        do { db = try opened.get() } catch { throw SQLError(error) }
                        return try SQLiteConnection(db: db).run(body)
                    })
            }
        }
    }

    public func write<T: Sendable>(
        _ body: @Sendable @escaping (any SQLConnection) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let waiting = WaitingWrite(
                attempt: { connection in
                    let value = try connection.run(body)
                    return { continuation.resume(returning: value) }
                },
                refuse: { continuation.resume(throwing: $0) })
            switch queue.add(waiting) {
            case .refused(let error): waiting.refuse(error)
            case .joined: break
            case .first:
                pool.asyncWriteWithoutTransaction { [queue, writer] db in
                    while let batch = queue.take(atMost: Self.batchMax) {
                        writer.commit(batch, in: db)
                    }
                }
            }
        }
    }

    public func close() async {
        guard queue.close() else { return }
        await withCheckedContinuation { continuation in
            // after everything that waits, on the writer's own thread
            pool.asyncBarrierWriteWithoutTransaction { _ in continuation.resume() }
        }
        // no connection is in use any more, so this returns at once
        try? pool.close()
    }
}

extension SQLiteEngine {
    /// How many transactions wait for the writer.
    var waiting: Int { queue.waiting }

    /// How many times the writer committed; each is one flush.
    var commits: Int { writer.commits }

    func pragma(_ name: StaticString) throws -> String? {
        try pool.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA \(name)") }
    }
}

extension SQLError {
    static let closed = SQLError.disconnected(message: "the database is closed")
}
