import Storage

/// An engine whose transactions die at one of their statements, as when the process is killed there.
struct BreakingEngine: SQLEngine {
    let engine: any SQLEngine
    /// The statement of a write, counted from 0, before which it dies.
    let statement: Int

    var dialect: SQLDialect { engine.dialect }
    var announcements: Announcements { engine.announcements }

    func read<T: Sendable>(_ body: @Sendable @escaping (any SQLConnection) throws -> T) async throws -> T {
        try await engine.read(body)
    }

    func write<T: Sendable>(_ body: @Sendable @escaping (any SQLConnection) throws -> T) async throws -> T {
        let statement = statement
        return try await engine.write { db in try body(BreakingConnection(db: db, left: Left(statement))) }
    }

    func close() async { await engine.close() }

    private final class Left {
        var count: Int

        init(_ count: Int) { self.count = count }
    }

    private struct BreakingConnection: SQLConnection {
        let db: any SQLConnection
        let left: Left

        var dialect: SQLDialect { db.dialect }

        func rows(_ sql: SQLStatement) throws(SQLError) -> [SQLRow] {
            try count()
            return try db.rows(sql)
        }

        func run(_ sql: SQLStatement) throws(SQLError) -> Int {
            try count()
            return try db.run(sql)
        }

        func announce(_ topic: String) { db.announce(topic) }

        private func count() throws(SQLError) {
            guard left.count > 0 else { throw .disconnected(message: "killed") }
            left.count -= 1
        }
    }
}
