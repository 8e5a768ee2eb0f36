/// One open transaction.
///
/// Synchronous on purpose: nothing can be awaited while a lock is held.
public protocol SQLConnection {
    var dialect: SQLDialect { get }
    func rows(_ sql: SQLStatement) throws(SQLError) -> [SQLRow]
    /// Runs a statement and returns the number of rows it changed.
    @discardableResult func run(_ sql: SQLStatement) throws(SQLError) -> Int
    /// Wakes who waits for the topic at ``SQLEngine/announcements``, once the transaction is committed.
    func announce(_ topic: String)
}

/// A database engine, in which one closure is one transaction and throwing rolls it back.
///
/// When ``write(_:)`` returns, the transaction survives a power cut. A closure may run more than once (PostgreSQL
/// repeats a serializable transaction that lost), so it has no effects besides its statements and its value.
/// A statement's error ends the transaction: a closure that catches one and returns fails with it all the same.
/// Cancelling the calling task does not reach a transaction: it ends as it would have, and its outcome is returned.
public protocol SQLEngine: Sendable {
    var dialect: SQLDialect { get }
    /// What committed transactions of this process announced.
    var announcements: Announcements { get }
    func read<T: Sendable>(_ body: @Sendable @escaping (any SQLConnection) throws -> T) async throws -> T
    func write<T: Sendable>(_ body: @Sendable @escaping (any SQLConnection) throws -> T) async throws -> T
    /// Closes every connection; later calls throw.
    func close() async
}
