import Base
import Logging
import Storage
import Support
import Testing

@testable import Storage

@Suite struct Jobs {
    private let clock = TestClock()

    private func make(_ engine: TestEngine) async throws -> any SQLEngine {
        try await engine.make(StorageMigrations.all)
    }

    private func enqueue(_ keys: [String], kind: String = "letter", in engine: any SQLEngine) async throws {
        let now = clock.now
        try await engine.write { db in
            for key in keys {
                try JobStore.enqueue(
                    NewJob(kind: kind, key: key, payload: Array(key.utf8), runAt: now), in: db)
            }
        }
    }

    private func claim(
        _ engine: any SQLEngine, by claimant: Token, kind: String = "letter"
    ) async throws -> Job? {
        let now = clock.now
        return try await engine.write { db in
            try JobClaims.claim(kind: kind, by: claimant, at: now, until: now + .seconds(60), in: db)
        }
    }

    private func counts(_ engine: any SQLEngine) async throws -> [Job.State: Int] {
        try await engine.read { db in try JobStore.counts(in: db) }
    }

    @Test(arguments: TestEngine.available)
    func addingAJobTwiceAddsOne(engine: TestEngine) async throws {
        let engine = try await make(engine)

        try await enqueue(["a", "a"], in: engine)
        try await enqueue(["a"], in: engine)
        try await enqueue(["a"], kind: "message", in: engine)

        #expect(try await counts(engine) == [.waiting: 2, .running: 0, .done: 0, .dead: 0])
    }

    @Test(arguments: TestEngine.available)
    func aJobIsThereOnlyIfItsActIs(engine: TestEngine) async throws {
        let engine = try await make(engine)

        try? await engine.write { [now = clock.now] db in
            try JobStore.enqueue(NewJob(kind: "letter", key: "a", payload: [], runAt: now), in: db)
            throw SQLError.busy
        }

        #expect(try await counts(engine)[.waiting] == 0)
    }

    @Test(arguments: TestEngine.available)
    func noJobIsClaimedTwice(engine: TestEngine) async throws {
        let engine = try await make(engine)
        try await enqueue((0..<200).map { "\($0)" }, in: engine)
        let world = World.frozen(clock)

        let claimed = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let claimant = Token(world)
                    var keys: [String] = []
                    while let job = try await claim(engine, by: claimant) { keys.append(job.key) }
                    return keys
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }

        #expect(claimed.count == 200)
        #expect(Set(claimed).count == 200)
    }

    @Test(arguments: TestEngine.available)
    func aJobThatIsNotDueIsLeftAlone(engine: TestEngine) async throws {
        let engine = try await make(engine)
        try await engine.write { [now = clock.now] db in
            try JobStore.enqueue(
                NewJob(kind: "letter", key: "a", payload: [], runAt: now + .seconds(5)), in: db)
        }
        let claimant = Token(World.frozen())

        #expect(try await claim(engine, by: claimant) == nil)
        clock.advance(by: .seconds(5))
        #expect(try await claim(engine, by: claimant)?.key == "a")
    }

    @Test(arguments: TestEngine.available)
    func whatIsDueLongestIsFoundAmongTheKindsThatAreServed(engine: TestEngine) async throws {
        let engine = try await make(engine)
        let now = clock.now
        let due: [(kind: String, seconds: Int)] = [
            ("alarm", 1), ("letter", -5), ("letter", -7), ("message", -7), ("notice", -9), ("seal", 0),
        ]
        try await engine.write { db in
            for (place, job) in due.enumerated() {
                try JobStore.enqueue(
                    NewJob(kind: job.kind, key: "\(place)", payload: [], runAt: now + .seconds(job.seconds)),
                    in: db)
            }
        }
        let served: [(among: Set<String>, found: String?)] = [
            (["alarm", "letter", "message", "notice", "seal"], "notice"),
            (["letter", "message"], "letter"), (["message", "seal"], "message"), (["seal"], "seal"),
            (["alarm"], nil), (["other"], nil), ([], nil),
        ]

        for (among, found) in served {
            let kind = try await engine.read { db in try JobClaims.dueKind(among: among, at: now, in: db) }
            #expect(kind == found, "among \(among.sorted())")
        }
    }

    @Test(arguments: TestEngine.available)
    func aSilentRunnersJobIsGivenToAnotherAndTheFirstChangesNothing(engine: TestEngine) async throws {
        let engine = try await make(engine)
        let world = World.frozen(clock)
        try await enqueue(["a"], in: engine)
        let first = try #require(try await claim(engine, by: Token(world)))
        let runner = JobRunner(
            engine: engine, handlers: [Noting(kind: "letter")], world: world, logger: Logger(label: "test"))

        #expect(try await runner.next(for: Token(world)) == nil, "the lease still holds")
        clock.advance(by: .seconds(61))
        let second = try #require(try await runner.next(for: Token(world)))
        let now = clock.now
        let firstCounts = try await engine.write { db in
            let kept = try JobClaims.complete(first, at: now, in: db)
            let renewed = try JobClaims.renew(first, until: now + .seconds(60), in: db)
            let failed = try JobClaims.fail(first, error: "x", retryAt: nil, at: now, in: db)
            return [kept, renewed, failed]
        }
        let secondCounts = try await engine.write { db in try JobClaims.complete(second, at: now, in: db) }

        #expect(second.key == "a")
        #expect(second.attempts == 2)
        #expect(firstCounts == [false, false, false])
        #expect(secondCounts)
    }

    @Test(arguments: TestEngine.available)
    func aJobThatKillsItsRunnersIsDeadAtLast(engine: TestEngine) async throws {
        let engine = try await make(engine)
        try await enqueue(["a"], in: engine)
        let claimant = Token(World.frozen())

        for _ in 0..<3 {
            _ = try #require(try await claim(engine, by: claimant))
            clock.advance(by: .seconds(61))
            let now = clock.now
            try await engine.write { db in
                _ = try JobClaims.recoverExpired(at: now, attemptsMax: 3, in: db)
            }
        }

        #expect(try await counts(engine) == [.waiting: 0, .running: 0, .done: 0, .dead: 1])
    }

    @Test(arguments: TestEngine.available)
    func aDeadJobGetsItsAttemptsBack(engine: TestEngine) async throws {
        let engine = try await make(engine)
        try await enqueue(["a"], in: engine)
        let job = try #require(try await claim(engine, by: Token(World.frozen())))
        let now = clock.now
        _ = try await engine.write { db in
            try JobClaims.fail(job, error: "PortError", retryAt: nil, at: now, in: db)
        }
        let dead = try await engine.read { db in try JobStore.list(.dead, in: db) }

        let answers = try await engine.write { db in
            [
                try JobStore.retry(kind: "letter", key: "a", at: now, in: db),
                try JobStore.retry(kind: "letter", key: "a", at: now, in: db),
            ]
        }

        #expect(dead.map(\.lastError) == ["PortError"])
        #expect(answers == [true, false])
        #expect(try await claim(engine, by: Token(World.frozen()))?.attempts == 1)
    }

    @Test(arguments: TestEngine.available)
    func doneJobsAreForgottenAfterATime(engine: TestEngine) async throws {
        let engine = try await make(engine)
        try await enqueue(["a", "b"], in: engine)
        let job = try #require(try await claim(engine, by: Token(World.frozen())))
        let now = clock.now

        let removed = try await engine.write { db in
            _ = try JobClaims.complete(job, at: now, in: db)
            return [
                try JobStore.forgetDone(before: now, in: db),
                try JobStore.forgetDone(before: now + .seconds(1), in: db),
            ]
        }

        #expect(removed == [0, 1])
        #expect(try await counts(engine) == [.waiting: 1, .running: 0, .done: 0, .dead: 0])
    }
}
