import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    static func bytes(
        _ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok,
        headers: [(String, String)] = []
    ) -> Response {
        var fields = HTTPFields()
        fields[.contentType] = type
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return Response(
            status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func text(_ text: String) -> Response {
        .bytes(Array(text.utf8), type: "text/plain; charset=utf-8")
    }

    static func page(_ html: String) -> Response {
        .bytes(Array(html.utf8), type: "text/html; charset=utf-8")
    }

    /// A refusal with a closed word and no personal data.
    static func refused(_ status: HTTPResponse.Status, _ code: String) -> Response {
        .bytes(Array("{\"errorCode\":\"\(code)\"}".utf8), type: "application/json", status: status)
    }

    /// Promises the whole answer, sends half of it and closes the connection.
    static func half(of bytes: [UInt8]) -> Response {
        struct BrokenOff: Error {}
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(contentLength: bytes.count) { writer in
                try await writer.write(ByteBuffer(bytes: bytes.prefix(bytes.count / 2)))
                throw BrokenOff()
            })
    }
}

extension HTTPField.Name {
    static let idempotencyKey = Self("Idempotency-Key")
    static let contentDigest = Self("Content-Digest")
    static let signatureInput = Self("Signature-Input")
    static let signature = Self("Signature")
    static let messageSignature = Self("Egret-Signature")
    static let messageTime = Self("Egret-Timestamp")
}

extension HTTPFields {
    subscript(name: HTTPField.Name?) -> String? {
        name.flatMap { self[$0] }
    }
}
