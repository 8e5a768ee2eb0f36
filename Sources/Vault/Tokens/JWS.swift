public import Base

/// Why a signed token is not believed; which of these it was goes to the log, never to the sender.
public enum JWSRefused: String, Error, Hashable, Sendable {
    /// Not three parts of strict base64url, or not two JSON objects whose members all come once.
    case malformed
    /// Longer than any token of ours.
    case tooLong
    /// Another algorithm than the keys'; `none` is one of the others.
    case algorithm
    /// A header that wants to bring its own key, or needs to be understood and is not.
    case header
    /// Signed as something else.
    case type
    /// No key, or no single key, has the name.
    case unknownKey
    case signature
}

/// Compact signed tokens (RFC 7515) as RFC 8725 wants them checked.
public enum JWS {
    /// **Unit:** bytes.
    public static let lengthMax = 16_384
    /// Headers that would let the sender choose the key, or change what is signed.
    static let refusedHeaders = ["jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256", "crit", "b64", "zip", "enc"]

    /// Signs claims as a token of the type, such as `JWT` or `logout+jwt`.
    public static func sign(
        _ claims: JSONValue, type: String, with key: SigningKey
    ) throws(VaultError) -> String {
        let header: JSONValue = [
            "alg": .text(JWK.algorithm), "typ": .text(type),
            "kid": JWK(key.publicKey).id.map(JSONValue.text) ?? .null,
        ]
        let signed = Base64URL.encode(header.bytes) + "." + Base64URL.encode(claims.bytes)
        return signed + "." + Base64URL.encode(try key.sign(Array(signed.utf8)))
    }

    /// The claims of a token that one of the keys signed as one of the types.
    ///
    /// Without `typ` a token passes only where `types` has the empty text. Times, issuer and audience are the
    /// caller's to check, with ``TokenCheck``.
    public static func claims(
        of token: String, types: Set<String>, keys: JWKSet
    ) throws(JWSRefused) -> JSONValue {
        guard token.utf8.count <= lengthMax else { throw .tooLong }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let head = Base64URL.decode(parts[0]), let header = JSONValue(head),
            header.object != nil, let body = Base64URL.decode(parts[1]), let claims = JSONValue(body),
            claims.object != nil, let signature = Base64URL.decode(parts[2])
        else { throw .malformed }
        guard header["alg"]?.text == JWK.algorithm else { throw .algorithm }
        guard refusedHeaders.allSatisfy({ header[$0] == nil }) else { throw .header }
        guard types.contains(type(of: header)) else { throw .type }
        let key = try key(for: header, in: keys)
        guard key.verifies(signature, of: Array("\(parts[0]).\(parts[1])".utf8)) else { throw .signature }
        return claims
    }

    /// In lower case and without the `application/` that RFC 7515 section 4.1.9 lets a sender leave out.
    private static func type(of header: JSONValue) -> String {
        guard let member = header["typ"] else { return "" }
        let text = member.text?.lowercased() ?? "?"
        return text.hasPrefix("application/") ? String(text.dropFirst("application/".count)) : text
    }

    private static func key(for header: JSONValue, in set: JWKSet) throws(JWSRefused) -> PublicKey {
        guard let member = header["kid"] else {
            guard set.keys.count == 1 else { throw .unknownKey }
            return set.keys[0].key
        }
        guard let name = member.text, let found = set.keys.first(where: { $0.id == name }) else {
            throw .unknownKey
        }
        return found.key
    }
}
