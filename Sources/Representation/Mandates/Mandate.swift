public import Base
public import Catalogue

/// What a person lets another do for her 委托书: who, for which services, until when.
///
/// Source: 民法典 第一百六十五条 names what a written mandate says.
public struct Mandate: Hashable, Sendable {
    /// To whom, exactly as the giver wrote it; compared with who stands at the terminal, and never shown to anybody whole.
    public struct Holder: Hashable, Sendable, Codable {
        public let name: String
        public let number: String

        public init(name: PersonName, number: CitizenNumber) {
            self.name = name.text
            self.number = number.text
        }

        var maskedName: String { PersonName(name)?.masked ?? "*" }
        var maskedNumber: String { (try? CitizenNumber(number))?.masked ?? "*" }
    }

    public enum Standing: String, Sendable, CaseIterable {
        case holds
        case revoked
        case over
    }

    public let id: Token
    public let giver: Token
    public let holder: Holder
    /// Sorted, never empty.
    public let services: [ServiceID]
    public let givenAt: Instant
    public let expiresAt: Instant
    public let revokedAt: Instant?

    public func standing(at now: Instant) -> Standing {
        if revokedAt != nil { return .revoked }
        return now < expiresAt && givenAt.since(now) <= Self.clockBackMax ? .holds : .over
    }

    /// A mandate given this much later than now belongs to a clock that was set back: its age cannot be told.
    static let clockBackMax = Duration.seconds(10)
}
