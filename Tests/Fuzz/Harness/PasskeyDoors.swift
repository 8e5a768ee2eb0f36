import Base
import Foundation
import Vault
import Web

@testable import Passkeys

extension Door {
    private static let party = Result {
        guard let party = RelyingParty(url: "https://desk.example", name: "Egret") else {
            throw Broken(description: "the party has no address")
        }
        return party
    }

    /// What a browser posts of a passkey: by the first byte the form of a new one, the form of one that is shown, what the
    /// browser vouches for, or what the device says, which is signed here.
    static let passkeys = Door(
        "passkey",
        words: [
            "clientData=", "&authenticatorData=", "&signature=", "&credential=", "&userHandle=",
            "webauthn.create", "webauthn.get", "\"challenge\":", "\"crossOrigin\":true", "\"topOrigin\":",
            "https://desk.example",
        ]
    ) {
        let client = Array(
            #"{"type":"webauthn.get","challenge":"AAAA","origin":"https://desk.example","crossOrigin":false}"#
                .utf8)
        let head = Digest.sha256(Array("desk.example".utf8))
        // Ed25519 in COSE (RFC 9053, 7.2).
        let key: [UInt8] =
            [0xA4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20] + FixedKeys.ed25519.publicKey.raw
        let made = head + [0x45, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 16) + [0, 2, 7, 7] + key
        let form = "clientData=\(Base64URL.encode(client))&authenticatorData="
        let shown = form + Base64URL.encode(head + [5, 0, 0, 0, 1]) + "&credential=Bwc&signature=AAAA"
        return [
            [0] + Array((form + Base64URL.encode(made)).utf8), [1] + Array(shown.utf8),
            [1] + Array((shown + "&userHandle=aG9sZGVy").utf8), [2] + client, [3] + made,
            [3] + head + [5, 0, 0, 0, 1],
        ]
    } enter: { bytes in
        let rest = Array(bytes.dropFirst())
        switch (bytes.first ?? 0) & 3 {
        case 0: try checkCreation(rest)
        case 1: try checkAssertion(rest)
        case 2: try checkClientData(rest)
        default: try checkDevice(rest)
        }
    }

    private static func checkCreation(_ bytes: [UInt8]) throws {
        guard let form = try? Form(bytes) else { return }
        let made: PasskeyCreation
        do throws(PasskeyRefused) {
            made = try PasskeyCreation(form)
        } catch {
            return try promise(error == .malformed, "a form is refused as \(error)")
        }
        try promise(
            Base64URL.encode(made.clientData) == form["clientData"]
                && Base64URL.encode(made.authenticatorData) == form["authenticatorData"],
            "a form written again is another")
    }

    private static func checkAssertion(_ bytes: [UInt8]) throws {
        guard let form = try? Form(bytes) else { return }
        let shown: PasskeyAssertion
        do throws(PasskeyRefused) {
            shown = try PasskeyAssertion(form)
        } catch {
            return try promise(error == .malformed, "a form is refused as \(error)")
        }
        try promise(
            Base64URL.encode(shown.credentialID) == form["credential"]
                && Base64URL.encode(shown.signature) == form["signature"]
                && Base64URL.encode(shown.userHandle) == form["userHandle"] ?? "",
            "a form written again is another")
        try promise(
            !verifies(shown, Digest.sha256(shown.clientData), FixedKeys.ed25519),
            "what no device signed is believed")
    }

    private static func checkClientData(_ bytes: [UInt8]) throws {
        let data: ClientData
        do throws(PasskeyRefused) {
            data = try ClientData(bytes)
        } catch {
            return try promise(error == .malformed, "what a browser vouches for is refused as \(error)")
        }
        let party = try Self.party.get()
        for ceremony in PasskeyCeremony.allCases {
            guard let challenge = try? data.checked(for: ceremony, at: party) else { continue }
            try promise(
                data.type == "webauthn.\(ceremony.rawValue)" && data.origin == "https://desk.example"
                    && data.crossOrigin != true && data.topOrigin == nil, "another page's answer is taken")
            try promise(Base64URL.encode(challenge) == data.challenge, "a challenge written again is another")
        }
        // Where no name comes twice, every reader finds the same.
        guard let value = JSONValue(bytes) else { return }
        try promise(
            value["type"]?.text == data.type && value["challenge"]?.text == data.challenge
                && value["origin"]?.text == data.origin, "another reader finds another page")
    }

    private static func checkDevice(_ bytes: [UInt8]) throws {
        guard let data = try? AuthenticatorData(bytes) else {
            return try promise(
                !(AuthenticatorData.headLength...AuthenticatorData.lengthMax).contains(bytes.count),
                "what a device says is refused for its head")
        }
        let counter = (0..<4).map { UInt8(truncatingIfNeeded: data.counter >> UInt32(24 - 8 * $0)) }
        try promise(
            data.partyHash == Array(bytes[..<32]) && counter == Array(bytes[33..<37]),
            "what a device says is read otherwise")
        if data.hasCredential, data.isSafeAsCredential, let made = try? FidoCredential(bytes) {
            try promise(
                made.id.count < bytes.count && made.publicKey.count == (made.algorithm == .es256 ? 64 : 32),
                "a key of another length is taken")
        }
        let hash = Digest.sha256([1])
        let shown = PasskeyAssertion(
            credentialID: [1], clientData: [1], authenticatorData: bytes,
            signature: try FixedKeys.ed25519.sign(bytes + hash))
        guard data.isSafeAsAssertion, try verifies(shown, hash, FixedKeys.ed25519) else { return }
        try promise(
            data.isPresent && data.isVerified
                && data.partyHash == Digest.sha256(Array(party.get().id.utf8)),
            "a device that nobody touched, or of another party, is believed")
        try promise(
            !verifies(shown, Digest.sha256([2]), FixedKeys.ed25519)
                && !verifies(shown, hash, FixedKeys.other), "a signature holds for another question or key")
    }

    private static func verifies(
        _ shown: PasskeyAssertion, _ hash: [UInt8], _ key: SigningKey
    ) throws -> Bool {
        try FidoKey(.edDSA, key.publicKey.raw)?.verifies(
            shown, clientDataHash: hash, party: party.get().id) ?? false
    }
}
