public import Base

/// One time that another portal's catalogue was taken over.
public struct PortalImport: Hashable, Sendable {
    /// The file or address.
    public let source: String
    public let items: Int
    /// The account of who did it.
    public let by: String
    public let at: Instant
}
