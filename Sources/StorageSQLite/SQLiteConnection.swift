package import GRDB
import GRDBSQLite
package import Storage

/// One transaction on a connection of GRDB; lives as long as its closure.
///
/// GRDB opens connections, keeps statements and runs what changes the schema. Values and rows go to SQLite without
/// passing through its own values, which cost as much as the statements of an act (`egret bench step`, docs/bench.md).
package final class SQLiteConnection: SQLConnection {
    package let dialect = SQLDialect.sqlite
    private let db: Database
    /// The error that ended the transaction; as on PostgreSQL, nothing more can be done in it.
    private(set) var ended: SQLError?
    package private(set) var topics: Set<String> = []

    package init(db: Database) {
        self.db = db
    }

    /// Runs a whole closure; fails with the first statement that failed, even if the closure caught it.
    package func run<T>(_ body: (any SQLConnection) throws -> T) throws -> T {
        let value = try body(self)
        if let ended { throw ended }
        return value
    }

    package func rows(_ sql: SQLStatement) throws(SQLError) -> [SQLRow] {
        try perform(sql) { statement in
            let columns = statement.columnNames
            var rows: [SQLRow] = []
            try SQLiteCall(statement, on: db).run(sql.values) { row in
                rows.append(SQLRow(columns: columns, cells: row))
            }
            return rows
        }
    }

    package func run(_ sql: SQLStatement) throws(SQLError) -> Int {
        try perform(sql) { statement in
            let before = db.totalChangesCount
            if sql.values.isEmpty, !statement.isReadonly {
                // It may change the schema, of which GRDB wants to know.
                try statement.execute()
            } else {
                try SQLiteCall(statement, on: db).run(sql.values) { _ in }
            }
            // the count of changes stays that of an earlier statement when this one changed nothing
            return db.totalChangesCount == before ? 0 : db.changesCount
        }
    }

    package func announce(_ topic: String) {
        topics.insert(topic)
    }

    private func perform<T>(_ sql: SQLStatement, _ body: (Statement) throws -> T) throws(SQLError) -> T {
        if let ended {
            throw .failed(code: "25P02", message: "the transaction has ended with an error: \(ended)")
        }
        do {
            try sql.requirePortableValues()
            return try body(try db.cachedStatement(sql: sql.text(for: .sqlite)))
        } catch {
            let error = (error as? SQLError) ?? SQLError(error)
            ended = error
            throw error
        }
    }
}
