public import Base

/// How one room gives what one of its tables holds about a person, for the copy that she may ask for.
///
/// Every column that the inventory calls personal is in it, or is left out with a reason; the tests compare the two.
public struct PersonExporter: Sendable {
    /// A table's rows about a person, by column.
    public typealias Rows = @Sendable (_ citizen: Token, _ db: any SQLConnection) throws -> [[String: Copied]]

    /// A value as it stands in a copy.
    public enum Copied: Hashable, Sendable {
        case nothing
        case text(String)
        case number(Int64)
        case moment(Instant)
    }

    public let table: String
    public let columns: Set<String>
    /// Columns that are left out, each with the reason; `*` stands for every column.
    public let left: [String: String]
    public let rows: Rows

    /// Gives the columns of a statement; what is sealed is opened first.
    ///
    /// - Parameters:
    ///   - table: The table's name.
    ///   - columns: What the statement selects.
    ///   - left: What of the table it does not select, and why.
    ///   - select: The statement for one person; it has a LIMIT.
    ///   - open: Opens a sealed column of a row; by default there is none.
    public init(
        _ table: String, _ columns: [String], left: [String: String] = [:],
        select: @escaping @Sendable (_ citizen: Token) -> SQLStatement,
        open:
            @escaping @Sendable (
                _ column: String, _ sealed: [UInt8], _ row: SQLRow, _ citizen: Token, _ db: any SQLConnection
            ) throws -> String? = { _, _, _, _, _ in nil }
    ) {
        self.table = table
        self.columns = Set(columns)
        self.left = left
        rows = { citizen, db in
            try db.rows(select(citizen)).map { row in
                try Dictionary(
                    uniqueKeysWithValues: columns.map { column -> (String, Copied) in
                        let value = row[column] ?? .null
                        guard case .bytes(let sealed) = value else {
                            return (column, Self.copied(value, column))
                        }
                        return (
                            column, try open(column, sealed, row, citizen, db).map(Copied.text) ?? .nothing
                        )
                    })
            }
        }
    }

    /// A table of which nothing is in the copy, with the reason.
    public init(none table: String, because reason: String) {
        self.table = table
        columns = []
        left = ["*": reason]
        rows = { _, _ in [] }
    }

    /// Why a column is not in the copy; nil when it is, and when nobody gave a reason.
    public func reason(_ column: String) -> String? { left[column] ?? left["*"] }

    private static func copied(_ value: SQLValue, _ column: String) -> Copied {
        switch value {
        case .null, .bytes: .nothing
        case .int(let number):
            column.hasSuffix("_at_ms") ? .moment(Instant(milliseconds: number)) : .number(number)
        case .real(let number): .text("\(number)")
        case .text(let text): .text(text)
        }
    }
}
