import Base
import Foundation
import Vault

/// What the service answered; sealed in the request's row until she presses or the visit ends, then forgotten.
struct NetworkOutcome: Codable, Hashable {
    let identifier: String
    /// Name and number, when they were asked for.
    let claim: Claim?

    init(identifier: String, claim: Claim?) {
        self.identifier = identifier
        self.claim = claim
    }

    init(sealed: [UInt8], by vault: Vault, login: Token) throws {
        self = try JSONDecoder().decode(
            NetworkOutcome.self, from: Data(vault.open(sealed, at: Self.place(login))))
    }

    func sealed(by vault: Vault, login: Token) throws -> [UInt8] {
        try vault.seal([UInt8](JSONEncoder().encode(self)), at: Self.place(login))
    }

    /// Tells whether a later answer of the same visit is about the same person.
    func term(_ vault: Vault) -> [UInt8] {
        vault.term(BlindIndex("network_logins.identifier", bits: 256), identifier)
    }

    private static func place(_ login: Token) -> FieldPlace {
        FieldPlace("network_logins", "outcome", row: login.rawValue)
    }
}
