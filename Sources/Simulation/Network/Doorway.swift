import HTTPTypes
package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import NIOEmbedded
import Synchronization

/// What came back through a doorway: the whole of it, or as much as was sent before it broke off.
struct Answered: Sendable {
    var status: Int
    var headers: HTTPFields
    var body: [UInt8]
    var isBroken = false
}

/// A program's responder, asked in this process as its server would ask it.
package struct Doorway: Sendable {
    let respond: @Sendable (Request) async -> Answered

    package init<Responder: HTTPResponder>(_ responder: Responder, logger: Logger)
    where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
        respond = { request in
            let context = Responder.Context(
                source: ApplicationRequestContextSource(channel: Self.channel, logger: logger))
            guard let response = try? await responder.respond(to: request, context: context) else {
                return Answered(status: 500, headers: [:], body: [])
            }
            let written = Written()
            var answer = Answered(
                status: Int(response.status.code), headers: response.headers, body: [])
            do {
                try await response.body.write(BodyWriter(written: written))
            } catch {
                answer.isBroken = true
            }
            answer.body = written.bytes
            return answer
        }
    }

    /// Nothing is ever sent through it; a context wants one.
    private static let channel = NIOAsyncTestingChannel()

    private final class Written: Sendable {
        private let parts = Mutex<[UInt8]>([])
        var bytes: [UInt8] { parts.withLock { $0 } }
        func add(_ buffer: ByteBuffer) { parts.withLock { $0.append(contentsOf: buffer.readableBytesView) } }
    }

    private struct BodyWriter: ResponseBodyWriter {
        let written: Written
        mutating func write(_ buffer: ByteBuffer) async throws { written.add(buffer) }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
