public import Base

/// A value a database can hold: the five kinds that SQLite and PostgreSQL share.
public enum SQLValue: Sendable, Hashable {
    case null
    case int(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])
}

/// A type with exactly one database representation.
public protocol SQLConvertible {
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLConvertible {
    public var sqlValue: SQLValue { self }
}

extension String: SQLConvertible {
    public var sqlValue: SQLValue { .text(self) }
}

extension Int64: SQLConvertible {
    public var sqlValue: SQLValue { .int(self) }
}

extension Int: SQLConvertible {
    public var sqlValue: SQLValue { .int(Int64(self)) }
}

extension Double: SQLConvertible {
    public var sqlValue: SQLValue { .real(self) }
}

/// 0 or 1, in an integer column with a `CHECK`.
extension Bool: SQLConvertible {
    public var sqlValue: SQLValue { .int(self ? 1 : 0) }
}

extension Array: SQLConvertible where Element == UInt8 {
    public var sqlValue: SQLValue { .bytes(self) }
}

extension Optional: SQLConvertible where Wrapped: SQLConvertible {
    public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

extension SQLConvertible where Self: RawRepresentable, RawValue == String {
    public var sqlValue: SQLValue { .text(rawValue) }
}

/// Milliseconds in an integer column whose name ends in `_at_ms`.
extension Instant: SQLConvertible {
    public var sqlValue: SQLValue { .int(milliseconds) }
}

extension Token: SQLConvertible {}
extension Language: SQLConvertible {}
extension DivisionCode: SQLConvertible {}
