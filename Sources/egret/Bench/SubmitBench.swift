import Audit
import Base
import Foundation
import NIOCore
import NIOPosix
import Storage
import Synchronization

/// Durable submission of whole applications over HTTP, beside the bare engine with the same statements.
///
/// Slices alternate (bare, HTTP, bare, HTTP …), so that whatever else the machine does meets both.
struct SubmitBench: Bench {
    let name = "submit"
    let help = "durable case submission over HTTP, against the bare engine with the same statements"
    static let slices = 4

    func run(_ options: BenchOptions, emit: BenchEmit) async throws {
        for engine in options.engines {
            emit(
                try await BenchSite.use(engine, options) { site in try await measure(site, options) })
        }
    }

    private func measure(_ site: BenchSite, _ options: BenchOptions) async throws -> BenchLine {
        let clients = options.clients ?? 64
        let slice = max(0.25, Double(options.seconds ?? 16) / Double(2 * Self.slices))
        let recording = RecordingEngine(try await site.open())
        let house = try await site.house(on: recording)
        let plain = try await site.house()
        let crowd = try await BenchCrowd.gather(clients, in: plain, site)
        let integrator = try plain.auditIntegrator()
        let servers = (
            try await BenchServer.start(house), try await BenchServer.start(plain, beside: [integrator])
        )
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let run = SubmitRun(
            house: plain, crowd: crowd, load: Load(port: servers.1.port, group: group))
        let submission = try await run.record(
            over: Load(port: servers.0.port, group: group), on: recording)
        // Caches fill, statements are prepared, and the number of requests to sign is known.
        _ = try await run.http(seconds: min(1, slice), perClient: 200)
        var (bare, http) = (SubmitRun.Slice(), SubmitRun.Slice())
        for _ in 0..<Self.slices {
            bare.add(try await run.bare(submission, seconds: slice, clients: clients))
            let perClient = Int(Double(run.ratePerClient) * slice * 2) + 50
            http.add(try await run.http(seconds: slice, perClient: perClient))
        }
        await servers.0.stop()
        await servers.1.stop()
        var line = BenchLine(bench: name, engine: site.engine.name)
        http.latencies.write(to: &line)
        line["rate"] = .figure(http.rate)
        line["bare_rate"] = .figure(bare.rate)
        line["ratio"] = .figure(bare.rate > 0 ? http.rate / bare.rate : 0)
        line["errors"] = .count(http.errors)
        line["wrong"] = .count(try await run.wrong())
        line["cpu_us"] = .figure(http.cpuMicroseconds)
        line["bare_cpu_us"] = .figure(bare.cpuMicroseconds)
        line["statements"] = .count(submission.count)
        line["clients"] = .count(clients)
        await house.close()
        await plain.close()
        try await group.shutdownGracefully()
        return line
    }
}

/// What one run of the bench has at hand, and the numbers it was given.
final class SubmitRun: Sendable {
    struct Slice: Sendable {
        var done = 0
        var errors = 0
        var seconds = 0.0
        var latencies = Latencies()
        /// Time on all cores, of the load and the centre together.
        var cpuMilliseconds = 0.0

        /// **Unit:** microseconds of one submission.
        var cpuMicroseconds: Double { cpuMilliseconds * 1_000 / Double(max(1, done)) }

        var rate: Double { seconds > 0 ? Double(done) / seconds : 0 }

        mutating func add(_ other: Slice) {
            done += other.done
            errors += other.errors
            seconds += other.seconds
            cpuMilliseconds += other.cpuMilliseconds
            latencies.add(contentsOf: other.latencies)
        }
    }

    struct NotRecorded: Error {}

    private struct State {
        var acknowledged: [String] = []
        var ratePerClient = 100
        var sequence = 0
    }

    private let house: House
    private let crowd: BenchCrowd
    private let load: Load
    private let state = Mutex(State())

    init(house: House, crowd: BenchCrowd, load: Load) {
        self.house = house
        self.crowd = crowd
        self.load = load
    }

    var ratePerClient: Int { state.withLock { $0.ratePerClient } }

    /// Submits twice through a house that notes its statements; the second time nothing is done for the first time.
    func record(over load: Load, on engine: RecordingEngine) async throws -> RecordedSubmission {
        let items = try (0..<2).map { _ in try item(crowd.members[0]) }
        let answers = try await load.run([items], seconds: 30)
        guard let number = answers.last.flatMap(Self.number), answers.count == 2,
            let statements = engine.writes.last(where: { write in
                write.contains { $0.sql.text(for: .sqlite).contains("INSERT INTO cases") }
            })
        else { throw NotRecorded() }
        state.withLock { $0.acknowledged += answers.compactMap(Self.number) }
        return RecordedSubmission(statements, number: number)
    }

    /// The same statements as fast as the engine takes them from so many at a time.
    func bare(_ submission: RecordedSubmission, seconds: Double, clients: Int) async throws -> Slice {
        let (start, before) = (Ticks.now, ProcessUsage.cpuMilliseconds)
        let end = start + Int64(seconds * 1e9)
        let done = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<clients {
                group.addTask { [self] in
                    var done = 0
                    while Ticks.now < end {
                        let statements = submission.fresh(nextSequence())
                        try await house.engine.write { db in try db.run(statements) }
                        done += 1
                    }
                    return done
                }
            }
            return try await group.reduce(0, +)
        }
        return Slice(
            done: done, seconds: Ticks.seconds(since: start),
            cpuMilliseconds: ProcessUsage.cpuMilliseconds - before)
    }

    private func nextSequence() -> Int {
        state.withLock { state in
            state.sequence += 1
            return state.sequence
        }
    }

    /// Submissions over HTTP, each client with the next as soon as the last is answered; signing is not measured.
    func http(seconds: Double, perClient: Int) async throws -> Slice {
        let items = try crowd.members.map { member in try (0..<perClient).map { _ in try item(member) } }
        let (start, before) = (Ticks.now, ProcessUsage.cpuMilliseconds)
        let answers = try await load.run(items, seconds: seconds)
        var slice = Slice(
            seconds: Ticks.seconds(since: start),
            cpuMilliseconds: ProcessUsage.cpuMilliseconds - before)
        for answer in answers {
            slice.latencies.add(answer.took)
            if answer.status == 201 { slice.done += 1 } else { slice.errors += 1 }
        }
        let numbers = answers.compactMap(Self.number)
        slice.errors += slice.done - numbers.count
        state.withLock { state in
            state.acknowledged += numbers
            state.ratePerClient = max(20, Int(slice.rate / Double(max(1, crowd.members.count))))
        }
        return slice
    }

    /// How many acknowledged numbers are given twice, are not submitted in the database, or have no leaf.
    func wrong() async throws -> Int {
        let acknowledged = state.withLock { $0.acknowledged }
        let distinct = Set(acknowledged)
        let submitted = try await BenchStore.submittedNumbers(house.engine)
        let lodged = try await BenchStore.lodgedNumbers(house.engine)
        return acknowledged.count - distinct.count + distinct.subtracting(submitted).count
            + distinct.subtracting(lodged).count
    }

    private func item(_ member: BenchCrowd.Member) throws -> Load.Item {
        struct Application: Encodable {
            let service = BenchCase.service
            let answers = BenchCase.answers
        }
        let body = [UInt8](try JSONEncoder().encode(Application()))
        return Load.Item(
            bytes: try member.request(
                "POST", "/cases", body: body, type: "application/json", accept: "application/json",
                world: house.world))
    }

    private static func number(_ answer: Load.Answer) -> String? {
        guard answer.status == 201, let mark = answer.body.range(of: "\"number\":\"") else { return nil }
        return String(answer.body[mark.upperBound...].prefix { $0 != "\"" })
    }
}
