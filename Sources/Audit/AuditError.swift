public import Base

/// What keeps the log from being written or extended; all of them faults, none of them a refusal.
public enum AuditError: Error, Hashable, Sendable {
    /// The leaf would be longer than an entry bundle can say.
    case leafTooLong(bytes: Int)
    /// A text of the act holds something that looks like a citizen's number or phone; the member is named, not the text.
    case personalData(member: String)
    /// A commitment or a hash is not 32 bytes long.
    case hashLength(member: String)
    /// The stored tree does not carry the last checkpoint: someone changed the database. Nothing more is signed.
    case broken(String)
    /// There is no such leaf in the tree yet.
    case unknownLeaf(Token)
}
