public import Base

/// A person as Egret knows her: who the authority confirmed, and a phone if one is registered.
public struct Citizen: Hashable, Sendable {
    public let id: Token
    public let number: CitizenNumber
    public let name: String
    public let phone: Phone?

    public init(id: Token, number: CitizenNumber, name: String, phone: Phone?) {
        self.id = id
        self.number = number
        self.name = name
        self.phone = phone
    }
}
