import Base
import Exchange
import Foundation
import Vault

/// A question, a result or its withdrawal on its way to a department, signed.
struct RegisterMessage: Sendable {
    let path: String
    let requestID: String
    let body: [UInt8]
    let headers: [(String, String)]
    /// The `Signature` value, which the answer's signature covers.
    let signature: String

    private struct Question: Encodable {
        let subject: String
        let caseNumber: String
        let purpose: String
        let fields: [String]
        let requestID: String
    }

    private struct Result: Encodable {
        struct Change: Encodable {
            let resource: String
            let values: [String: String]
            /// Left out where there are none, as the two below.
            let added: [String: Int]?
            let rows: [String: [[String: String]]]?
            let removed: [String: [[String: String]]]?

            init(_ change: CaseResult.Change) {
                resource = change.resource
                values = change.values
                added = change.added.isEmpty ? nil : change.added
                rows = change.rows.isEmpty ? nil : change.rows
                removed = change.removed.isEmpty ? nil : change.removed
            }
        }

        let subject: String
        let caseNumber: String
        let purpose: String
        let kind: String
        let day: String
        let answers: [String: String]
        let changes: [Change]
        let licence: String?
        let requestID: String
    }

    private struct Withdrawal: Encodable {
        let subject: String
        let caseNumber: String
        let purpose: String
        let day: String
        let requestID: String
    }

    init(_ question: RegisterQuestion, key: SigningKey, world: World) throws {
        let id = Token(world).rawValue
        try self.init(
            to: "/registers/" + question.resource, requestID: id,
            Question(
                subject: question.subject.text, caseNumber: question.caseNumber,
                purpose: question.purpose, fields: question.fields, requestID: id),
            key, world)
    }

    init(_ result: CaseResult, key: SigningKey, world: World) throws {
        let id = Token(world).rawValue
        try self.init(
            to: "/results/" + result.department, requestID: id,
            Result(
                subject: result.subject.text, caseNumber: result.caseNumber, purpose: result.purpose,
                kind: result.kind, day: result.day.description, answers: result.answers,
                changes: result.changes.map(Result.Change.init),
                licence: result.licence?.description, requestID: id),
            key, world)
    }

    init(_ withdrawal: ResultWithdrawal, key: SigningKey, world: World) throws {
        let id = Token(world).rawValue
        try self.init(
            to: "/results/" + withdrawal.department + "/withdrawals", requestID: id,
            Withdrawal(
                subject: withdrawal.subject.text, caseNumber: withdrawal.caseNumber,
                purpose: withdrawal.purpose, day: withdrawal.day.description, requestID: id),
            key, world)
    }

    private init(
        to path: String, requestID: String, _ message: some Encodable, _ key: SigningKey, _ world: World
    ) throws {
        self.path = path
        self.requestID = requestID
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        body = [UInt8](try encoder.encode(message))
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
