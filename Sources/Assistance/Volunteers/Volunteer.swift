public import Base
import Vault

/// Somebody in the shop who helps at its terminals: known to the desk by name, at the terminal by her number.
public struct Volunteer: Hashable, Sendable {
    static let numberDigits = 6
    static let personIndex = BlindIndex("volunteers.person", bits: 256)
    static let commitmentIndex = BlindIndex("volunteers.commitment", bits: 256)

    public let id: Token
    /// Six digits, which she types and every page shows.
    public let number: String
    public let name: PersonName
    public let phone: Phone
    /// The one station at which she helps.
    public let station: String
    /// Made of her citizen number: tells whether the person at the screen is she herself, and nothing else.
    let person: [UInt8]
    public let enrolledAt: Instant
    public let retiredAt: Instant?

    public init(
        id: Token, number: String, name: PersonName, phone: Phone, station: String, person: [UInt8],
        enrolledAt: Instant, retiredAt: Instant? = nil
    ) {
        self.id = id
        self.number = number
        self.name = name
        self.phone = phone
        self.station = station
        self.person = person
        self.enrolledAt = enrolledAt
        self.retiredAt = retiredAt
    }

    static func person(_ number: CitizenNumber, _ vault: Vault) -> [UInt8] {
        vault.term(personIndex, number.text)
    }

    /// Under which the log names her: the same for ever, and nobody's outside the house.
    static func commitment(_ id: Token, _ vault: Vault) -> [UInt8] {
        vault.term(commitmentIndex, id.rawValue)
    }

    /// The digits of what was typed; nil when they are not a volunteer's number.
    static func normalised(_ input: String) -> String? {
        let digits = input.filter { !" -\u{3000}".contains($0) }
        return digits.utf8.count == numberDigits && digits.utf8.allSatisfy({ (48...57).contains($0) })
            ? digits : nil
    }
}
