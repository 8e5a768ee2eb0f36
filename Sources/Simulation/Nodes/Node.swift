import HummingbirdCore
import Logging
import ServiceLifecycle
import Synchronization

/// A machine of the city with its program: it starts, serves, crashes and starts again on what its disk kept.
final class Node: Sendable {
    /// What runs between a start and a crash.
    struct Program: Sendable {
        let doorways: [String: Doorway]
        let services: [any Service]
    }

    private struct State {
        var life = Life()
        var isRunning = false
        var root: Task<Void, Never>?
        var program: Program?
        var inbox: AsyncStream<@Sendable () async -> Void>.Continuation?
        var lives = 0
    }

    let name: String
    private let stage: Stage
    private let build: @Sendable (Life) async throws -> Program
    private let state: Mutex<State>

    /// `build` puts the program together on a new life; when it throws it is tried again a second later, as by a
    /// supervisor of services.
    init(_ name: String, stage: Stage, build: @escaping @Sendable (Life) async throws -> Program) {
        self.name = name
        self.stage = stage
        self.build = build
        let first = Life()
        first.end()
        state = Mutex(State(life: first))
    }

    var isUp: Bool { state.withLock { $0.isRunning } }
    var life: Life { state.withLock { $0.life } }
    var lives: Int { state.withLock { $0.lives } }

    func start() {
        let life = Life()
        let (jobs, inbox) = AsyncStream.makeStream(of: (@Sendable () async -> Void).self)
        state.withLock {
            $0.lives += 1
            $0.life = life
            $0.inbox = inbox
        }
        stage.trace.note(name, "starts")
        let root = Task(executorPreference: stage.scheduler) { await self.live(life, jobs) }
        state.withLock { $0.root = root }
    }

    private func live(_ life: Life, _ jobs: AsyncStream<@Sendable () async -> Void>) async {
        while !life.isOver {
            do {
                let program = try await build(life)
                try life.check()
                stage.trace.note(name, "is up")
                state.withLock {
                    $0.program = program
                    $0.isRunning = true
                }
                await withDiscardingTaskGroup { group in
                    for service in program.services {
                        group.addTask(executorPreference: self.stage.scheduler) { try? await service.run() }
                    }
                    for await job in jobs {
                        group.addTask(executorPreference: self.stage.scheduler) { await job() }
                    }
                    group.cancelAll()
                }
            } catch {
                stage.trace.note(name, "cannot start: \(type(of: error))")
                try? await stage.scheduler.sleep(.seconds(1))
            }
        }
    }

    /// The power goes: whatever it was about to do is not done.
    func crash() {
        let (life, root, inbox) = state.withLock { state in
            defer {
                state.isRunning = false
                state.program = nil
                state.inbox = nil
                state.root = nil
            }
            return (state.life, state.root, state.inbox)
        }
        guard !life.isOver else { return }
        stage.trace.note(name, "crashes")
        life.end()
        inbox?.finish()
        root?.cancel()
    }

    func crash(andStartAfter pause: Duration) {
        crash()
        stage.scheduler.after(pause) { if self.life.isOver { self.start() } }
    }

    /// Asks one of the program's doorways; nil when nobody listens, or when the node crashed meanwhile.
    func ask(_ doorway: String, _ request: Request) async -> Answered? {
        let waiting = Waiting<Answered?>()
        let (life, program, inbox) = state.withLock { ($0.life, $0.program, $0.inbox) }
        guard !life.isOver, let door = program?.doorways[doorway], let inbox else { return nil }
        inbox.yield {
            let answer = await door.respond(request)
            waiting.finish(.success(life.isOver ? nil : answer))
        }
        let watch = life.atEnd { waiting.finish(.success(nil)) }
        defer { life.forget(watch) }
        return (try? await waiting.value()) ?? nil
    }
}
