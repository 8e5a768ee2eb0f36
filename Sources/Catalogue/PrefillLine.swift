/// A line of the check page whose answer comes from a register, never from the person.
public struct PrefillLine: Sendable {
    public let label: LocalText
    /// `<department>/<resource>`: the register that answers.
    public let resource: String
    /// As the department declared it.
    public let declared: RegisterField

    public var field: String { declared.id }

    init(label: LocalText, resource: String, field: RegisterField) {
        self.label = label
        self.resource = resource
        declared = field
    }
}
