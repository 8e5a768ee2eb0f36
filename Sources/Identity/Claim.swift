import Base
import Foundation
import Vault

/// Who the card says is there; sealed in the session's row until the second factor proves it, then forgotten.
struct Claim: Codable, Hashable {
    let name: String
    let number: String

    func sealed(by vault: Vault, session: Token) throws -> [UInt8] {
        try vault.seal([UInt8](JSONEncoder().encode(self)), at: Self.place(session))
    }

    init(name: String, number: String) {
        self.name = name
        self.number = number
    }

    init(sealed: [UInt8], by vault: Vault, session: Token) throws {
        self = try JSONDecoder().decode(Claim.self, from: Data(vault.open(sealed, at: Self.place(session))))
    }

    private static func place(_ session: Token) -> FieldPlace {
        FieldPlace("sessions", "claim", row: session.rawValue)
    }
}
