/// A made-up citizen whose card and face a virtual terminal offers.
public struct SampleCitizen: Codable, Hashable, Sendable {
    public let number: String
    public let name: String
    /// What is special about this one, for the person who tries it out.
    public let label: String
    /// Names the face at the sandbox; empty when the face is to be taken by the page's camera.
    public let faceID: String
    /// `yyyymmdd`, and `00000000` for a card without an end; nil leaves the card's own.
    public let validFrom: String?
    public let validTo: String?
    public let issuer: String?

    public init(
        number: String, name: String, label: String, faceID: String, validFrom: String? = nil,
        validTo: String? = nil, issuer: String? = nil
    ) {
        self.number = number
        self.name = name
        self.label = label
        self.faceID = faceID
        self.validFrom = validFrom
        self.validTo = validTo
        self.issuer = issuer
    }

    var card: SampleCard {
        var card = SampleCard(name: name, number: number)
        if let validFrom { card.validFrom = validFrom }
        if let validTo { card.validTo = validTo == "00000000" ? "长期" : validTo }
        if let issuer { card.issuer = issuer }
        return card
    }
}
