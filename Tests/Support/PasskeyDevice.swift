import Base
import Foundation
public import Passkeys
public import Vault
import Wire

/// A device with one passkey and the browser around it, written byte by byte as WebAuthn level 2 says.
///
/// It is honest unless told otherwise; ``quirk`` changes one thing before the device signs.
public struct PasskeyDevice: Sendable {
    public enum Quirk: String, Sendable, CaseIterable {
        case none, otherType, otherOrigin, framed, topOrigin, otherParty, untouched, unverified
        case brokenSignature, otherHandle, otherCredential
    }

    public let key: SigningKey
    public let credentialID: [UInt8]
    public let origin: String
    public var quirk = Quirk.none
    /// How often it has signed; it goes on counting unless ``counts`` is false.
    public var counter: UInt32 = 0
    public var counts = true
    public private(set) var userHandle: [UInt8] = []

    /// `algorithm` is `.p256` or `.ed25519`.
    public init(
        _ algorithm: SigningKey.Algorithm = .p256, origin: String, credentialID: [UInt8] = Array("key-1".utf8)
    ) throws {
        key = try .generate(algorithm)
        self.origin = origin
        self.credentialID = credentialID
    }

    private struct Options: Decodable {
        let challenge: String
        let party: [String: String]
        let user: [String: String]?
    }

    private func options(_ offer: PasskeyOffer) throws -> Options {
        try JSONDecoder().decode(Options.self, from: Data(offer.options.utf8))
    }

    public mutating func create(_ offer: PasskeyOffer) throws -> PasskeyCreation {
        let options = try options(offer)
        userHandle = options.user?["id"].flatMap { Base64URL.decode($0) } ?? []
        let attested =
            [UInt8](repeating: 0, count: 16) + [
                UInt8(credentialID.count >> 8), UInt8(credentialID.count & 255),
            ]
            + credentialID + coseKey
        return PasskeyCreation(
            clientData: try clientData("webauthn.create", options.challenge),
            authenticatorData: head(options, flags: 0x40) + attested)
    }

    public mutating func get(_ offer: PasskeyOffer) throws -> PasskeyAssertion {
        let options = try options(offer)
        if counts { counter += 1 }
        let clientData = try clientData("webauthn.get", options.challenge)
        let data = head(options, flags: 0)
        var signature = try key.sign(data + Digest.sha256(clientData))
        if key.algorithm == .p256 { signature = Self.der(signature) }
        if quirk == .brokenSignature { signature[signature.count - 1] ^= 1 }
        return PasskeyAssertion(
            credentialID: quirk == .otherCredential ? [1, 2, 3] : credentialID, clientData: clientData,
            authenticatorData: data, signature: signature,
            userHandle: quirk == .otherHandle ? Array("somebody".utf8) : userHandle)
    }

    private func clientData(_ type: String, _ challenge: String) throws -> [UInt8] {
        var fields: [String: Any] = [
            "type": quirk == .otherType
                ? (type == "webauthn.get" ? "webauthn.create" : "webauthn.get") : type,
            "challenge": challenge,
            "origin": quirk == .otherOrigin ? "https://example.net" : origin, "crossOrigin": quirk == .framed,
        ]
        if quirk == .topOrigin { fields["topOrigin"] = "https://example.net" }
        return [UInt8](try JSONSerialization.data(withJSONObject: fields))
    }

    private func head(_ options: Options, flags: UInt8) -> [UInt8] {
        let party = quirk == .otherParty ? "example.net" : options.party["id"] ?? ""
        let presence: UInt8 = quirk == .untouched ? 0 : 1
        let verification: UInt8 = quirk == .unverified ? 0 : 4
        return Digest.sha256(Array(party.utf8)) + [flags | presence | verification]
            + (0..<4).map { UInt8(truncatingIfNeeded: counter >> UInt32(24 - 8 * $0)) }
    }

    /// The public key in COSE: a map in CBOR (RFC 9053, 7).
    private var coseKey: [UInt8] {
        switch key.algorithm {
        case .ed25519: [0xA4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20] + key.publicKey.raw
        default:
            [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]
                + key.publicKey.raw.suffix(64).prefix(32)
                + [0x22, 0x58, 0x20] + key.publicKey.raw.suffix(32)
        }
    }

    /// r and s side by side as the sequence of two integers that WebAuthn wants.
    private static func der(_ raw: [UInt8]) -> [UInt8] {
        let integers = [raw.prefix(32), raw.suffix(32)].flatMap { half -> [UInt8] in
            let digits = Array(half.drop { $0 == 0 })
            let padded = (digits.first ?? 0xFF) >= 0x80 ? [0] + digits : digits
            return [0x02, UInt8(padded.count)] + padded
        }
        return [0x30, UInt8(integers.count)] + integers
    }
}
