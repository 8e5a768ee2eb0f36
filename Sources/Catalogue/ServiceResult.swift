/// What a person leaves with.
public struct ServiceResult: Hashable, Sendable {
    public let name: LocalText
    /// Days from issue on which the paper may be relied on; nil when it states a fact of its day and does not end.
    public let validityDays: Int?
}
