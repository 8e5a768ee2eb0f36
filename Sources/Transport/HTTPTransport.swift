public import AsyncHTTPClient
import NIOCore

/// The way on which requests leave a program: a client's connections, or whatever stands for a network.
///
/// Contract: ``answer(to:within:)`` throws when no whole answer head came in time; whether the other side acted is then
/// unknown. The body may still break off while it is read.
public protocol HTTPTransport: Sendable {
    /// - Throws: `HTTPClientError.deadlineExceeded` when `limit` has passed; other errors when the connection failed.
    func answer(to request: HTTPClientRequest, within limit: Duration) async throws -> HTTPClientResponse
}

extension HTTPClient: HTTPTransport {
    public func answer(
        to request: HTTPClientRequest, within limit: Duration
    ) async throws -> HTTPClientResponse {
        let (seconds, attoseconds) = limit.components
        return try await execute(
            request, timeout: .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000))
    }
}
