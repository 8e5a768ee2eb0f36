public import Base

/// A self-service station of the sample city, in a shop that does not exist.
public struct SampleStation: Sendable, Hashable {
    public let id: String
    public let division: DivisionCode
    public let name: String
    public let nameEnglish: String
    public let address: String
    /// Degrees north, WGS 84.
    public let latitude: Double
    /// Degrees east, WGS 84.
    public let longitude: Double
    /// Opening hours in China time, such as `06:30-23:30`; `00:00-24:00` is always open.
    public let hours: String
}
