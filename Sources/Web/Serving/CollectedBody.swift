public import Hummingbird
import HTTPTypes
import NIOCore
import Synchronization

extension Response {
    /// Everything that the answer would write; an answer that streams is read to its end.
    public func collected() async throws -> [UInt8] {
        let collector = BodyCollector()
        try await body.write(collector)
        return collector.bytes
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
