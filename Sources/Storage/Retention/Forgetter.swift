public import Base

/// How one room forgets one class of what it keeps.
///
/// Looking is apart from forgetting, so that a search through a large table holds up nobody who writes.
public struct Forgetter: Sendable {
    /// A search: what has stood since before `moment`, in order of keys after `key`, at most `limit`.
    public typealias Search =
        @Sendable (_ before: Instant, _ after: String, _ limit: Int, _ db: any SQLConnection) throws ->
        [String]

    public let kept: RetentionClass
    /// What it forgets, where the log is to tell it from the others of its class; a word such as `cases`.
    public let of: String?
    public let due: Search
    /// Forgets one of those found, if it still is to be forgotten, and says whether it was.
    public let forget: @Sendable (_ key: String, _ before: Instant, _ db: any SQLConnection) throws -> Bool

    public init(
        _ kept: RetentionClass, of: String? = nil, due: @escaping Search,
        forget: @Sendable @escaping (_ key: String, _ before: Instant, _ db: any SQLConnection) throws -> Bool
    ) {
        self.kept = kept
        self.of = of
        self.due = due
        self.forget = forget
    }

    /// Rows of one table that are named by one text key and go with one statement.
    ///
    /// - Parameters:
    ///   - kept: What is forgotten.
    ///   - of: Its word in the log, beside others of its class.
    ///   - due: Gives the keys in a column called `key`.
    ///   - forget: Changes one row when the key is found to be due still.
    public init(
        _ kept: RetentionClass, of: String? = nil,
        due: @Sendable @escaping (_ before: Instant, _ after: String, _ limit: Int) -> SQLStatement,
        forget: @Sendable @escaping (_ key: String, _ before: Instant) -> SQLStatement
    ) {
        self.init(
            kept, of: of,
            due: { before, after, limit, db in
                try db.rows(due(before, after, limit)).map { try $0.text("key") }
            },
            forget: { key, before, db in try db.run(forget(key, before)) > 0 })
    }
}
