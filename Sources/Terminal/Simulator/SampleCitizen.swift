/// A made-up citizen whose card and face a virtual terminal offers.
public struct SampleCitizen: Codable, Hashable, Sendable {
    public let number: String
    public let name: String
    /// What is special about this one, for the person who tries it out.
    public let label: String
    /// Names the face at the sandbox; empty when the face is to be taken by the page's camera.
    public let faceID: String
    /// `yyyymmdd`; nil for a card that is valid for long.
    public let validFrom: String?
    public let validTo: String?

    public init(
        number: String, name: String, label: String, faceID: String, validFrom: String? = nil,
        validTo: String? = nil
    ) {
        self.number = number
        self.name = name
        self.label = label
        self.faceID = faceID
        self.validFrom = validFrom
        self.validTo = validTo
    }

    var card: SampleCard {
        var card = SampleCard(name: name, number: number)
        if let validFrom { card.validFrom = validFrom }
        if let validTo { card.validTo = validTo }
        return card
    }
}
