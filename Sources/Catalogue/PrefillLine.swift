/// A line of the check page whose answer comes from a register, never from the person.
public struct PrefillLine: Hashable, Sendable {
    public let label: LocalText
    /// `<department>/<resource>`: the register that answers.
    public let resource: String
    public let field: String
}
