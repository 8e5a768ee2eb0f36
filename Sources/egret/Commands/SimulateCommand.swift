import ArgumentParser
import Base
import Configuration
import Foundation
import Glibc
import Logging
import Sandbox
import Simulation
import Synchronization
import Vault

/// `egret simulate`: days of a city in which things go wrong, each decided by a number.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Run a city under seeded faults and check what must always hold.",
        discussion: """
            The same seed gives the same day. Exit code 1 when an invariant did not hold, or when one of them was never \
            looked at in \(seedsForAll) seeds or more.
            """)

    /// In so many days even what is seldom comes: a terminal is revoked, a department silent, in one of seventeen.
    static let seedsForAll = 200

    enum Choice: String, ExpressibleByArgument, CaseIterable {
        case safety, liveness, both
        /// One seed so, the next so: half the work of both.
        case turns

        func modes(_ seed: UInt64) -> [Simulation.Mode] {
            switch self {
            case .safety: [.safety]
            case .liveness: [.liveness]
            case .both: [.safety, .liveness]
            case .turns: seed.isMultiple(of: 2) ? [.liveness] : [.safety]
            }
        }
    }

    @Option(help: "How many seeds.") var seeds = 100
    @Option(help: "The first of them.") var from: UInt64 = 1
    @Option(help: "Faults to the end, faults and then healing, every seed both ways, or by turns.") var mode =
        Choice
        .both
    @Option(help: "Tell line by line what happens under this seed.") var trace: UInt64?
    @Flag(help: "Run every seed twice and compare.") var twice = false
    @Option(help: "How many processes share the seeds.") var jobs = 1
    @Option(name: .customLong("services"), help: "The catalogue's files.") var services = "Services"

    func run() async throws {
        _ = try CommandProblem.folder(services, of: "--services")
        guard jobs <= 1 || trace != nil else { return try tell(share()) }
        try Self.withFixedOrder()
        let played = try PlayedCity(services: services)
        defer { played.remove() }
        let simulation = try Simulation(ground: played.ground)
        if let trace { return try show(trace, simulation) }
        try tell(runAll(simulation))
    }

    /// What it all came to; all must be well, and in many days everything must have been looked at.
    private func tell(_ sum: DaySum) throws {
        let unjudged = seeds < Self.seedsForAll ? [] : sum.unjudged
        for judgement in unjudged { print("nobody looked at \(judgement.rawValue)") }
        for line in sum.lines { print(line) }
        if sum.failed > 0 || !unjudged.isEmpty { throw ExitCode(1) }
    }

    /// Seeds that one process plays: what was in the middle of something when a day ended is never let go, about three
    /// megabytes a day.
    private static let runMax = 100

    /// Processes take one run of seeds after the other; all must be well.
    private func share() -> DaySum {
        let runs = stride(from: 0, to: seeds, by: Self.runMax).map { first in
            (from: from + UInt64(first), count: min(Self.runMax, seeds - first))
        }
        let state = Mutex((next: 0, sum: DaySum()))
        DispatchQueue.concurrentPerform(iterations: jobs) { _ in
            while let run = state.withLock({ state -> (from: UInt64, count: Int)? in
                defer { state.next += 1 }
                return state.next < runs.count ? runs[state.next] : nil
            }) {
                let (told, isWell) = play(run.from, run.count)
                state.withLock { state in
                    let failed = state.sum.failed
                    for line in told.split(separator: "\n") where !state.sum.adds(line) { print(line) }
                    // A process that ended before it could say what its days came to.
                    if !isWell, state.sum.failed == failed { state.sum.failed += 1 }
                    fflush(nil)
                }
            }
        }
        return state.withLock { $0.sum }
    }

    /// What a process of its own says of some seeds, and whether all were well.
    private func play(_ first: UInt64, _ count: Int) -> (told: String, isWell: Bool) {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments =
            [
                "simulate", "--seeds", "\(count)", "--from", "\(first)", "--mode", mode.rawValue,
                "--services", services,
            ] + (twice ? ["--twice"] : [])
        process.standardOutput = pipe
        do { try process.run() } catch { return ("\(error)", false) }
        let told = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (told, process.terminationStatus == 0)
    }

    private func runAll(_ simulation: Simulation) throws -> DaySum {
        let start = Uptime.processSeconds
        var sum = DaySum()
        for seed in from..<(from + UInt64(max(seeds, 0))) {
            for mode in mode.modes(seed) {
                let verdict = try simulation.run(seed: seed, mode: mode)
                sum.days += 1
                sum.papers += verdict.papers
                sum.events += verdict.events
                sum.traces ^= verdict.traceHash
                sum.judged.merge(verdict.judged, uniquingKeysWith: +)
                var violations = verdict.violations
                if twice, try simulation.run(seed: seed, mode: mode).traceHash != verdict.traceHash {
                    violations.append(Violation(invariant: "replay", what: "the second run went another way"))
                }
                defer { fflush(nil) }
                guard !violations.isEmpty else { continue }
                sum.failed += 1
                print("seed \(seed) (\(mode.rawValue)) fails:")
                for violation in violations.prefix(10) { print("  \(violation)") }
                print(
                    "  replay: egret simulate --mode \(mode.rawValue) --trace \(seed), "
                        + "trace \(String(verdict.traceHash, radix: 16))")
            }
        }
        sum.seconds = Uptime.processSeconds - start
        return sum
    }

    private func show(_ seed: UInt64, _ simulation: Simulation) throws {
        for mode in mode.modes(seed) {
            let verdict = try simulation.run(seed: seed, mode: mode, keepsLines: true)
            for line in verdict.lines { print(line) }
            for violation in verdict.violations { print(violation) }
            print(
                "seed \(seed) (\(mode.rawValue)): \(verdict.events) events, \(verdict.papers) papers, "
                    + "\(verdict.virtualSeconds) s, trace \(String(verdict.traceHash, radix: 16))")
            if !verdict.violations.isEmpty { throw ExitCode(1) }
        }
    }

    /// Starts this program anew with dictionaries whose order does not change from one process to the next.
    private static func withFixedOrder() throws {
        let name = "SWIFT_DETERMINISTIC_HASHING"
        guard ProcessInfo.processInfo.environment[name] == nil else {
            guard EscapedJobs.catchAll() else {
                throw CommandProblem("this Swift runtime cannot be simulated")
            }
            return
        }
        setenv(name, "1", 1)
        var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
        execv("/proc/self/exe", &arguments)
        throw CommandProblem("this program cannot start itself")
    }

    private enum Uptime {
        /// Processor time of this process.
        static var processSeconds: Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
    }
}

/// What some days came to, as it is told in a line and read from one.
struct DaySum: Hashable {
    var (days, failed, papers, events) = (0, 0, 0, 0)
    /// Processor time.
    var seconds = 0.0
    /// The traces of all days laid over one another: of one day its own, of many the same in whatever order.
    var traces: UInt64 = 0
    /// How often each thing was looked at.
    var judged: [Judgement: Int] = [:]

    var unjudged: [Judgement] { Judgement.allCases.filter { judged[$0, default: 0] == 0 } }

    /// As they are told, the sum of the days last.
    var lines: [String] {
        let counts = Judgement.allCases.map { "\($0.rawValue) \(judged[$0, default: 0])" }
        return [
            Self.judgedHead + counts.joined(separator: ", "), Self.tracesHead + String(traces, radix: 16),
            "\(days) days, \(failed) failed; \(papers) papers, \(events) events, "
                + String(
                    format: "%.1f s of processor time, %.0f ms a day", seconds,
                    seconds * 1_000 / Double(max(days, 1))),
        ]
    }

    private static let judgedHead = "looked at: "
    private static let tracesHead = "traces: "

    /// Adds what another process told; false when the line tells something else.
    mutating func adds(_ line: some StringProtocol) -> Bool {
        if line.hasPrefix(Self.tracesHead) {
            guard let hash = UInt64(line.dropFirst(Self.tracesHead.count), radix: 16) else { return false }
            traces ^= hash
            return true
        }
        if line.hasPrefix(Self.judgedHead) {
            for count in line.dropFirst(Self.judgedHead.count).split(separator: ",") {
                let words = count.split(separator: " ")
                guard let number = words.last.flatMap({ Int($0) }),
                    let judgement = Judgement(rawValue: words.dropLast().joined(separator: " "))
                else { return false }
                judged[judgement, default: 0] += number
            }
            return true
        }
        let numbers = line.split { !$0.isNumber && $0 != "." }.compactMap { Double($0) }
        guard line.contains(" of processor time, "), numbers.count == 6 else { return false }
        days += Int(numbers[0])
        failed += Int(numbers[1])
        papers += Int(numbers[2])
        events += Int(numbers[3])
        seconds += numbers[4]
        return true
    }
}
