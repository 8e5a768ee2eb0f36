import Base
import Foundation
import Wire

/// What the browser vouches for: which page asked what (WebAuthn level 2, 5.8.1).
struct ClientData: Decodable, Sendable {
    static let lengthMax = 4_096

    let type: String
    let challenge: String
    let origin: String
    let crossOrigin: Bool?
    /// Set when the page stood in a frame of another site.
    let topOrigin: String?

    init(_ bytes: [UInt8]) throws(PasskeyRefused) {
        guard (1...Self.lengthMax).contains(bytes.count),
            let data = try? JSONDecoder().decode(ClientData.self, from: Data(bytes))
        else { throw .malformed }
        self = data
    }

    /// - Returns: The bytes of the challenge.
    func checked(for ceremony: PasskeyCeremony, at party: RelyingParty) throws(PasskeyRefused) -> [UInt8] {
        guard type == ceremony.clientDataType else { throw .ceremony }
        guard origin == party.origin else { throw .origin }
        guard crossOrigin != true, topOrigin == nil else { throw .crossOrigin }
        guard let bytes = Base64URL.decode(challenge) else { throw .malformed }
        return bytes
    }
}
