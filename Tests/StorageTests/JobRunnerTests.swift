import Base
import Logging
import ServiceLifecycle
import Storage
import Support
import Synchronization
import Testing

/// A handler that notes the keys it was given and fails as often as it is told.
final class Noting: JobHandler {
    struct Failure: Error {}

    let kind: String
    private let failure: any Error
    private let failures: Mutex<Int>
    private let seen = Mutex<[String]>([])

    init(kind: String, failures: Int = 0, by failure: any Error = Failure()) {
        self.kind = kind
        self.failure = failure
        self.failures = Mutex(failures)
    }

    var keys: [String] { seen.withLock { $0 } }

    func run(_ job: Job) async throws {
        seen.withLock { $0.append(job.key) }
        let fails = failures.withLock { failures in
            failures -= 1
            return failures >= 0
        }
        if fails { throw failure }
    }
}

/// Never ends by itself.
private struct Endless: JobHandler {
    let kind = "endless"
    let started: AsyncStream<Void>.Continuation

    func run(_ job: Job) async throws {
        started.yield()
        try await Task.sleep(for: .seconds(3_600))
    }
}

@Suite struct JobRunners {
    private let clock = TestClock()

    /// Real sleep, so that a runner does not spin; a clock that the test holds.
    private var world: World {
        let (clock, random) = (clock, TestRandom(seed: 3))
        return World(
            now: { clock.now }, random: { random.bytes($0) }, sleep: { try await Task.sleep(for: $0) })
    }

    private func serve<T: Sendable>(
        _ runner: JobRunner, while body: @Sendable @escaping () async throws -> T
    ) async throws -> T {
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: runner)],
                logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let value = try await body()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return value
        }
    }

    private func runner(
        _ engine: any SQLEngine, _ handlers: [any JobHandler], pollInterval: Duration = .milliseconds(5),
        attemptsMax: Int = 10
    ) -> JobRunner {
        JobRunner(
            engine: engine, handlers: handlers, world: world,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            pollInterval: pollInterval, attemptsMax: attemptsMax)
    }

    private func enqueue(_ key: String, kind: String, in engine: any SQLEngine) async throws {
        let now = clock.now
        try await engine.write { db in
            try JobStore.enqueue(NewJob(kind: kind, key: key, payload: [], runAt: now), in: db)
        }
    }

    private func wait(
        for state: Job.State, _ kind: String, _ key: String, in engine: any SQLEngine
    ) async throws -> Job {
        while true {
            let job = try await engine.read { db in try JobStore.find(kind: kind, key: key, in: db) }
            if let job, job.state == state { return job }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    @Test(.timeLimit(.minutes(10)), arguments: TestEngine.available)
    func aJobStartsWhenItsActIsCommitted(engine: TestEngine) async throws {
        let engine = try await engine.make(StorageMigrations.all)
        let handler = Noting(kind: "letter")

        // nobody looks within the hour: only the announcement can start it
        try await serve(runner(engine, [handler], pollInterval: .seconds(3_600))) {
            for key in ["a", "b", "c"] {
                try await enqueue(key, kind: "letter", in: engine)
                _ = try await wait(for: .done, "letter", key, in: engine)
            }
        }

        #expect(handler.keys == ["a", "b", "c"])
    }

    @Test(.timeLimit(.minutes(10)), arguments: TestEngine.available)
    func aFailedJobIsTriedAgainAfterAPause(engine: TestEngine) async throws {
        let engine = try await engine.make(StorageMigrations.all)
        let handler = Noting(kind: "letter", failures: 1)
        let start = clock.now

        let (waiting, done) = try await serve(runner(engine, [handler])) {
            try await enqueue("a", kind: "letter", in: engine)
            var waiting = try await wait(for: .waiting, "letter", "a", in: engine)
            while waiting.attempts == 0 {
                try await Task.sleep(for: .milliseconds(2))
                waiting = try await wait(for: .waiting, "letter", "a", in: engine)
            }
            clock.advance(by: .seconds(2))
            return (waiting, try await wait(for: .done, "letter", "a", in: engine))
        }

        #expect(waiting.runAt >= start + .milliseconds(500) && waiting.runAt <= start + .seconds(1))
        #expect(waiting.lastError?.hasSuffix("Noting.Failure") == true)
        #expect(done.attempts == 2)
        #expect(handler.keys == ["a", "a"])
    }

    @Test(.timeLimit(.minutes(10)), arguments: TestEngine.available)
    func aJobThatFailsTooOftenIsDead(engine: TestEngine) async throws {
        let engine = try await engine.make(StorageMigrations.all)
        let handler = Noting(kind: "letter", failures: 1)

        let dead = try await serve(runner(engine, [handler], attemptsMax: 1)) {
            try await enqueue("a", kind: "letter", in: engine)
            return try await wait(for: .dead, "letter", "a", in: engine)
        }

        #expect(dead.attempts == 1)
        #expect(handler.keys == ["a"])
    }

    /// What another node knows already comes here by itself: no attempt counts.
    @Test(.timeLimit(.minutes(10)), arguments: TestEngine.available)
    func whatIsNotYetHereIsTriedAgainHoweverOften(engine: TestEngine) async throws {
        let engine = try await engine.make(StorageMigrations.all)
        let handler = Noting(kind: "letter", failures: 3, by: NotYetHere("fund/deposit-proof v2"))

        let done = try await serve(runner(engine, [handler], attemptsMax: 1)) {
            try await enqueue("a", kind: "letter", in: engine)
            for round in 1...3 {
                while handler.keys.count < round { try await Task.sleep(for: .milliseconds(2)) }
                _ = try await wait(for: .waiting, "letter", "a", in: engine)
                clock.advance(by: NotYetHere.pause)
            }
            return try await wait(for: .done, "letter", "a", in: engine)
        }

        #expect(done.attempts == 1 && handler.keys.count == 4)
    }

    @Test(
        "Row 40: a poison message is parked after five tries and holds up nobody", .timeLimit(.minutes(10)),
        arguments: TestEngine.available)
    func aPoisonMessageIsParkedAndHoldsUpNobody(engine: TestEngine) async throws {
        let engine = try await engine.make(StorageMigrations.all)
        let (poison, letters) = (Noting(kind: "poison", failures: .max), Noting(kind: "letter"))

        let dead = try await serve(runner(engine, [poison, letters], attemptsMax: 5)) {
            try await enqueue("p", kind: "poison", in: engine)
            for number in 1...20 { try await enqueue("\(number)", kind: "letter", in: engine) }
            for number in 1...20 { _ = try await wait(for: .done, "letter", "\(number)", in: engine) }
            // Time passes only while it rests, and until it rests for good: no lease runs out under a try.
            while true {
                let job = try await engine.read { db in
                    try JobStore.find(kind: "poison", key: "p", in: db)
                }
                if let job, job.state == .dead { return job }
                if job?.state == .waiting { clock.advance(by: .seconds(10)) }
                try await Task.sleep(for: .milliseconds(10))
            }
        }

        #expect(dead.attempts == 5 && poison.keys.count == 5)
        #expect(letters.keys.count == 20)
        #expect(
            try await engine.read { db in try JobStore.counts(in: db)[.dead] } == 1, "`egret jobs` shows it")
    }

    @Test(.timeLimit(.minutes(10)), arguments: TestEngine.available)
    func shutdownPutsARunningJobBack(engine: TestEngine) async throws {
        let engine = try await engine.make(StorageMigrations.all)
        let (started, start) = AsyncStream.makeStream(of: Void.self)

        try await serve(runner(engine, [Endless(started: start)])) {
            try await enqueue("a", kind: "endless", in: engine)
            for await _ in started { break }
        }

        let job = try await engine.read { db in try JobStore.find(kind: "endless", key: "a", in: db) }
        #expect(job?.state == .waiting)
        #expect(job?.attempts == 0)
        #expect(job?.claimedBy == nil)
    }

    @Test(.timeLimit(.minutes(10)), arguments: TestEngine.available)
    func aJobWithoutAHandlerIsLeftToOthers(engine: TestEngine) async throws {
        let engine = try await engine.make(StorageMigrations.all)
        try await enqueue("a", kind: "unknown", in: engine)

        try await serve(runner(engine, [Noting(kind: "letter")])) {
            try await enqueue("b", kind: "letter", in: engine)
            _ = try await wait(for: .done, "letter", "b", in: engine)
        }

        let job = try await engine.read { db in try JobStore.find(kind: "unknown", key: "a", in: db) }
        #expect(job?.state == .waiting)
    }
}
