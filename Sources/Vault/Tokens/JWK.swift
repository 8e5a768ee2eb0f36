public import Base

/// A public key as strangers publish and read it (RFC 7517): a point on P-256, which checks ES256 and nothing else.
///
/// The algorithm belongs to the key. What a token's header says is compared with it and never chosen by it.
public struct JWK: Hashable, Sendable {
    public static let algorithm = "ES256"

    /// The `kid`; nil when its owner gave it none.
    public let id: String?
    public let key: PublicKey

    /// A key of ours, named by its thumbprint (RFC 7638).
    public init(_ key: PublicKey) {
        precondition(key.algorithm == .p256, "a token is signed on P-256")
        self.key = key
        id = Self.thumbprint(key)
    }

    /// A stranger's key; nil when it is not for checking ES256, or carries its private half.
    init?(_ value: JSONValue) {
        guard value["kty"]?.text == "EC", value["crv"]?.text == "P-256", value["d"] == nil,
            value["use"].map({ $0.text == "sig" }) ?? true,
            value["alg"].map({ $0.text == Self.algorithm }) ?? true,
            value["key_ops"].map({ $0.texts?.contains("verify") ?? false }) ?? true,
            let x = value["x"]?.text.flatMap(Base64URL.decode), x.count == 32,
            let y = value["y"]?.text.flatMap(Base64URL.decode), y.count == 32,
            let key = try? PublicKey(algorithm: .p256, raw: [4] + x + y)
        else { return nil }
        self.key = key
        id = value["kid"]?.text
    }

    public var json: JSONValue {
        .present([
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": .text(Self.algorithm),
            "kid": id.map(JSONValue.text), "x": .text(Self.x(key)), "y": .text(Self.y(key)),
        ])
    }

    private static func thumbprint(_ key: PublicKey) -> String {
        let members: JSONValue = ["crv": "P-256", "kty": "EC", "x": .text(x(key)), "y": .text(y(key))]
        return Base64URL.encode(Digest.sha256(members.bytes))
    }

    private static func x(_ key: PublicKey) -> String { Base64URL.encode(Array(key.raw[1...32])) }
    private static func y(_ key: PublicKey) -> String { Base64URL.encode(Array(key.raw[33...])) }
}

/// The keys that somebody signs with, as published at a `jwks_uri`.
public struct JWKSet: Hashable, Sendable {
    static let keysMax = 32

    public let keys: [JWK]

    public init(_ keys: [JWK]) {
        self.keys = keys
    }

    /// Keys of kinds that we do not check are passed over, as RFC 7517 section 5 wants.
    ///
    /// - Returns: Nil when the bytes are no key set, it has more keys than anybody needs, or two usable keys share a name.
    public init?(_ bytes: [UInt8]) {
        guard let list = JSONValue(bytes)?["keys"]?.list, list.count <= Self.keysMax else { return nil }
        keys = list.compactMap(JWK.init)
        let names = keys.compactMap(\.id)
        guard Set(names).count == names.count else { return nil }
    }

    public var json: JSONValue { ["keys": .list(keys.map(\.json))] }
}
