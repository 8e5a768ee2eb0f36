/// The two engines we speak to.
public enum SQLDialect: String, Sendable, CaseIterable {
    case sqlite
    case postgres
}

/// A statement and its bound values; the only way to speak to a database.
///
/// Interpolating a value binds it, so a statement can never contain user text:
///
///     let sql: SQLStatement = "SELECT id FROM cases WHERE id = \(id)"
public struct SQLStatement: Sendable, ExpressibleByStringInterpolation {
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var texts: [String] = [""]
        fileprivate var values: [SQLValue] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            texts.reserveCapacity(interpolationCount + 1)
            values.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) {
            texts[texts.count - 1] += literal
        }

        public mutating func appendInterpolation(_ value: some SQLConvertible) {
            values.append(value.sqlValue)
            texts.append("")
        }

        /// A value that may be missing: nil binds NULL.
        public mutating func appendInterpolation(_ value: (some SQLConvertible)?) {
            values.append(value.sqlValue)
            texts.append("")
        }

        /// Text written by us (a column list, a fragment), never by a citizen.
        public mutating func appendInterpolation(raw fragment: StaticString) {
            texts[texts.count - 1] += fragment.description
        }
    }

    public let values: [SQLValue]
    private let texts: [String]

    private init(texts: [String], values: [SQLValue]) {
        self.texts = texts
        self.values = values
    }

    /// The same statement with other values, one for each of its own.
    package func replacing(_ values: [SQLValue]) -> SQLStatement {
        precondition(values.count == self.values.count, "a value for each place")
        return SQLStatement(texts: texts, values: values)
    }

    public init(stringInterpolation parts: StringInterpolation) {
        texts = parts.texts
        values = parts.values
    }

    public init(stringLiteral text: String) {
        texts = [text]
        values = []
    }

    /// The statement text with `?1 …` for SQLite and `$1 …` for PostgreSQL.
    public func text(for dialect: SQLDialect) -> String {
        guard texts.count > 1 else { return texts[0] }
        let mark = dialect == .sqlite ? "?" : "$"
        var sql = ""
        // A mark and at most three digits for each value: one allocation for a text that each statement writes anew.
        sql.reserveCapacity(texts.reduce(4 * values.count) { $0 + $1.utf8.count })
        sql += texts[0]
        for (index, text) in texts.enumerated().dropFirst() {
            sql += mark
            sql += String(index)
            sql += text
        }
        return sql
    }
}
