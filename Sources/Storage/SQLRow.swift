/// One row, read by column name.
public struct SQLRow: Sendable {
    /// Shared by all rows of an answer; an answer has few columns, so a walk beats a dictionary.
    private let columns: [String]
    private let cells: [SQLValue]

    public init(columns: [String], cells: [SQLValue]) {
        precondition(columns.count == cells.count, "a cell for each column")
        self.columns = columns
        self.cells = cells
    }

    public subscript(_ column: String) -> SQLValue? {
        columns.firstIndex(of: column).map { cells[$0] }
    }

    public func text(_ column: String) throws(SQLError) -> String {
        guard case .text(let value) = self[column] else { throw .unreadable(column: column) }
        return value
    }

    public func textIfPresent(_ column: String) throws(SQLError) -> String? {
        switch self[column] {
        case .text(let value): value
        case .null: nil
        default: throw .unreadable(column: column)
        }
    }

    public func int(_ column: String) throws(SQLError) -> Int64 {
        guard case .int(let value) = self[column] else { throw .unreadable(column: column) }
        return value
    }

    public func intIfPresent(_ column: String) throws(SQLError) -> Int64? {
        switch self[column] {
        case .int(let value): value
        case .null: nil
        default: throw .unreadable(column: column)
        }
    }

    public func flag(_ column: String) throws(SQLError) -> Bool { try int(column) != 0 }

    public func bytes(_ column: String) throws(SQLError) -> [UInt8] {
        guard case .bytes(let value) = self[column] else { throw .unreadable(column: column) }
        return value
    }

    public func bytesIfPresent(_ column: String) throws(SQLError) -> [UInt8]? {
        switch self[column] {
        case .bytes(let value): value
        case .null: nil
        default: throw .unreadable(column: column)
        }
    }

    /// A text column that holds the raw value of a closed type.
    ///
    /// Compiled for each type where it is called: looking the type up at run time costs as much as reading the cell.
    @inlinable
    public func value<T: RawRepresentable>(
        _ column: String, as type: T.Type = T.self
    ) throws(SQLError) -> T where T.RawValue == String {
        guard let value = T(rawValue: try text(column)) else { throw .unreadable(column: column) }
        return value
    }
}
