/// One thing in a log that is not as it was signed.
public struct AuditFinding: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, Sendable, CaseIterable {
        /// A leaf is not the one that was hashed into the tree.
        case leafChanged
        /// There is no leaf at an index below the checkpoint's size.
        case leafMissing
        /// The tables hold more or fewer rows than the checkpoint accounts for.
        case rowsBeyond
        /// A leaf's row disagrees with its bytes about identifier or hash.
        case leafRow
        /// What is noted of whom a leaf is about is not what the leaf says: she would not find it, or another would.
        case subject
        /// One identifier stands twice.
        case leafRepeated
        /// A tile is missing, or does not follow from the leaves.
        case tile
        /// A checkpoint is missing, malformed, of another log, not signed by the log's key, or unlike its row.
        case checkpoint
        /// A signed root does not follow from the leaves.
        case root
        /// Two signed trees of one size differ, or a tree does not begin with one that was signed before it.
        case fork
        /// The log is smaller than a checkpoint that was seen before.
        case truncated
        /// Something could not be read.
        case unreadable
    }

    public let kind: Kind
    /// A leaf's index, a tile's index or a checkpoint's size, as the detail says; nil for the whole log.
    public let index: Int64?
    public let detail: String

    public var description: String {
        kind.rawValue + (index.map { " at \($0)" } ?? "") + ": " + detail
    }
}
