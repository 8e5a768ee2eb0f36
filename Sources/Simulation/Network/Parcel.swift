import AsyncHTTPClient
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1

/// A request of the house's HTTP client as a server sees it, and the answer back.
struct Parcel: Sendable {
    let host: String
    let method: String
    let target: String
    let headers: HTTPFields
    let body: [UInt8]

    /// The case that the address names.
    var caseNumber: String? {
        let parts = path.split(separator: "/")
        return parts.count >= 2 && parts[0] == "cases" && parts[1] != "opening" ? String(parts[1]) : nil
    }

    static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is a header's name") }
        return name
    }

    /// Path without the query.
    var path: String {
        target.split(separator: "?", omittingEmptySubsequences: false).first.map(String.init) ?? target
    }

    var request: Request {
        Request(
            head: HTTPRequest(
                method: HTTPRequest.Method(rawValue: method) ?? .get, scheme: "http", authority: host,
                path: target,
                headerFields: headers),
            body: RequestBody(buffer: ByteBuffer(bytes: body)))
    }
}

extension Parcel {
    init(_ request: HTTPClientRequest) async throws {
        let parts = request.url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        var fields = HTTPFields()
        for (name, value) in request.headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        var bytes: [UInt8] = []
        if let body = request.body {
            for try await part in body { bytes.append(contentsOf: part.readableBytesView) }
            fields[.contentLength] = String(bytes.count)
        }
        self.init(
            host: parts.count > 2 ? String(parts[2]) : "", method: request.method.rawValue,
            target: "/" + (parts.count > 3 ? parts[3] : ""), headers: fields, body: bytes)
    }
}

extension Answered {
    struct BrokenOff: Error {}

    var response: HTTPClientResponse {
        var fields = HTTPHeaders()
        for field in headers { fields.add(name: field.name.rawName, value: field.value) }
        let content = ByteBuffer(bytes: body)
        return HTTPClientResponse(
            status: HTTPResponseStatus(statusCode: status), headers: fields,
            body: isBroken ? .stream(Half(content: content)) : .bytes(content))
    }

    /// What was sent, and then the connection's end.
    private struct Half: AsyncSequence, Sendable {
        let content: ByteBuffer

        struct Iterator: AsyncIteratorProtocol {
            var content: ByteBuffer?
            mutating func next() async throws -> ByteBuffer? {
                guard let part = content else { throw BrokenOff() }
                content = nil
                return part
            }
        }

        func makeAsyncIterator() -> Iterator { Iterator(content: content) }
    }
}
