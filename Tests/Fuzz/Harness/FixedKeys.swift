import Base
import Foundation
import Vault

/// Keys that are the same in every run, so that an input means the same in every run; they guard nothing.
enum FixedKeys {
    static let now = Instant(milliseconds: 1_800_000_000_000)

    /// A world that stands still and whose chance is nothing but sevens.
    static let world = World(now: { now }, random: { Array(repeating: 7, count: $0) }, sleep: { _ in })

    /// Signs alike every time (RFC 8032).
    static let ed25519 = key("302e020100300506032b657004220420", scalar: 1)
    static let p256 = key(
        "304102010030130607" + "2a8648ce3d020106082a8648ce3d030107042730250201010420", scalar: 2)
    static let other = key("302e020100300506032b657004220420", scalar: 3)

    static let certificate = made {
        try Certificate.selfSigned(
            commonName: "Fuzz", organization: "Fuzz", key: p256, serial: Token(world),
            from: now - .seconds(86_400), to: now + .seconds(86_400))
    }

    /// PKCS #8 with the same byte thirty-two times.
    private static func key(_ prefix: String, scalar: UInt8) -> SigningKey {
        let der = ([UInt8](hex: prefix) ?? []) + Array(repeating: scalar, count: 32)
        let pem =
            "-----BEGIN PRIVATE KEY-----\n\(Data(der).base64EncodedString())\n-----END PRIVATE KEY-----\n"
        return made { try SigningKey(pem: pem) }
    }

    private static func made<Value>(_ make: () throws -> Value) -> Value {
        do {
            return try make()
        } catch {
            preconditionFailure("a fixed key is a key: \(error)")
        }
    }
}
