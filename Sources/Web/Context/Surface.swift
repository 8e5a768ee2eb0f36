/// Who stands in front of a listener; each has its own address, cookies and policy.
public enum Surface: String, Sendable, CaseIterable {
    /// The web site for everyone.
    case `public`
    /// The desk of departments and operators.
    case staff
    /// A station's terminal, through its agent.
    case terminal
}
