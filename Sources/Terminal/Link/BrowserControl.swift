/// Control over the process that shows the pages.
///
/// Contract: after ``reset()`` nothing of the former visit is in the memory or profile of any browser that this
/// control owns.
public protocol BrowserControl: Sendable {
    /// Whether a reset ends the browser's process, and with it its cookies.
    var restarts: Bool { get }
    func reset() async
}

/// Somebody else's browser: only `Clear-Site-Data` reaches it.
public struct ForeignBrowser: BrowserControl {
    public let restarts = false
    public init() {}
    public func reset() async {}
}
