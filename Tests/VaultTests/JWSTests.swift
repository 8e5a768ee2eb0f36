import Base
import Foundation
import Support
import Testing

@testable import Vault

/// Signed tokens: the published example, and everything that an attacker writes into a header.
@Suite struct SignedTokens {
    private static let claims: JSONValue = ["iss": "https://a.example", "n": .int(1)]
    private let key: SigningKey
    private let keys: JWKSet

    init() throws {
        key = try SigningKey.generate(.p256)
        keys = JWKSet([JWK(key.publicKey)])
    }

    private func part(_ value: JSONValue) -> String { Base64URL.encode(value.bytes) }

    /// A token with the header as given, signed rightly over it.
    private func token(_ header: [String: JSONValue], payload: String? = nil) throws -> String {
        let signed = part(.object(header)) + "." + (payload ?? part(Self.claims))
        return signed + "." + Base64URL.encode(try key.sign(Array(signed.utf8)))
    }

    private var header: [String: JSONValue] {
        ["alg": "ES256", "typ": "JWT", "kid": .text(keys.keys[0].id ?? "")]
    }

    private func refusal(_ token: String, keys: JWKSet? = nil, types: Set<String> = ["jwt"]) -> JWSRefused? {
        do throws(JWSRefused) {
            _ = try JWS.claims(of: token, types: types, keys: keys ?? self.keys)
            return nil
        } catch {
            return error
        }
    }

    @Test func whatWasSignedIsBelieved() throws {
        let token = try JWS.sign(Self.claims, type: "JWT", with: key)

        #expect(try JWS.claims(of: token, types: ["jwt"], keys: keys) == Self.claims)
    }

    @Test("ASVS 9.1.1: the example of RFC 7515 A.3 is believed, and not once a bit is turned")
    func theExampleOfTheStandard() throws {
        let set = try #require(
            JWKSet(
                Array(
                    #"""
                    {"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                    "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"},{"kty":"RSA","n":"AQAB","e":"AQAB"}]}
                    """#.utf8)))
        let head = "eyJhbGciOiJFUzI1NiJ9"
        let body =
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        let signature =
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"

        let claims = try JWS.claims(of: "\(head).\(body).\(signature)", types: [""], keys: set)

        #expect(claims["iss"]?.text == "joe")
        #expect(set.keys.count == 1)
        let bytes = try #require(Base64URL.decode(signature))
        for index in bytes.indices {
            var turned = bytes
            turned[index] ^= 1
            #expect(
                refusal("\(head).\(body).\(Base64URL.encode(turned))", keys: set, types: [""]) == .signature)
        }
    }

    @Test(
        "ASVS 9.1.2: the algorithm is the key's, whatever the header says",
        arguments: [
            "none", "None", "NONE", "", "HS256", "HS512", "RS256", "PS256", "ES384", "EdDSA", "es256",
        ])
    func anotherAlgorithmIsRefused(_ algorithm: String) throws {
        var header = header
        header["alg"] = .text(algorithm)

        #expect(try refusal(token(header)) == .algorithm)
        header["alg"] = nil
        #expect(try refusal(token(header)) == .algorithm)
    }

    @Test("ASVS 9.1.2: a MAC under the public key is no signature")
    func keyConfusionIsRefused() throws {
        for secret in [keys.keys[0].key.pem, String(decoding: keys.keys[0].json.bytes, as: UTF8.self)] {
            for algorithm in ["HS256", "ES256"] {
                var header = header
                header["alg"] = .text(algorithm)
                let signed = part(.object(header)) + "." + part(Self.claims)
                let mac = Digest.hmacSHA256(key: Array(secret.utf8), Array(signed.utf8))
                let expected: JWSRefused = algorithm == "HS256" ? .algorithm : .signature
                #expect(refusal(signed + "." + Base64URL.encode(mac)) == expected)
                #expect(refusal(signed + "." + Base64URL.encode(mac + mac)) == expected)
            }
        }
        #expect(refusal("\(part(.object(header))).\(part(Self.claims)).") == .signature)
    }

    @Test(
        "ASVS 9.1.3: a token does not bring the key it is checked with",
        arguments: ["jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256", "crit", "b64", "zip", "enc"])
    func headersThatChooseTheKeyAreRefused(_ member: String) throws {
        var header = header
        header[member] =
            member == "crit" ? ["exp"] : member == "jwk" ? keys.keys[0].json : "https://evil.example"

        #expect(try refusal(token(header)) == .header)
    }

    @Test("ASVS 9.2.2: one kind of token does not pass for another")
    func anotherTypeIsRefused() throws {
        for type in ["at+jwt", "logout+jwt", "application/at+jwt", "", "JWTx"] {
            var header = header
            header["typ"] = .text(type)
            #expect(try refusal(token(header)) == .type, "\(type)")
        }
        var header = header
        header["typ"] = .int(1)
        #expect(try refusal(token(header), types: ["jwt", ""]) == .type)
        header["typ"] = nil
        #expect(try refusal(token(header)) == .type)
        #expect(try refusal(token(header), types: ["jwt", ""]) == nil)
        header["typ"] = "application/JWT"
        #expect(try refusal(token(header)) == nil)
    }

    @Test func aTokenNamesItsKeyOrThereIsOnlyOne() throws {
        let other = JWK(try SigningKey.generate(.p256).publicKey)
        var header = header
        header["kid"] = "another"
        #expect(try refusal(token(header)) == .unknownKey)
        header["kid"] = .text(other.id ?? "")
        #expect(try refusal(token(header), keys: JWKSet([other])) == .signature)
        header["kid"] = nil
        #expect(try refusal(token(header)) == nil)
        #expect(try refusal(token(header), keys: JWKSet(keys.keys + [other])) == .unknownKey)
        #expect(try refusal(token(header), keys: JWKSet([JWK]())) == .unknownKey)
    }

    @Test func oneTokenHasOneSpelling() throws {
        let good = try token(header)
        let parts = good.split(separator: ".").map(String.init)

        for bad in [
            good + ".", "." + good, good + "=", good + "\n", " " + good, parts[0] + "." + parts[1],
            "\(parts[0])=.\(parts[1]).\(parts[2])", parts.joined(separator: ".").replacing("e", with: "+"),
            "..", "", "\(parts[0])..\(parts[2])", good + String(repeating: "A", count: 4),
        ] {
            #expect(refusal(bad) != nil, "\(bad)")
        }
        #expect(refusal(String(repeating: "a", count: JWS.lengthMax + 1)) == .tooLong)
    }

    @Test func membersThatComeTwiceAreRefusedThoughSigned() throws {
        let twice = Base64URL.encode(Array(#"{"iss":"a","iss":"b"}"#.utf8))
        #expect(try refusal(token(header, payload: twice)) == .malformed)
        let list = Base64URL.encode(Array("[1]".utf8))
        #expect(try refusal(token(header, payload: list)) == .malformed)
        let doubled = Base64URL.encode(Array(#"{"alg":"none","alg":"ES256","typ":"JWT"}"#.utf8))
        let signed = "\(doubled).\(part(Self.claims))"
        #expect(
            try refusal(signed + "." + Base64URL.encode(key.sign(Array(signed.utf8)))) == .malformed)
    }
}

/// Key sets of strangers.
@Suite struct KeySets {
    private func set(_ change: (inout [String: JSONValue]) -> Void) throws -> JWKSet? {
        var members = try #require(JWK(try SigningKey.generate(.p256).publicKey).json.object)
        change(&members)
        return JWKSet((["keys": [.object(members)]] as JSONValue).bytes)
    }

    @Test func aSetIsReadAsItIsWritten() throws {
        let keys = JWKSet(try (0..<3).map { _ in JWK(try SigningKey.generate(.p256).publicKey) })

        #expect(JWKSet(keys.json.bytes) == keys)
    }

    @Test func theNameIsTheThumbprintOfTheStandard() throws {
        let pem = """
            -----BEGIN PUBLIC KEY-----
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV7
            6e8Tus9uPHvRVEXH8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==
            -----END PUBLIC KEY-----
            """
        // RFC 7638 over the key of RFC 7515 A.3, computed with Python's hashlib.
        #expect(JWK(try PublicKey(pem: pem)).id == "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U")
    }

    @Test func keysThatAreNotForCheckingAreNoKeys() throws {
        #expect(try set { _ in }?.keys.count == 1)
        #expect(try set { $0["d"] = "AQAB" }?.keys.count == 0)
        #expect(try set { $0["use"] = "enc" }?.keys.count == 0)
        #expect(try set { $0["alg"] = "HS256" }?.keys.count == 0)
        #expect(try set { $0["crv"] = "P-384" }?.keys.count == 0)
        #expect(try set { $0["key_ops"] = ["sign"] }?.keys.count == 0)
        #expect(try set { $0["x"] = $0["y"] }?.keys.count == 0)
        #expect(JWKSet(Array(#"{"keys":{}}"#.utf8)) == nil)
        #expect(JWKSet(Array("{}".utf8)) == nil)
    }

    @Test func twoKeysOfOneNameMakeNoSet() throws {
        let key = JWK(try SigningKey.generate(.p256).publicKey).json
        #expect(JWKSet((["keys": [key, key]] as JSONValue).bytes) == nil)
    }
}
