/// What can go wrong below the stores; everything here is a fault, never a refusal.
public enum SQLError: Error, Sendable, Equatable {
    /// The engine reported an error. `code` is the SQLite extended code or the PostgreSQL SQLSTATE.
    case failed(code: String, message: String)
    /// A unique or primary key was already taken. PostgreSQL ends the transaction with it: catch it outside.
    case duplicate(constraint: String)
    /// Another writer held the database too long, or a serializable transaction lost more often than it may retry.
    case busy
    /// The disk is full; nothing of the transaction was kept.
    case full
    /// The connection to the database is lost; whether the last commit was kept is unknown.
    case disconnected(message: String)
    /// A row lacked a column, or held another type than the store asked for.
    case unreadable(column: String)
}
