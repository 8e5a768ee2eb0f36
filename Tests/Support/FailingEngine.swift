public import Storage
import Synchronization

/// An engine that takes no write while a test says so.
public final class FailingEngine: SQLEngine {
    private let engine: any SQLEngine
    private let fails = Mutex(false)

    public init(_ engine: any SQLEngine) {
        self.engine = engine
    }

    public func fail(_ fails: Bool) { self.fails.withLock { $0 = fails } }

    public var dialect: SQLDialect { engine.dialect }
    public var announcements: Announcements { engine.announcements }

    public func read<T: Sendable>(
        _ body: @Sendable @escaping (any SQLConnection) throws -> T
    ) async throws -> T {
        try await engine.read(body)
    }

    public func write<T: Sendable>(
        _ body: @Sendable @escaping (any SQLConnection) throws -> T
    ) async throws -> T {
        guard !fails.withLock(\.self) else { throw SQLError.busy }
        return try await engine.write(body)
    }

    public func close() async { await engine.close() }
}
