import AsyncHTTPClient
import Base
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Synchronization

/// A request on its way between two programs, byte for byte, so that it can be lost, kept and sent twice.
struct MixupMessage: Sendable {
    let method: HTTPRequest.Method
    /// Path and query.
    let target: String
    let headers: HTTPFields
    let body: ByteBuffer

    init(method: HTTPRequest.Method, target: String, headers: HTTPFields, body: ByteBuffer) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// Takes what a client wants to send.
    init(_ request: HTTPClientRequest) async throws {
        method = HTTPRequest.Method(rawValue: request.method.rawValue) ?? .get
        // Scheme and host end at the third slash.
        target =
            "/"
            + request.url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
            .dropFirst(2).joined()
        var headers = HTTPFields()
        for (name, value) in request.headers {
            if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
        }
        self.headers = headers
        var body = ByteBuffer()
        if let parts = request.body { for try await var part in parts { body.writeBuffer(&part) } }
        self.body = body
    }

    var path: Substring { target.prefix { $0 != "?" } }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

    /// The same request as a server reads it.
    func request(authority: String) -> Request {
        Request(
            head: HTTPRequest(
                method: method, scheme: "http", authority: authority, path: target, headerFields: headers),
            body: RequestBody(buffer: body))
    }
}

/// An answer that has come whole.
struct MixupAnswer: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: ByteBuffer

    init(status: Int, headers: HTTPFields = [:], body: ByteBuffer = ByteBuffer()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Reads a server's answer to its end.
    init(_ response: Response) async throws {
        let collector = Collector()
        try await response.body.write(collector)
        self.init(status: response.status.code, headers: response.headers, body: collector.bytes)
    }

    var response: HTTPClientResponse {
        var fields = HTTPHeaders()
        for field in headers { fields.add(name: field.name.rawName, value: field.value) }
        return HTTPClientResponse(status: .init(statusCode: status), headers: fields, body: .bytes(body))
    }

    var location: String? { headers[.location] }
    var text: String { String(buffer: body) }

    private final class Collector: ResponseBodyWriter, Sendable {
        private let buffer = Mutex(ByteBuffer())
        var bytes: ByteBuffer { buffer.withLock { $0 } }

        func write(_ part: ByteBuffer) async throws {
            buffer.withLock { _ = $0.writeImmutableBuffer(part) }
        }

        func finish(_ trailers: HTTPFields?) async throws {}
    }
}

/// What a request's context is made from where no connection is.
struct MixupSource: Sendable {
    private let channel = NIOAsyncTestingChannel()
    private let logger: Logger

    init(_ logger: Logger) {
        self.logger = logger
    }

    func context<Context: RequestContext>() -> Context
    where Context.Source == ApplicationRequestContextSource {
        Context(source: ApplicationRequestContextSource(channel: channel, logger: logger))
    }
}
