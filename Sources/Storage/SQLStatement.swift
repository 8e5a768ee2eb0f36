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
        fileprivate var text = ""
        fileprivate var values: [SQLValue] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            // A mark and at most three digits for each value: one allocation for a text that is written anew each time.
            text.reserveCapacity(literalCapacity + 4 * interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) {
            assert(!literal.utf8.contains(SQLStatement.mark), "a question mark stands for a value")
            text += literal
        }

        public mutating func appendInterpolation(_ value: some SQLConvertible) {
            append(value.sqlValue)
        }

        /// A value that may be missing: nil binds NULL.
        public mutating func appendInterpolation(_ value: (some SQLConvertible)?) {
            append(value.sqlValue)
        }

        /// Rows of values for `VALUES`, each in its brackets; there is at least one, and each has as many.
        public mutating func appendInterpolation(rows: [[any SQLConvertible]]) {
            precondition(!rows.isEmpty, "VALUES takes a row")
            for (index, row) in rows.enumerated() {
                text += index == 0 ? "(" : ", ("
                for (index, value) in row.enumerated() {
                    if index > 0 { text += ", " }
                    append(value.sqlValue)
                }
                text += ")"
            }
        }

        /// Text written by us (a column list, a fragment), never by a citizen.
        public mutating func appendInterpolation(raw fragment: StaticString) {
            appendLiteral(fragment.description)
        }

        private mutating func append(_ value: SQLValue) {
            values.append(value)
            text += "?"
            text += String(values.count)
        }
    }

    private static let mark = UInt8(ascii: "?")

    public let values: [SQLValue]
    /// As SQLite reads it.
    private let text: String

    private init(text: String, values: [SQLValue]) {
        self.text = text
        self.values = values
    }

    /// The same statement with other values, one for each of its own.
    package func replacing(_ values: [SQLValue]) -> SQLStatement {
        precondition(values.count == self.values.count, "a value for each place")
        return SQLStatement(text: text, values: values)
    }

    public init(stringInterpolation parts: StringInterpolation) {
        text = parts.text
        values = parts.values
    }

    public init(stringLiteral text: String) {
        self.text = text
        values = []
    }

    /// The statement text with `?1 …` for SQLite and `$1 …` for PostgreSQL.
    public func text(for dialect: SQLDialect) -> String {
        guard dialect == .postgres, !values.isEmpty else { return text }
        return String(decoding: text.utf8.map { $0 == Self.mark ? UInt8(ascii: "$") : $0 }, as: UTF8.self)
    }
}
