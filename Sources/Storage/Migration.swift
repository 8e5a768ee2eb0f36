/// A schema change, written once for both engines.
///
/// A migration that has shipped never changes; a mistake is repaired by a later one.
public struct Migration: Sendable {
    /// `NNNN-what`, four digits, unique and ascending over the whole house.
    public let id: String
    public let statements: [SchemaStatement]

    public init(id: String, statements: [SchemaStatement]) {
        self.id = id
        self.statements = statements
    }
}

/// DDL in which only the column types differ between engines.
public struct SchemaStatement: Sendable, ExpressibleByStringInterpolation {
    public enum Token: Sendable {
        case int64, real, text, bytes
        /// Ends a `CREATE TABLE`: SQLite checks types, as PostgreSQL always does.
        case strict
        /// Text for one engine alone, where they must differ; empty on the other.
        case only(SQLDialect, StaticString)

        func text(for dialect: SQLDialect) -> String {
            switch (self, dialect) {
            case (.int64, .sqlite): "INTEGER"
            case (.int64, .postgres): "BIGINT"
            case (.real, .sqlite): "REAL"
            case (.real, .postgres): "DOUBLE PRECISION"
            case (.text, _): "TEXT"
            case (.bytes, .sqlite): "BLOB"
            case (.bytes, .postgres): "BYTEA"
            case (.strict, .sqlite): "STRICT"
            case (.strict, .postgres): ""
            case (.only(let named, let text), _): named == dialect ? text.description : ""
            }
        }
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var parts: [(text: String, token: Token?)] = []

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) { parts.append((literal, nil)) }

        public mutating func appendInterpolation(_ token: Token) { parts.append(("", token)) }
    }

    private let parts: [(text: String, token: Token?)]

    public init(stringLiteral text: String) { parts = [(text, nil)] }

    public init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

    public func text(for dialect: SQLDialect) -> String {
        parts.map { $0.token?.text(for: dialect) ?? $0.text }.joined()
    }
}
