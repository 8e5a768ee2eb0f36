import Base
import Identity
import Logging
import ServiceLifecycle
import Storage
import Web

/// Forgets what has served its time, a little every minute.
struct Housekeeping: Service {
    static let every = Duration.seconds(60)
    static let rowsMax = 1_000

    /// How long the memory of a finished job keeps its key from being enqueued again.
    static let jobsKeptFor = Duration.seconds(30 * 86_400)

    let engine: any SQLEngine
    let idempotency: Idempotency
    let endSessions: EndSession
    let world: World
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { await repeatedly() }
    }

    private func repeatedly() async {
        while !Task.isCancelled {
            do {
                _ = try await idempotency.prune(limit: Self.rowsMax)
                _ = try await endSessions.overdue(limit: Self.rowsMax)
                let before = world.now() - Self.jobsKeptFor
                _ = try await engine.write { db in
                    try JobStore.forgetDone(before: before, limit: Self.rowsMax, in: db)
                }
                try await world.sleep(Self.every)
            } catch is CancellationError {
                return
            } catch {
                logger.warning("housekeeping failed", metadata: ["error": "\(error)"])
                try? await world.sleep(Self.every)
            }
        }
    }
}
