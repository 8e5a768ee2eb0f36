import Base
import Exchange
import Foundation
import Vault

/// A question on its way to a department, signed.
struct RegisterMessage: Sendable {
    let path: String
    let requestID: String
    let body: [UInt8]
    let headers: [(String, String)]
    /// The `Signature` value, which the answer's signature covers.
    let signature: String

    private struct Body: Encodable {
        let subject: String
        let caseNumber: String
        let purpose: String
        let fields: [String]
        let requestID: String
    }

    init(_ question: RegisterQuestion, key: SigningKey, world: World) throws {
        path = "/registers/" + question.resource
        requestID = Token(world).rawValue
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        body = [UInt8](
            try encoder.encode(
                Body(
                    subject: question.subject.text, caseNumber: question.caseNumber,
                    purpose: question.purpose, fields: question.fields, requestID: requestID)))
        let digest = Self.contentDigest(body)
        let parameters =
            #"("@method" "@path" "content-digest");created=\#(world.now().milliseconds / 1_000);keyid="egret""#
        let covered = """
            "@method": POST
            "@path": \(path)
            "content-digest": \(digest)
            "@signature-params": \(parameters)
            """
        signature = "egret=:" + Data(try key.sign(Array(covered.utf8))).base64EncodedString() + ":"
        headers = [
            ("Content-Digest", digest), ("Signature-Input", "egret=" + parameters), ("Signature", signature),
        ]
    }

    /// RFC 9530 with SHA-256.
    static func contentDigest(_ body: [UInt8]) -> String {
        "sha-256=:" + Data(Digest.sha256(body)).base64EncodedString() + ":"
    }
}
