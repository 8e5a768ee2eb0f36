/// What a paper would look like, for who writes its layout; it is nobody's and proves nothing.
public struct SamplePaper: Sendable {
    /// The first page.
    public let png: [UInt8]
    public let pages: Int
    /// What stands on the pages, as drawn.
    public let drawn: [DrawnText]
}
