/// What a person leaves with.
public struct ServiceResult: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// A sealed paper.
        case paper
        /// An electronic licence 电子证照, with its sealed paper.
        case licence
        /// A change in a register, with a sealed receipt.
        case register
        case appointment
        case money
    }

    public let kind: Kind
    public let name: LocalText
    /// Days from issue on which the paper may be relied on; nil when it states a fact of its day and does not end.
    public let validityDays: Int?
}
