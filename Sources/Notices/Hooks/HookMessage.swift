import Base
import Catalogue
import Foundation
import Vault

/// What a receiver is told of a notice, and how it knows that it is from us.
///
/// Source: the Standard Webhooks specification, 1.0.0: `webhook-id` is the same at every try, `webhook-timestamp` is the moment
/// of this try, and `webhook-signature` is HMAC-SHA-256 over both and the body. The body names a case and nobody.
struct HookMessage {
    static let idPrefix = "msg_"

    let id: String
    let body: [UInt8]

    init(_ notice: CaseNotice) {
        id = Self.id(notice.id)
        let message: JSONValue = [
            "type": .text("case.\(notice.kind.rawValue)"), "timestamp": .text(Self.moment(notice.madeAt)),
            "data": [
                "caseNumber": .text(notice.caseNumber), "service": .text(notice.service.rawValue),
            ],
        ]
        body = message.bytes
    }

    static func id(_ notice: Token) -> String { idPrefix + notice.rawValue }

    /// The three headers of one try.
    static func headers(
        id: String, body: [UInt8], keys: [[UInt8]], at now: Instant
    ) -> [(String, String)] {
        let seconds = String(now.milliseconds / 1_000)
        let covered = Array("\(id).\(seconds).".utf8) + body
        let signatures = keys.map { key in
            "v1," + Data(Digest.hmacSHA256(key: key, covered)).base64EncodedString()
        }
        return [
            ("webhook-id", id), ("webhook-timestamp", seconds),
            ("webhook-signature", signatures.joined(separator: " ")),
        ]
    }

    private static func moment(_ at: Instant) -> String {
        Date(timeIntervalSince1970: Double(at.milliseconds) / 1_000).formatted(
            .iso8601.year().month().day().time(includingFractionalSeconds: true))
    }
}
