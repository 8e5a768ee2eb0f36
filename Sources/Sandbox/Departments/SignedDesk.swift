import Base
import Foundation
import HTTPTypes
import Hummingbird
import Vault

/// How a department of the sandbox believes a message and signs its answer: RFC 9421, with the label `egret`.
struct SignedDesk: Sendable {
    /// How far the caller's clock may be off.
    private static let skewMax = Duration.seconds(120)

    let caller: Certificate
    let world: World

    /// Whether the exchange's key signed method, path and content digest, just now.
    func believes(_ request: Request, _ body: [UInt8]) -> Bool {
        guard let input = request.headers[.signatureInput], let signature = request.headers[.signature],
            let digest = request.headers[.contentDigest], digest == Self.contentDigest(body),
            input.hasPrefix(#"egret=("@method" "@path" "content-digest");created="#),
            input.hasSuffix(#";keyid="egret""#), signature.hasPrefix("egret=:"), signature.hasSuffix(":"),
            let bytes = Data(base64Encoded: String(signature.dropFirst(7).dropLast())),
            let created = input.split(separator: "created=").last.flatMap({ Int64($0.prefix { $0 != ";" }) })
        else { return false }
        let age = world.now().since(Instant(milliseconds: created * 1_000))
        guard age <= Self.skewMax, age >= .zero - Self.skewMax else { return false }
        let covered = [
            "\"@method\": POST", "\"@path\": \(request.uri.path)", "\"content-digest\": \(digest)",
            "\"@signature-params\": \(input.dropFirst("egret=".count))",
        ].joined(separator: "\n")
        return caller.publicKey.verifies([UInt8](bytes), of: Array(covered.utf8))
    }

    /// Covers the status, the answer's digest and the message's signature.
    func signed(
        _ body: [UInt8], to request: Request, by department: String, _ signer: SandboxKeys.Signer
    ) throws -> Response {
        let digest = Self.contentDigest(body)
        let created = world.now().milliseconds / 1_000
        let parameters =
            #"("@status" "content-digest" "signature";req;key="egret");created=\#(created);keyid="\#(department)""#
        let asked = (request.headers[.signature] ?? "").dropFirst("egret=".count)
        let covered = [
            "\"@status\": 200", "\"content-digest\": \(digest)",
            "\"signature\";req;key=\"egret\": \(asked)", "\"@signature-params\": \(parameters)",
        ].joined(separator: "\n")
        let signature = Data(try signer.key.sign(Array(covered.utf8))).base64EncodedString()
        return .bytes(
            body, type: "application/json",
            headers: [
                ("Content-Digest", digest), ("Signature-Input", "egret=" + parameters),
                ("Signature", "egret=:\(signature):"),
            ])
    }

    private static func contentDigest(_ body: [UInt8]) -> String {
        "sha-256=:\(Data(Digest.sha256(body)).base64EncodedString()):"
    }
}
