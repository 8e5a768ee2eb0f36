import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// An answer as it is kept for a repeat of its request.
struct StoredAnswer: Codable, Sendable {
    static let bodyMaxBytes = 1_024 * 1_024
    static let headersKept: Set<HTTPField.Name> = [
        .contentType, .location, .setCookie, .contentDisposition, .egretSession, .egretSubject,
        .egretActingFor,
        .clearSiteData,
    ]

    private struct Header: Codable {
        let name: String
        let value: String
    }

    private let status: Int
    private let headers: [Header]
    private let body: Data

    init(_ response: Response) async throws {
        let collector = BodyCollector()
        try await response.body.write(collector)
        guard collector.bytes.count <= Self.bodyMaxBytes else {
            throw Problem.fault("an answer of \(collector.bytes.count) bytes is not kept for a repeat")
        }
        status = response.status.code
        headers = response.headers.filter { Self.headersKept.contains($0.name) }
            .map { Header(name: $0.name.canonicalName, value: $0.value) }
        body = Data(collector.bytes)
    }

    var response: Response {
        var fields = HTTPFields()
        for header in headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields.append(HTTPField(name: name, value: header.value))
        }
        return Response(
            status: .init(code: status), headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}

/// Takes what a response writes.
private final class BodyCollector: ResponseBodyWriter, Sendable {
    private let buffer = Mutex<[UInt8]>([])

    var bytes: [UInt8] { buffer.withLock { $0 } }

    func write(_ part: ByteBuffer) async throws {
        buffer.withLock { $0.append(contentsOf: part.readableBytesView) }
    }

    func finish(_ trailers: HTTPFields?) async throws {}
}
