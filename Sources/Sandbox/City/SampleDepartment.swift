public import Base

/// A department of the sample city; the credit code is valid in form and belongs to nobody.
public struct SampleDepartment: Sendable, Hashable {
    /// `police`, `insurance` or `fund`.
    public let id: String
    public let code: CreditCode
    public let name: String
    public let nameEnglish: String
    /// The register it answers from, such as `police/residents`.
    public let resource: String
}
