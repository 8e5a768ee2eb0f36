import Base
import Exchange
import Foundation
import Vault

/// A department's answer, believed only after everything about it was checked.
struct RegisterAnswer: Decodable {
    /// Why an answer is not believed; the words stand in logs.
    enum Refused: String, Error {
        case unsigned
        case signature
        case clock = "answer of another time"
        case certificate = "certificate not valid now"
        case malformed
        /// The word by which casework knows that it must stop: `PortError.otherSubject`.
        case otherSubject = "other-subject"
        case otherQuestion = "another question"
        case fields = "fields other than those asked"
    }

    /// How far the time in an answer may be from ours.
    private static let skewMax = Duration.seconds(120)

    private let subject: String
    private let caseNumber: String
    private let requestID: String
    private let found: Bool
    private let values: [String: Value]?

    private enum Value: Decodable {
        case text(String)
        case table([[String: String]])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .table(try container.decode([[String: String]].self))
            }
        }
    }

    static func record(
        _ answer: ForeignAnswer, to message: RegisterMessage, _ question: RegisterQuestion,
        certificate: Certificate, now: Instant
    ) throws(Refused) -> RegisterRecord {
        try checkSignature(answer, message, certificate, now)
        guard let read = answer.decoded(RegisterAnswer.self) else { throw .malformed }
        guard read.subject == question.subject.text else { throw .otherSubject }
        guard read.requestID == message.requestID, read.caseNumber == question.caseNumber else {
            throw .otherQuestion
        }
        guard read.found else { return .nothing }
        guard let values = read.values else { throw .malformed }
        guard Set(values.keys) == Set(question.fields) else { throw .fields }
        return .found(
            subject: question.subject,
            values: values.mapValues { value in
                switch value {
                case .text(let text): .text(text)
                case .table(let rows): .table(rows)
                }
            })
    }

    /// Whether a department wrote this, just now, as the answer to this very message.
    static func checkSignature(
        _ answer: ForeignAnswer, _ message: RegisterMessage, _ certificate: Certificate, _ now: Instant
    ) throws(Refused) {
        guard let input = answer.headers["signature-input"], let signature = answer.headers["signature"]
        else {
            throw .unsigned
        }
        let covering = #"egret=("@status" "content-digest" "signature";req;key="egret");created="#
        guard input.hasPrefix(covering), signature.hasPrefix("egret=:"), signature.hasSuffix(":"),
            let bytes = Data(base64Encoded: String(signature.dropFirst(7).dropLast())),
            let created = Int64(input.dropFirst(covering.count).prefix { $0 != ";" })
        else { throw .signature }
        let covered = """
            "@status": \(answer.status)
            "content-digest": \(RegisterMessage.contentDigest(answer.body))
            "signature";req;key="egret": \(message.signature.dropFirst(6))
            "@signature-params": \(input.dropFirst(6))
            """
        guard certificate.publicKey.verifies([UInt8](bytes), of: Array(covered.utf8)) else {
            throw .signature
        }
        guard certificate.validFrom <= now, now <= certificate.validTo else { throw .certificate }
        let age = now.since(Instant(milliseconds: 0)) - .seconds(created)
        guard age <= skewMax, age >= .zero - skewMax else { throw .clock }
    }
}
