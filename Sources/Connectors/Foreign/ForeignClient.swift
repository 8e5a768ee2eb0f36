public import AsyncHTTPClient
import NIOCore
public import Transport

/// Connections to foreign systems: no redirects, no waiting for a connection, room for every system's calls.
///
/// Whoever is done with them waits for ``shutdown()``. Where nobody does, as when a start fails half-way, they are closed
/// when the last holder is gone: a client of the library that is forgotten while it is open ends the whole program, where
/// assertions are on.
public final class ForeignClient: HTTPTransport {
    private let http: HTTPClient

    public init() {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(2)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
        configuration.connectionPool.retryConnectionEstablishment = false
        // An idle connection holds the last answer in its buffer, and with it somebody's data.
        configuration.connectionPool.idleTimeout = .seconds(10)
        http = HTTPClient(configuration: configuration)
    }

    deinit { http.shutdown { _ in } }

    public func answer(
        to request: HTTPClientRequest, within limit: Duration
    ) async throws -> HTTPClientResponse {
        try await http.answer(to: request, within: limit)
    }

    /// Closes all connections; a second time it throws, and nothing else happens.
    ///
    /// - Throws: `HTTPClientError.alreadyShutdown`, or what the connections ended with.
    public func shutdown() async throws { try await http.shutdown() }
}
