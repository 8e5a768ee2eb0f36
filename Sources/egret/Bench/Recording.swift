import Base
import Storage
import Synchronization

/// An engine that also notes the statements of each transaction it writes.
final class RecordingEngine: SQLEngine {
    struct Statement: Sendable {
        let sql: SQLStatement
        let readsRows: Bool
    }

    private let engine: any SQLEngine
    private let noted = Mutex<[[Statement]]>([])

    init(_ engine: any SQLEngine) { self.engine = engine }

    var dialect: SQLDialect { engine.dialect }
    var announcements: Announcements { engine.announcements }
    /// The statements of each write that was kept, in the order of their commits.
    var writes: [[Statement]] { noted.withLock { $0 } }

    func read<T: Sendable>(_ body: @Sendable @escaping (any SQLConnection) throws -> T) async throws -> T {
        try await engine.read(body)
    }

    func write<T: Sendable>(_ body: @Sendable @escaping (any SQLConnection) throws -> T) async throws -> T {
        let (value, statements) = try await engine.write { db in
            let recording = RecordingConnection(db)
            let value = try body(recording)
            return (value, recording.statements)
        }
        noted.withLock { $0.append(statements) }
        return value
    }

    func close() async { await engine.close() }
}

private final class RecordingConnection: SQLConnection {
    private let db: any SQLConnection
    private(set) var statements: [RecordingEngine.Statement] = []

    init(_ db: any SQLConnection) { self.db = db }

    var dialect: SQLDialect { db.dialect }

    func rows(_ sql: SQLStatement) throws(SQLError) -> [SQLRow] {
        statements.append(.init(sql: sql, readsRows: true))
        return try db.rows(sql)
    }

    func run(_ sql: SQLStatement) throws(SQLError) -> Int {
        statements.append(.init(sql: sql, readsRows: false))
        return try db.run(sql)
    }

    func announce(_ topic: String) { db.announce(topic) }
}

/// The statements of one submission, to be run again with fresh values in place of those that are unique.
struct RecordedSubmission: Sendable {
    /// A value that is another one each time.
    private enum Fresh {
        case number
        case numberBytes
        case leaf
        case scope
    }

    private struct Place: Sendable {
        let statement: Int
        let value: Int
        let fresh: Fresh
    }

    private let statements: [RecordingEngine.Statement]
    private let number: String
    /// Found once, so that the bare engine is not kept waiting by the search for them.
    private let places: [Place]

    /// - Parameters:
    ///   - statements: As they were recorded.
    ///   - number: The number that the submission was given.
    init(_ statements: [RecordingEngine.Statement], number: String) {
        self.statements = statements
        self.number = number
        places = statements.enumerated().flatMap { index, statement in
            let text = statement.sql.text(for: .sqlite)
            return statement.sql.values.enumerated().compactMap { place, value in
                Self.fresh(value, isFirst: place == 0, of: text, number).map {
                    Place(statement: index, value: place, fresh: $0)
                }
            }
        }
    }

    var count: Int { statements.count }

    /// The statements with another number, leaf and key, as if somebody else had submitted.
    func fresh(_ sequence: Int) -> [RecordingEngine.Statement] {
        // A day far off, so that no number of a real submission is met.
        let other = "\(number.prefix(31))20990101\(10_000_000 + sequence)"
        let leaf = String(repeating: "0", count: 18) + String(10_000_000 + sequence)
        var scope = [UInt8](repeating: 0, count: 24)
        withUnsafeBytes(of: UInt64(sequence).bigEndian) { scope.append(contentsOf: $0) }
        var values = statements.map(\.sql.values)
        for place in places {
            values[place.statement][place.value] =
                switch place.fresh {
                case .number: .text(other)
                case .numberBytes: .bytes(Array(other.utf8))
                case .leaf: .text(leaf)
                case .scope: .bytes(scope)
                }
        }
        return zip(statements, values).map { statement, values in
            .init(sql: statement.sql.replacing(values), readsRows: statement.readsRows)
        }
    }

    /// What takes the value's place; the first value of a leaf or a key names the row.
    private static func fresh(
        _ value: SQLValue, isFirst: Bool, of statement: String, _ number: String
    ) -> Fresh? {
        if value == .text(number) { return .number }
        if value == .bytes(Array(number.utf8)) { return .numberBytes }
        guard isFirst else { return nil }
        if statement.contains("INSERT INTO audit_pending") { return .leaf }
        return statement.contains("INSERT INTO idempotency_keys") ? .scope : nil
    }
}

extension SQLConnection {
    /// Runs statements as they were recorded.
    func run(_ statements: [RecordingEngine.Statement]) throws(SQLError) {
        for statement in statements {
            if statement.readsRows { _ = try rows(statement.sql) } else { try run(statement.sql) }
        }
    }
}
