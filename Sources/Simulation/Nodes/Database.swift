import GRDB
import Storage
import StorageSQLite

/// A database in memory, as a disk that all centres of a run share; what is committed survives every crash.
package final class Database: Sendable {
    private let queue: DatabaseQueue

    package init() throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        queue = try DatabaseQueue(configuration: configuration)
    }

    /// A copy of its own.
    func copy() throws -> Database {
        let copy = try Database()
        try queue.backup(to: copy.queue)
        return copy
    }

    /// Runs one transaction; it is kept only when it is to be, and when it does not throw.
    func transaction<T>(
        keeps: Bool, _ body: (any SQLConnection) throws -> T
    ) throws -> (value: T, topics: Set<String>) {
        try queue.writeWithoutTransaction { db in
            try db.run("BEGIN IMMEDIATE")
            do {
                let connection = SQLiteConnection(db: db)
                let value = try connection.run(body)
                try db.run(keeps ? "COMMIT" : "ROLLBACK")
                return (value, connection.topics)
            } catch {
                if db.isInsideTransaction { try db.run("ROLLBACK") }
                throw error
            }
        }
    }

    /// Looks at what is committed, as nobody in the city can.
    ///
    /// Nobody else has this connection, so nothing is committed meanwhile. A `read` of GRDB would have every statement
    /// compiled anew: it makes the connection read-only and back, which SQLite takes for another meaning of them all.
    func look<T>(_ body: (any SQLConnection) throws -> T) throws -> T {
        try queue.unsafeRead { db in
            let changes = db.totalChangesCount
            let value = try SQLiteConnection(db: db).run(body)
            precondition(db.totalChangesCount == changes, "a read has written")
            return value
        }
    }
}
