/// What must hold for a person to have a service, and what is said when it does not.
public struct Eligibility: Sendable {
    public let rule: Rule
    /// What is missing, and what can be done.
    public let otherwise: LocalText
}
