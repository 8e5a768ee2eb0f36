public import Base

/// Runs the migrations a database has not seen, in order, each in its own transaction.
public struct Migrator: Sendable {
    /// PostgreSQL's name for the lock that keeps two runs apart: "egret" in ASCII.
    private static let lockNumber: Int64 = 0x65_67_72_65_74

    private let engine: any SQLEngine
    private let migrations: [Migration]
    private let world: World

    /// The migrations are those of every part of the house, in any order; their ids must differ.
    public init(engine: any SQLEngine, migrations: [Migration], world: World) {
        precondition(Set(migrations.map(\.id)).count == migrations.count, "two migrations have the same id")
        self.engine = engine
        self.migrations = migrations.sorted { $0.id < $1.id }
        self.world = world
    }

    /// The migrations the database lacks.
    ///
    /// - Throws: ``MigrationError/unknown(_:)`` or ``MigrationError/changed(_:)``.
    public func pending() async throws -> [Migration] {
        let applied = try await engine.read { db in try Self.applied(in: db) }
        try requireKnown(applied)
        return migrations.filter { applied[$0.id] == nil }
    }

    /// Applies what is pending and returns its ids; safe to run from several servers at once.
    public func run() async throws -> [String] {
        var done: [String] = []
        for migration in try await pending() {
            let checksum = migration.checksum(for: engine.dialect)
            let now = world.now()
            let applies = try await engine.write { db in
                try Self.takeLock(in: db)
                if try Self.applied(in: db)[migration.id] != nil { return false }
                try db.run(SQLStatement(stringLiteral: Self.table.text(for: db.dialect)))
                for statement in migration.statements {
                    try db.run(SQLStatement(stringLiteral: statement.text(for: db.dialect)))
                }
                try db.run(
                    """
                    INSERT INTO schema_migrations (id, applied_at_ms, checksum)
                    VALUES (\(migration.id), \(now), \(checksum))
                    """)
                return true
            }
            if applies { done.append(migration.id) }
        }
        return done
    }

    /// Refuses a database with missing, unknown or changed migrations.
    public func requireCurrent() async throws {
        let missing = try await pending()
        if !missing.isEmpty { throw MigrationError.pending(missing.map(\.id)) }
    }

    private static let table: SchemaStatement = """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            id \(.text) NOT NULL PRIMARY KEY,
            applied_at_ms \(.int64) NOT NULL,
            checksum \(.text) NOT NULL
        ) \(.strict)
        """

    /// Checksums by id; empty for a new database.
    private static func applied(in db: any SQLConnection) throws(SQLError) -> [String: String] {
        let exists: SQLStatement =
            switch db.dialect {
            case .sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'"
            case .postgres:
                """
                SELECT tablename FROM pg_tables
                WHERE schemaname = current_schema() AND tablename = 'schema_migrations'
                """
            }
        guard try !db.rows(exists).isEmpty else { return [:] }
        var applied: [String: String] = [:]
        for row in try db.rows("SELECT id, checksum FROM schema_migrations ORDER BY id LIMIT 10000") {
            applied[try row.text("id")] = try row.text("checksum")
        }
        return applied
    }

    private func requireKnown(_ applied: [String: String]) throws(MigrationError) {
        let known = Set(migrations.map(\.id))
        let unknown = applied.keys.filter { !known.contains($0) }.sorted()
        if !unknown.isEmpty { throw .unknown(unknown) }
        for migration in migrations {
            guard let checksum = applied[migration.id] else { continue }
            if checksum != migration.checksum(for: engine.dialect) { throw .changed(migration.id) }
        }
    }

    /// Keeps another run out until the transaction ends; SQLite's one writer does so by itself.
    private static func takeLock(in db: any SQLConnection) throws(SQLError) {
        guard db.dialect == .postgres else { return }
        // a serializable snapshot would be older than the lock, and blind to what the other run has done
        try db.run("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        _ = try db.rows("SELECT pg_advisory_xact_lock(\(lockNumber)) IS NULL AS taken")
    }
}

extension Migration {
    /// Detects an edited migration: 64-bit FNV-1a of its text, 16 hexadecimal digits.
    ///
    /// It is no defence against forgery.
    func checksum(for dialect: SQLDialect) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for statement in statements {
            for byte in Array(statement.text(for: dialect).utf8) + [0] {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
            }
        }
        return String(hash, radix: 16).leftPadded(to: 16)
    }
}
