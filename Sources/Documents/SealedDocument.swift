public import Base

/// A finished paper: drawn, sealed and not yet kept.
public struct SealedDocument: Sendable {
    public let order: DocumentOrder
    public let pdf: [UInt8]
    public let pages: Int
    /// SHA-256 of the PDF.
    public let hash: [UInt8]
    /// What the QR code says.
    public let codeText: String
    /// What stands on the pages, as drawn.
    public let drawn: [DrawnText]

    public var documentID: Token { order.documentID }
}
