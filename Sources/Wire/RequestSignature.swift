public import Base
public import Vault
import Foundation

/// HTTP message signatures as the terminal link uses them.
///
/// Source: RFC 9421 with the label `egret`, covering `@method`, `@path`, `@query`, `content-digest` (RFC 9530,
/// SHA-256), `egret-session` and `idempotency-key`; absent headers are covered as empty text. The key id is the
/// terminal's id. A signature is accepted within ``skewMax`` of the centre's clock.
public struct RequestSignature: Sendable {
    public static let skewMax = Duration.seconds(60)

    public enum Refused: Error, Hashable, Sendable {
        case missing
        case malformed
        case digest
        case clock
        case signature
    }

    /// The parts of a request that the signature covers.
    public struct Covered: Sendable {
        let method: String
        let path: String
        let query: String
        let body: [UInt8]
        let session: String
        let idempotencyKey: String
        let contentDigest: String

        /// `target` is path and query as they stand in the request line.
        public init(method: String, target: String, body: [UInt8], session: String?, idempotencyKey: String?)
        {
            let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            self.method = method
            path = parts.first.map(String.init) ?? "/"
            query = parts.count > 1 ? "?" + parts[1] : "?"
            self.body = body
            self.session = session ?? ""
            self.idempotencyKey = idempotencyKey ?? ""
            contentDigest = "sha-256=:" + Data(Digest.sha256(body)).base64EncodedString() + ":"
        }

        func base(parameters: String) -> [UInt8] {
            Array(
                """
                "@method": \(method)
                "@path": \(path)
                "@query": \(query)
                "content-digest": \(contentDigest)
                "egret-session": \(session)
                "idempotency-key": \(idempotencyKey)
                "@signature-params": \(parameters)
                """.utf8)
        }
    }

    /// Names the signer without proving anything; look up the key by it, then call ``verify(_:headers:key:now:)``.
    public static func terminalID(signatureInput: String?) -> String? {
        guard let signatureInput, let parameters = parameters(in: signatureInput) else { return nil }
        return field("keyid", in: parameters)
    }

    /// The headers to add to the request, the ones that carry the session and the idempotency key among them.
    public static func headers(
        for covered: Covered, terminalID: String, key: SigningKey, world: World
    ) throws(VaultError) -> [(String, String)] {
        let created = world.now().milliseconds / 1_000
        let parameters =
            covering + ";created=\(created);nonce=\"\(Token(world))\";keyid=\"\(terminalID)\""
        let signature = try key.sign(covered.base(parameters: parameters))
        return [
            (WireHeader.contentDigest, covered.contentDigest),
            (WireHeader.session, covered.session),
            (WireHeader.idempotencyKey, covered.idempotencyKey),
            (WireHeader.signatureInput, "egret=" + parameters),
            (WireHeader.signature, "egret=:" + Data(signature).base64EncodedString() + ":"),
        ]
    }

    /// Checks digest, age and signature of a request.
    public static func verify(
        _ covered: Covered, contentDigest: String?, signatureInput: String?, signature: String?,
        key: PublicKey,
        now: Instant
    ) throws(Refused) {
        guard let contentDigest, let signatureInput, let signature else { throw .missing }
        guard let parameters = parameters(in: signatureInput), parameters.hasPrefix(covering + ";"),
            signature.hasPrefix("egret=:"), signature.hasSuffix(":"),
            let bytes = Data(base64Encoded: String(signature.dropFirst(7).dropLast())),
            let created = field("created", in: parameters).flatMap(Int64.init)
        else { throw .malformed }
        guard contentDigest == covered.contentDigest else { throw .digest }
        let age = now.since(Instant(milliseconds: 0)) - .seconds(created)
        guard age <= skewMax, age >= .zero - skewMax else { throw .clock }
        guard key.verifies([UInt8](bytes), of: covered.base(parameters: parameters)) else { throw .signature }
    }

    private static let covering =
        #"("@method" "@path" "@query" "content-digest" "egret-session" "idempotency-key")"#

    private static func parameters(in signatureInput: String) -> String? {
        guard signatureInput.hasPrefix("egret="), signatureInput.utf8.count <= 1_024 else { return nil }
        return String(signatureInput.dropFirst(6))
    }

    private static func field(_ name: String, in parameters: String) -> String? {
        let start = Array((name + "=").utf8)
        for part in parameters.utf8.split(separator: UInt8(ascii: ";")).dropFirst()
        where part.starts(with: start) {
            return String(
                decoding: part.dropFirst(start.count).filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
        }
        return nil
    }
}
