public import Base
public import Logging
public import Storage

/// The engine for many servers: PostgreSQL through libpq, each connection on a thread of its own.
///
/// A write is a serializable transaction and is repeated when it loses against another; a read sees one snapshot.
/// Connections are opened when they are first needed, and again when they are lost.
public final class PostgresEngine: SQLEngine {
    public let dialect = SQLDialect.postgres
    public let announcements = Announcements()
    private let pool: PostgresPool
    private let transactions: PostgresTransactions

    /// Connects once and refuses a server that could lose or mix up what it is given.
    ///
    /// - Parameters:
    ///   - conninfo: A libpq connection string; several hosts with `target_session_attrs=read-write` fail over.
    ///   - connectionsMax: The most connections, each with its thread.
    ///   - waitingMax: The most transactions that may wait for a connection; more are refused with ``SQLError/busy``.
    ///   - attemptsMax: How often a transaction is tried before ``SQLError/busy``.
    ///   - world: Random bytes for the pauses between attempts.
    ///   - logger: Hears of lost connections.
    /// - Throws: ``SQLError/disconnected(message:)``, or ``PostgresUnfit`` when the server's settings are not safe.
    public init(
        conninfo: String, connectionsMax: Int = 12, waitingMax: Int = 2_000, attemptsMax: Int = 20,
        world: World,
        logger: Logger
    ) async throws {
        precondition(connectionsMax > 0 && attemptsMax > 0, "at least one connection and one attempt")
        pool = PostgresPool(
            conninfo: conninfo, connectionsMax: connectionsMax, waitingMax: waitingMax, logger: logger)
        transactions = PostgresTransactions(
            attemptsMax: attemptsMax, world: world, announcements: announcements)
        do {
            try await requireFitServer()
        } catch {
            await pool.close()
            throw error
        }
    }

    deinit {
        pool.end()
    }

    public func read<T: Sendable>(
        _ body: @Sendable @escaping (any SQLConnection) throws -> T
    ) async throws -> T {
        try await run(.read, body)
    }

    public func write<T: Sendable>(
        _ body: @Sendable @escaping (any SQLConnection) throws -> T
    ) async throws -> T {
        try await run(.write, body)
    }

    public func close() async {
        await pool.close()
    }

    private func run<T: Sendable>(
        _ kind: PostgresTransactions.Kind, _ body: @Sendable @escaping (any SQLConnection) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            pool.add(
                PostgresWork(
                    run: { [transactions] link in
                        continuation.resume(with: Result { try transactions.run(kind, on: link, body) })
                    },
                    refuse: { continuation.resume(throwing: $0) }))
        }
    }

    private func requireFitServer() async throws {
        let row = try await read { db in
            try db.rows(
                """
                SELECT current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,
                    current_setting('full_page_writes') AS full_page_writes,
                    current_setting('synchronous_commit') AS synchronous_commit, datcollate AS collation
                FROM pg_database WHERE datname = current_database()
                """
            ).first
        }
        guard let row else { throw SQLError.unreadable(column: "datname") }
        if try row.text("encoding") != "UTF8" { throw PostgresUnfit.encoding(try row.text("encoding")) }
        let collation = try row.text("collation")
        if !["C", "POSIX", "C.UTF-8", "C.utf8"].contains(collation) {
            throw PostgresUnfit.collation(collation)
        }
        for setting in ["fsync", "full_page_writes"] where try row.text(setting) != "on" {
            throw PostgresUnfit.notDurable(setting: setting)
        }
        if ["off", "local"].contains(try row.text("synchronous_commit")) {
            throw PostgresUnfit.notDurable(setting: "synchronous_commit")
        }
    }
}
