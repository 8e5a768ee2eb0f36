public import Base
public import Logging
public import ServiceLifecycle

/// Runs due jobs until the service shuts down.
///
/// A job added in this process starts when its transaction is committed; others are found by looking every
/// `pollInterval`. Many runners may share one database.
public struct JobRunner: Service {
    private let engine: any SQLEngine
    private let handlers: [String: any JobHandler]
    private let world: World
    private let logger: Logger
    private let concurrency: Int
    private let lease: Duration
    private let pollInterval: Duration
    private let attemptsMax: Int
    private let backoff: Backoff

    /// Prepares a runner; two handlers of one kind are a mistake of the program.
    ///
    /// - Parameters:
    ///   - engine: Where the jobs are.
    ///   - handlers: One for each kind; jobs of other kinds are left alone.
    ///   - world: Clock, chance and sleep.
    ///   - logger: Hears of every failure, without its words.
    ///   - concurrency: The most jobs at a time.
    ///   - lease: How long after its runner went silent a job is given to another.
    ///   - pollInterval: How long a job of another process may wait to be seen.
    ///   - attemptsMax: After so many failures a job is dead.
    ///   - backoff: The pauses between attempts.
    public init(
        engine: any SQLEngine, handlers: [any JobHandler], world: World, logger: Logger, concurrency: Int = 4,
        lease: Duration = .seconds(60), pollInterval: Duration = .seconds(1), attemptsMax: Int = 5,
        backoff: Backoff = Backoff()
    ) {
        precondition(concurrency > 0 && attemptsMax > 0, "at least one job and one attempt")
        precondition(Set(handlers.map(\.kind)).count == handlers.count, "two handlers for one kind of job")
        self.engine = engine
        self.handlers = Dictionary(uniqueKeysWithValues: handlers.map { ($0.kind, $0) })
        self.world = world
        self.logger = logger
        self.concurrency = concurrency
        self.lease = lease
        self.pollInterval = pollInterval
        self.attemptsMax = attemptsMax
        self.backoff = backoff
    }

    /// Runs until graceful shutdown; then running handlers are cancelled and their jobs put back.
    public func run() async throws {
        let claimant = Token(world)
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<concurrency {
                    group.addTask { await work(as: claimant) }
                }
            }
        }
    }

    /// Runs what is due, one job after the other, and says how many ran.
    ///
    /// - Parameter count: The most jobs to run.
    /// - Returns: How many ran, well or not.
    /// - Throws: `SQLError` when the database does not answer.
    public func runDue(atMost count: Int) async throws -> Int {
        let claimant = Token(world)
        for done in 0..<count {
            guard let job = try await next(for: claimant) else { return done }
            try await perform(job)
        }
        return count
    }

    private func work(as claimant: Token) async {
        while !Task.isCancelled {
            let seen = engine.announcements.count(of: JobStore.topic)
            do {
                if let job = try await next(for: claimant) {
                    try await perform(job)
                    continue
                }
            } catch {
                logger.warning("jobs must wait", metadata: ["error": "\(FaultName.of(error))"])
            }
            await engine.announcements.wait(
                for: JobStore.topic, after: seen, atMost: pollInterval, world: world)
        }
    }

    /// Claims the job that has been due longest; nil when none is due.
    func next(for claimant: Token) async throws -> Job? {
        let now = world.now()
        let kinds = Set(handlers.values.filter { !$0.isResting(at: now) }.map(\.kind))
        let attemptsMax = attemptsMax
        let until = now + lease
        while true {
            let (hasExpired, dueKind) = try await engine.read { db in
                (
                    try JobClaims.hasExpired(at: now, in: db),
                    try JobClaims.dueKind(among: kinds, at: now, in: db)
                )
            }
            if hasExpired {
                _ = try await engine.write { db in
                    try JobClaims.recoverExpired(at: now, attemptsMax: attemptsMax, in: db)
                }
                continue
            }
            guard let dueKind else { return nil }
            let job = try await engine.write { db in
                try JobClaims.claim(kind: dueKind, by: claimant, at: now, until: until, in: db)
            }
            // none: another runner was faster, and there may be more
            if let job { return job }
        }
    }

    /// Runs a claimed job and writes down how it ended.
    func perform(_ job: Job) async throws {
        guard let handler = handlers[job.kind] else { return }
        let leased = Leased(period: lease / 3, world: world) {
            let until = world.now() + lease
            return try await engine.write { db in try JobClaims.renew(job, until: until, in: db) }
        }
        let outcome = await leased.run { try await handler.run(job) }
        let now = world.now()
        let isKept: Bool
        switch outcome {
        case .done:
            isKept = try await engine.write { db in try JobClaims.complete(job, at: now, in: db) }
        case .lost:
            isKept = false
        case .failed where Task.isCancelled:
            isKept = try await engine.write { db in try JobClaims.release(job, at: now, in: db) }
        case .failed(let postponed as JobPostponed):
            isKept = try await postpone(job, postponed, at: now)
        case .failed(is NotYetHere):
            isKept = try await postpone(
                job, JobPostponed(until: now + NotYetHere.pause, reason: "not-yet-here"), at: now)
        case .failed(let error):
            isKept = try await fail(job, error, at: now)
        }
        if !isKept {
            logger.warning(
                "another runner took a job over", metadata: ["kind": "\(job.kind)", "key": "\(job.key)"])
        }
    }

    private func postpone(_ job: Job, _ postponed: JobPostponed, at now: Instant) async throws -> Bool {
        try await engine.write { db in try JobClaims.postpone(job, postponed, at: now, in: db) }
    }

    private func fail(_ job: Job, _ error: any Error, at now: Instant) async throws -> Bool {
        let hopeless = error as? JobHopeless
        let name = hopeless?.reason ?? FaultName.of(error)
        let isDead = hopeless != nil || job.attempts >= attemptsMax
        let retryAt = isDead ? nil : now + backoff.pause(after: job.attempts, world: world)
        logger.log(
            level: isDead ? .error : .warning, isDead ? "a job is dead" : "a job failed",
            metadata: [
                "kind": "\(job.kind)", "key": "\(job.key)", "attempt": "\(job.attempts)", "error": "\(name)",
            ])
        return try await engine.write { db in
            try JobClaims.fail(job, error: name, retryAt: retryAt, at: now, in: db)
        }
    }
}
