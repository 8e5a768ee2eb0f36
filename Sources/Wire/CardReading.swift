/// What the reader read from the chip of a second-generation identity card.
///
/// Source: the 256-byte text block of the SAM module (see `docs/terminal.md`). Nothing here is shown or stored by the agent.
public struct CardReading: Codable, Hashable, Sendable {
    public let name: String
    /// Eighteen characters.
    public let number: String
    /// `yyyymmdd`.
    public let validFrom: String
    /// `yyyymmdd`, or `00000000` for a card without an end.
    public let validTo: String
    public let issuer: String
    /// The reader's SAM number: a swapped reader shows.
    public let readerSerial: String

    public init(
        name: String, number: String, validFrom: String, validTo: String, issuer: String, readerSerial: String
    ) {
        self.name = name
        self.number = number
        self.validFrom = validFrom
        self.validTo = validTo
        self.issuer = issuer
        self.readerSerial = readerSerial
    }
}
