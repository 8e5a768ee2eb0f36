import Foundation
package import GRDB
package import Storage

/// One transaction on a connection of GRDB; lives as long as its closure.
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
        try perform(sql) { statement, arguments in
            let columns = statement.columnNames
            let cursor = try Row.fetchCursor(statement, arguments: arguments)
            var rows: [SQLRow] = []
            while let row = try cursor.next() {
                rows.append(SQLRow(columns: columns, cells: row.databaseValues.map(SQLValue.init)))
            }
            return rows
        }
    }

    package func run(_ sql: SQLStatement) throws(SQLError) -> Int {
        try perform(sql) { statement, arguments in
            let before = db.totalChangesCount
            try statement.execute(arguments: arguments)
            // the count of changes stays that of an earlier statement when this one changed nothing
            return db.totalChangesCount == before ? 0 : db.changesCount
        }
    }

    package func announce(_ topic: String) {
        topics.insert(topic)
    }

    private func perform<T>(
        _ sql: SQLStatement, _ body: (Statement, StatementArguments) throws -> T
    ) throws(SQLError) -> T {
        if let ended {
            throw .failed(code: "25P02", message: "the transaction has ended with an error: \(ended)")
        }
        do {
            try sql.requirePortableValues()
            let statement = try db.cachedStatement(sql: sql.text(for: .sqlite))
            // As values of any kind: GRDB reads those of one kind through a key path, which is made anew each time.
            let values = sql.values.map { $0.databaseValue as (any DatabaseValueConvertible)? }
            return try body(statement, StatementArguments(values))
        } catch {
            let error = (error as? SQLError) ?? SQLError(error)
            ended = error
            throw error
        }
    }
}

extension SQLValue {
    fileprivate init(_ value: DatabaseValue) {
        self =
            switch value.storage {
            case .null: .null
            case .int64(let number): .int(number)
            case .double(let number): .real(number)
            case .string(let text): .text(text)
            case .blob(let data): .bytes([UInt8](data))
            }
    }

    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .int(let number): number.databaseValue
        case .real(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        }
    }
}
