/// How long handling may take 办结时限.
public struct HandlingTime: Hashable, Sendable {
    public enum Unit: String, Sendable, CaseIterable {
        case minutes
        case workingDays = "working-days"
        case days
    }

    /// 0 and up; 0 means while the person waits.
    public let amount: Int
    public let unit: Unit
}
