import GRDB
import GRDBSQLite
import Storage

/// One run of a prepared statement, from its values to its last row.
struct SQLiteCall {
    private let statement: SQLiteStatement
    private let db: Database

    init(_ statement: Statement, on db: Database) {
        self.statement = statement.sqliteStatement
        self.db = db
    }

    /// - Throws: `DatabaseError` as SQLite gives it, also for too many or too few values.
    func run(_ values: [SQLValue], row: ([SQLValue]) -> Void) throws {
        // Whatever an earlier run left, and whatever this one leaves: no cursor stays open, no value stays bound.
        sqlite3_reset(statement)
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        guard Int(sqlite3_bind_parameter_count(statement)) == values.count else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "wrong number of statement arguments")
        }
        // SQLite reads the values where they lie: all texts and bytes together, for as long as it runs.
        let size = values.reduce(0) { $0 + $1.size }
        try withUnsafeTemporaryAllocation(byteCount: max(1, size), alignment: 1) { place in
            var free = place[...]
            for (index, value) in values.enumerated() {
                let code = bind(value, at: Int32(index + 1), in: &free)
                guard code == SQLITE_OK else { throw failure(code) }
            }
            try step(row)
        }
    }

    private func step(_ row: ([SQLValue]) -> Void) throws {
        let width = sqlite3_column_count(statement)
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_DONE: return
            case SQLITE_ROW: row((0..<width).map(cell))
            case let code: throw failure(code)
            }
        }
    }

    private func failure(_ code: Int32) -> DatabaseError {
        DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
    }

    private func bind(_ value: SQLValue, at index: Int32, in free: inout Slice<UnsafeMutableRawBufferPointer>)
        -> Int32
    {
        switch value {
        case .null: return sqlite3_bind_null(statement, index)
        case .int(let number): return sqlite3_bind_int64(statement, index, number)
        case .real(let number): return sqlite3_bind_double(statement, index, number)
        case .text(var text):
            let count = text.utf8.count
            let kept = UnsafeMutableRawBufferPointer(rebasing: free.prefix(count))
            free = free.dropFirst(count)
            text.withUTF8 { kept.copyMemory(from: UnsafeRawBufferPointer($0)) }
            // Even an empty text has an address; none at all would bind NULL.
            let start = kept.baseAddress?.assumingMemoryBound(to: CChar.self)
            return sqlite3_bind_text(statement, index, start, Int32(count), nil)
        case .bytes(let bytes):
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(statement, index, 0) }
            let kept = UnsafeMutableRawBufferPointer(rebasing: free.prefix(bytes.count))
            free = free.dropFirst(bytes.count)
            kept.copyBytes(from: bytes)
            return sqlite3_bind_blob(statement, index, kept.baseAddress, Int32(bytes.count), nil)
        }
    }

    private func cell(_ column: Int32) -> SQLValue {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .int(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
        case SQLITE_TEXT:
            // Its length is asked for after its text, which may have to be converted first.
            guard let start = sqlite3_column_text(statement, column) else { return .text("") }
            let count = Int(sqlite3_column_bytes(statement, column))
            return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            guard let start = sqlite3_column_blob(statement, column) else { return .bytes([]) }
            let count = Int(sqlite3_column_bytes(statement, column))
            return .bytes([UInt8](UnsafeRawBufferPointer(start: start, count: count)))
        default: return .null
        }
    }
}

extension SQLValue {
    /// **Unit:** bytes that SQLite reads where they lie.
    fileprivate var size: Int {
        switch self {
        case .null, .int, .real: 0
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        }
    }
}
