import Storage
import Synchronization

/// An engine that counts the statements that are run, by their text without the values.
final class CountingEngine: SQLEngine {
    private let engine: any SQLEngine
    private let texts = Mutex<[String]>([])

    init(_ engine: any SQLEngine) { self.engine = engine }

    var dialect: SQLDialect { engine.dialect }
    var announcements: Announcements { engine.announcements }

    /// The statements that `work` runs, in their order, and the commits.
    func statements(_ work: () async throws -> Void) async throws -> [String] {
        texts.withLock { $0 = [] }
        try await work()
        return texts.withLock { $0 }
    }

    func read<T: Sendable>(_ body: @Sendable @escaping (any SQLConnection) throws -> T) async throws -> T {
        try await engine.read { [self] db in try body(CountingConnection(db: db, engine: self)) }
    }

    func write<T: Sendable>(_ body: @Sendable @escaping (any SQLConnection) throws -> T) async throws -> T {
        let value = try await engine.write { [self] db in try body(CountingConnection(db: db, engine: self)) }
        note("COMMIT")
        return value
    }

    func close() async { await engine.close() }

    fileprivate func note(_ text: String) { texts.withLock { $0.append(text) } }
}

private struct CountingConnection: SQLConnection {
    let db: any SQLConnection
    let engine: CountingEngine

    var dialect: SQLDialect { db.dialect }

    func rows(_ sql: SQLStatement) throws(SQLError) -> [SQLRow] {
        engine.note(sql.text(for: dialect))
        return try db.rows(sql)
    }

    func run(_ sql: SQLStatement) throws(SQLError) -> Int {
        engine.note(sql.text(for: dialect))
        return try db.run(sql)
    }

    func announce(_ topic: String) { db.announce(topic) }
}
