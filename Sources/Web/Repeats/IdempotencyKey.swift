public import Base
public import Hummingbird
import HTTPTypes

/// The name under which an act of a person counts once, however often it is sent.
public enum IdempotencyKey {
    /// The hidden field of a form; programs and the terminal's agent send the header `Idempotency-Key`.
    public static let fieldName = "idempotency_key"

    /// The key of a request, from its header or its form.
    ///
    /// **Errors:** `Problem` 400 when there is none, or it is not a ``Token``.
    public static func of(_ request: Request, _ form: Form?) throws -> Token {
        // A structured header quotes its string.
        let header = request.headers[.idempotencyKey].map { header in
            String(decoding: header.utf8.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
        }
        guard let text = header ?? form?[fieldName] else {
            throw Problem("key-missing", .badRequest, cause: "no idempotency key")
        }
        guard let key = Token(rawValue: text) else {
            throw Problem("key-missing", .badRequest, cause: "the idempotency key is not a token")
        }
        return key
    }
}
