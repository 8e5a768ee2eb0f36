public import Base

/// The person a paper is about.
public struct Holder: Hashable, Sendable {
    public let name: PersonName
    public let number: CitizenNumber

    public init(name: PersonName, number: CitizenNumber) {
        self.name = name
        self.number = number
    }
}
