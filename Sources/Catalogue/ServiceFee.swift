/// What a service costs.
public struct ServiceFee: Hashable, Sendable {
    /// 0 and up; 100 fen are one yuan.
    public let fen: Int64
    /// The rule that sets the fee, or that there is none.
    public let basis: LocalText
}
