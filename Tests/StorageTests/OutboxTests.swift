import Base
import Logging
import Support
import Synchronization
import Testing

@testable import Storage

@Suite struct OutboxRelays {
    /// Notes what it delivers and fails as often as it is told.
    private final class Noting: OutboxHandler {
        struct Failure: Error {}

        let topic = "cases"
        private let failures: Mutex<Int>
        private let seen = Mutex<[String]>([])

        init(failures: Int = 0) {
            self.failures = Mutex(failures)
        }

        var keys: [String] { seen.withLock { $0 } }

        func deliver(_ message: OutboxMessage) async throws {
            seen.withLock { $0.append(message.key) }
            let fails = failures.withLock { failures in
                failures -= 1
                return failures >= 0
            }
            if fails { throw Failure() }
        }
    }

    private let clock = TestClock()

    private func relay(_ engine: any SQLEngine, _ handlers: [any OutboxHandler]) -> OutboxRelay {
        let (clock, random) = (clock, TestRandom(seed: 5))
        return OutboxRelay(
            engine: engine, handlers: handlers,
            world: World(
                now: { clock.now }, random: { random.bytes($0) }, sleep: { try await Task.sleep(for: $0) }),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            pollInterval: .seconds(3_600))
    }

    private func append(_ keys: [String], topic: String = "cases", in engine: any SQLEngine) async throws {
        let now = clock.now
        try await engine.write { db in
            for key in keys {
                try Outbox.append(topic: topic, key: key, payload: [1], in: db, at: now)
            }
        }
    }

    private func backlog(_ engine: any SQLEngine) async throws -> [String: Int] {
        try await engine.read { db in try Outbox.backlog(in: db) }
    }

    @Test(arguments: TestEngine.available)
    func messagesAreDeliveredOnceInOrder(engine: TestEngine) async throws {
        let engine = try await engine.make(StorageMigrations.all)
        let keys = (0..<150).map { "\($0)" }
        try await append(Array(keys.prefix(120)), in: engine)
        try await append(Array(keys.suffix(30)), in: engine)
        try await append(["x"], topic: "others", in: engine)
        let handler = Noting()
        let relay = relay(engine, [handler])

        while try await relay.deliverSome(handler) > 0 {}

        #expect(handler.keys == keys)
        #expect(try await backlog(engine) == ["others": 1])
    }

    @Test(arguments: TestEngine.available)
    func aFailureHoldsTheTopicUpAndSkipsNothing(engine: TestEngine) async throws {
        let engine = try await engine.make(StorageMigrations.all)
        try await append(["a", "b"], in: engine)
        let handler = Noting(failures: 1)
        let relay = relay(engine, [handler])

        #expect(try await relay.deliverSome(handler) == 0)
        #expect(try await relay.deliverSome(handler) == 0, "the pause is not over")
        clock.advance(by: .seconds(1))
        #expect(try await relay.deliverSome(handler) == 2)

        #expect(handler.keys == ["a", "a", "b"])
        #expect(try await backlog(engine) == [:])
    }

    @Test(arguments: TestEngine.available)
    func aTopicHasOneRelayAtATimeAndALateOneWritesNothing(engine: TestEngine) async throws {
        let engine = try await engine.make(StorageMigrations.all)
        try await append(["a"], in: engine)
        let start = clock.now
        let fences = try await engine.write { db in
            [
                try OutboxClaims.claim("cases", at: start, until: start + .seconds(60), in: db),
                try OutboxClaims.claim("cases", at: start, until: start + .seconds(60), in: db),
            ]
        }
        let message = try #require(
            try await engine.read { db in try OutboxClaims.undelivered("cases", limit: 1, in: db).first })
        let handler = Noting()
        let relay = relay(engine, [handler])

        #expect(fences == [1, nil])
        #expect(try await relay.deliverSome(handler) == 0)
        clock.advance(by: .seconds(61))
        #expect(try await relay.deliverSome(handler) == 1)
        let now = clock.now
        let isLateKept = try await engine.write { db in
            try OutboxClaims.deliver(message, fence: 1, at: now, until: now, in: db)
        }
        #expect(!isLateKept)
    }

    @Test(.timeLimit(.minutes(10)), arguments: TestEngine.available)
    func aMessageLeavesWhenItsActIsCommitted(engine: TestEngine) async throws {
        let engine = try await engine.make(StorageMigrations.all)
        let handler = Noting()
        let relay = relay(engine, [handler])
        let service = Task { try await relay.run() }

        try await append(["a"], in: engine)
        while try await backlog(engine) != [:] { try await Task.sleep(for: .milliseconds(2)) }
        service.cancel()
        try await service.value

        #expect(handler.keys == ["a"])
    }

    @Test(arguments: TestEngine.available)
    func deliveredMessagesAreForgottenAfterATime(engine: TestEngine) async throws {
        let engine = try await engine.make(StorageMigrations.all)
        try await append(["a"], in: engine)
        let handler = Noting()
        _ = try await relay(engine, [handler]).deliverSome(handler)
        try await append(["b"], in: engine)
        let now = clock.now

        let removed = try await engine.write { db in
            try Outbox.forgetDelivered(before: now + .seconds(1), in: db)
        }

        #expect(removed == 1)
        #expect(try await backlog(engine) == ["cases": 1])
    }
}
