public import Base
public import Logging
public import ServiceLifecycle

/// Delivers the outbox, each topic in its order, at least once, until the service shuts down.
public struct OutboxRelay: Service {
    /// How many messages are read at a time.
    private static let batchMax = 100

    private let engine: any SQLEngine
    private let handlers: [any OutboxHandler]
    private let world: World
    private let logger: Logger
    private let lease: Duration
    private let pollInterval: Duration
    private let backoff: Backoff

    /// Prepares a relay; two handlers of one topic are a mistake of the program.
    ///
    /// - Parameters:
    ///   - engine: Where the messages are.
    ///   - handlers: One for each topic; messages of other topics wait.
    ///   - world: Clock, chance and sleep.
    ///   - logger: Hears of every failure, without its words.
    ///   - lease: How long after its relay went silent a topic is given to another.
    ///   - pollInterval: How long a message of another process may wait to be seen.
    ///   - backoff: The pauses after a failed delivery; the topic waits, it never skips a message.
    public init(
        engine: any SQLEngine, handlers: [any OutboxHandler], world: World, logger: Logger,
        lease: Duration = .seconds(60), pollInterval: Duration = .seconds(1),
        backoff: Backoff = Backoff(longest: .seconds(60))
    ) {
        precondition(Set(handlers.map(\.topic)).count == handlers.count, "two handlers for one topic")
        self.engine = engine
        self.handlers = handlers
        self.world = world
        self.logger = logger
        self.lease = lease
        self.pollInterval = pollInterval
        self.backoff = backoff
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                for handler in handlers {
                    group.addTask { await relay(handler) }
                }
                // without handlers the service still lives until shutdown
                group.addTask { while (try? await world.sleep(.seconds(3_600))) != nil {} }
            }
        }
    }

    private func relay(_ handler: any OutboxHandler) async {
        let announcement = Outbox.announcement(of: handler.topic)
        while !Task.isCancelled {
            let seen = engine.announcements.count(of: announcement)
            do {
                if try await deliverSome(handler) > 0 { continue }
            } catch {
                logger.warning(
                    "the outbox must wait",
                    metadata: ["topic": "\(handler.topic)", "error": "\(FaultName.of(error))"])
            }
            await engine.announcements.wait(
                for: announcement, after: seen, atMost: pollInterval, world: world)
        }
    }

    /// Delivers what waits in a topic, up to a batch, and returns how many were delivered.
    func deliverSome(_ handler: any OutboxHandler) async throws -> Int {
        let topic = handler.topic
        guard try await engine.read({ db in try OutboxClaims.hasUndelivered(topic, in: db) }) else {
            return 0
        }
        let now = world.now()
        let until = now + lease
        let fence = try await engine.write { db in
            try OutboxClaims.claim(topic, at: now, until: until, in: db)
        }
        guard let fence else { return 0 }
        let messages = try await engine.read { db in
            try OutboxClaims.undelivered(topic, limit: Self.batchMax, in: db)
        }
        var delivered = 0
        for message in messages {
            guard try await deliver(message, handler, fence: fence) else { return delivered }
            delivered += 1
        }
        let end = world.now()
        try await engine.write { db in
            try OutboxClaims.release(topic, fence: fence, failures: 0, retryAt: end, at: end, in: db)
        }
        return delivered
    }

    /// Delivers one message; false when the topic must stop, after a failure or because another relay has it.
    private func deliver(
        _ message: OutboxMessage, _ handler: any OutboxHandler, fence: Int64
    ) async throws -> Bool {
        let leased = Leased(period: lease / 3, world: world) {
            let until = world.now() + lease
            return try await engine.write { db in
                try OutboxClaims.renew(message.topic, fence: fence, until: until, in: db)
            }
        }
        let outcome = await leased.run { try await handler.deliver(message) }
        let now = world.now()
        let until = now + lease
        switch outcome {
        case .done:
            return try await engine.write { db in
                try OutboxClaims.deliver(message, fence: fence, at: now, until: until, in: db)
            }
        case .lost:
            return false
        case .failed(let error):
            try await pause(message, error, fence: fence, at: now)
            return false
        }
    }

    private func pause(_ message: OutboxMessage, _ error: any Error, fence: Int64, at now: Instant)
        async throws
    {
        let isShutdown = Task.isCancelled
        let before = try await engine.read { db in try OutboxClaims.failures(message.topic, in: db) }
        let failures = isShutdown ? before : before + 1
        let retryAt = isShutdown ? now : now + backoff.pause(after: failures, world: world)
        logger.warning(
            "a message was not delivered",
            metadata: [
                "topic": "\(message.topic)", "sequence": "\(message.sequence)", "attempt": "\(failures)",
                "error": "\(FaultName.of(error))",
            ])
        try await engine.write { db in
            try OutboxClaims.release(
                message.topic, fence: fence, failures: failures, retryAt: retryAt, at: now, in: db)
        }
    }
}
