import Base
import Foundation
import Vault

extension Door {
    private static let tokenKeys = JWKSet([JWK(FixedKeys.p256.publicKey)])

    /// What strangers sign and publish for signing in: with 1 as the first byte a header and a body that a known key
    /// signed, with 2 a set of keys, with 3 any JSON, else a token of anybody.
    static let tokens = Door(
        "tokens", bytesMax: 2_048,
        words: ["ES256", "none", "typ", "kid", "crit", "jwk", "\\u0061", "\"aud\":", "9223372036854775807"]
    ) {
        let keys = tokenKeys.json.bytes
        let token = try JWS.sign(["sub": "1"], type: "JWT", with: FixedKeys.p256)
        return [
            [1]
                + Array(
                    "{\"alg\":\"ES256\",\"typ\":\"JWT\"}\n{\"iss\":\"a\",\"aud\":[\"b\"],\"exp\":1800000060}"
                        .utf8),
            [1] + Array("{\"alg\":\"none\"}\n{\"sub\":\"1\"}".utf8),
            [2] + keys,
            [3] + Array("{\"a\":[1,-2.5e3,true,null,\"陈\\n\"],\"b\":{}}".utf8),
            [0] + Array(token.utf8.dropLast(4)) + Array("AAAA".utf8),
        ]
    } enter: { bytes in
        let rest = Array(bytes.dropFirst())
        switch bytes.first {
        case 1: try enterSigned(rest)
        case 2: try enterKeys(rest)
        case 3: try enterJSON(rest)
        default:
            try promise(
                claims(String(decoding: rest, as: UTF8.self)) == nil, "a token that nobody signed is believed"
            )
        }
    }

    private static func claims(_ token: String, keys: JWKSet = tokenKeys) -> JSONValue? {
        try? JWS.claims(of: token, types: ["", "jwt"], keys: keys)
    }

    private static func enterSigned(_ bytes: [UInt8]) throws {
        let lines = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
        guard lines.count == 2 else { return }
        let signed = lines.map { Base64URL.encode(Array($0)) }.joined(separator: ".")
        let signature = try FixedKeys.p256.sign(Array(signed.utf8))
        let token = "\(signed).\(Base64URL.encode(signature))"
        guard let claims = claims(token) else { return }
        let head = try? JSONSerialization.jsonObject(with: Data(lines[0])) as? [String: Any]
        try promise(head?["alg"] as? String == "ES256", "another algorithm is taken for the key's")
        try promise(
            ["jku", "jwk", "x5u", "crit", "b64", "zip", "enc"].allSatisfy { head?[$0] == nil },
            "a header that brings its own key is obeyed")
        try readsAlike(claims, Array(lines[1]))
        var changed = signature
        changed[signed.utf8.count % changed.count] ^= 1
        try promise(
            Self.claims("\(signed).\(Base64URL.encode(changed))") == nil, "a changed token is believed")
        try promise(Self.claims(token, keys: JWKSet([])) == nil, "a token is believed without a key")
        let check = TokenCheck(issuer: "a", audiences: ["b"], lifeMax: .seconds(120))
        guard (try? check(claims, at: FixedKeys.now)) != nil else { return }
        let body = try? JSONSerialization.jsonObject(with: Data(lines[1])) as? [String: Any]
        let end = (body?["exp"] as? NSNumber)?.doubleValue ?? 0
        try promise(
            body?["iss"] as? String == "a" && end > 1_800_000_000 && end < 1_800_000_200,
            "a token of another maker or time passes")
    }

    private static func enterKeys(_ bytes: [UInt8]) throws {
        guard let set = JWKSet(bytes) else { return }
        let names = set.keys.compactMap(\.id)
        try promise(set.keys.count <= 32 && Set(names).count == names.count, "keys share a name")
        try promise(JWKSet(set.json.bytes) == set, "keys written again are others")
    }

    private static func enterJSON(_ bytes: [UInt8]) throws {
        guard let value = JSONValue(bytes) else { return }
        try promise(JSONValue(value.bytes)?.bytes == value.bytes, "a value written again is another")
        try readsAlike(value, bytes)
    }

    /// What was read is what Foundation's reader finds in the same bytes.
    private static func readsAlike(_ value: JSONValue, _ bytes: [UInt8]) throws {
        let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
        try promise(theirs.map { isSame(value, $0) } ?? false, "other readers find another value")
    }

    private static func isSame(_ ours: JSONValue, _ theirs: Any) -> Bool {
        switch ours {
        case .null: theirs is NSNull
        case .flag(let flag): theirs as? Bool == flag
        case .int(let number): (theirs as? NSNumber)?.int64Value == number
        // Foundation keeps long fractions as decimals, and rounds them its own way.
        case .real(let number):
            (theirs as? NSNumber).map { abs($0.doubleValue - number) <= abs(number) * 1e-12 } ?? false
        case .text(let text): (theirs as? String).map { Array($0.utf8) == Array(text.utf8) } ?? false
        case .list(let values):
            (theirs as? [Any]).map { list in
                list.count == values.count && zip(values, list).allSatisfy { isSame($0, $1) }
            } ?? false
        case .object(let members):
            (theirs as? [String: Any]).map { object in
                object.count == members.count
                    && members.allSatisfy { key, value in object[key].map { isSame(value, $0) } ?? false }
            } ?? false
        }
    }
}
