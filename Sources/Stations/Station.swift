public import Base

/// A place with one or more self-service terminals 便民服务站, in a shop, a bank or a hall.
public struct Station: Hashable, Sendable {
    /// A slug that never changes, such as `siming-1`.
    public let id: String
    public let name: PlaceText
    public let address: PlaceText
    public let division: DivisionCode
    /// **Unit:** millionths of a degree north, WGS 84.
    public let latitudeMicrodegrees: Int64
    /// **Unit:** millionths of a degree east, WGS 84.
    public let longitudeMicrodegrees: Int64
    /// Opening hours in China time, `06:30-23:30`; `00:00-24:00` is always open.
    public let hours: String
    /// Who keeps the place, such as a chain of shops; shown to operators.
    public let owner: String

    public init(
        id: String, name: PlaceText, address: PlaceText, division: DivisionCode, latitudeMicrodegrees: Int64,
        longitudeMicrodegrees: Int64, hours: String, owner: String
    ) {
        self.id = id
        self.name = name
        self.address = address
        self.division = division
        self.latitudeMicrodegrees = latitudeMicrodegrees
        self.longitudeMicrodegrees = longitudeMicrodegrees
        self.hours = hours
        self.owner = owner
    }
}
