/// A page that loads another by itself, for progress only; works without script.
public struct Refresh: Hashable, Sendable {
    let seconds: Int
    let path: String

    /// `path` is one of this site.
    public init(afterSeconds seconds: Int, to path: String) {
        precondition(Address.isLocal(path), "a page leads on within this site")
        self.seconds = seconds
        self.path = path
    }
}
