/// A text as the renderer drew it, read back from the layout engine after drawing; the independent check of the
/// subject reads these and never the order.
public struct DrawnText: Hashable, Sendable {
    /// Counts from 1.
    public let page: Int
    public let text: String

    package init(page: Int, text: String) {
        self.page = page
        self.text = text
    }
}
