/// A question the service asks a department's register, and why it may.
public struct RegisterUse: Hashable, Sendable {
    /// `<department>/<resource>`, such as `police/residents`.
    public let resource: String
    /// The fields asked for, and no others.
    public let fields: [String]
    public let purpose: LocalText
}
