import ArgumentParser
import Base
import Configuration
import Foundation
import Glibc
import Logging
import Sandbox
import Simulation
import Vault

/// `egret simulate`: days of a city in which things go wrong, each decided by a number.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Run a city under seeded faults and check what must always hold.",
        discussion: "The same seed gives the same day. Exit code 1 when an invariant did not hold.")

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
        guard jobs <= 1 || trace != nil else { return try share() }
        try Self.withFixedOrder()
        let played = try PlayedCity(services: services)
        defer { played.remove() }
        let simulation = try Simulation(ground: played.ground)
        if let trace { return try show(trace, simulation) }
        let failed = try runAll(simulation)
        if failed > 0 { throw ExitCode(1) }
    }

    /// Each process takes a run of seeds of its own; all must be well.
    private func share() throws {
        let size = (seeds + jobs - 1) / jobs
        let processes = try (0..<jobs).map { index in
            let process = Process()
            process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            let count = max(0, min(size, seeds - index * size))
            process.arguments =
                [
                    "simulate", "--seeds", "\(count)", "--from", "\(from + UInt64(index * size))", "--mode",
                    mode.rawValue, "--services", services,
                ] + (twice ? ["--twice"] : [])
            try process.run()
            return process
        }
        for process in processes { process.waitUntilExit() }
        if processes.contains(where: { $0.terminationStatus != 0 }) { throw ExitCode(1) }
    }

    private func runAll(_ simulation: Simulation) throws -> Int {
        let start = Uptime.processSeconds
        var (failed, papers, events, days) = (0, 0, 0, 0)
        for seed in from..<(from + UInt64(max(seeds, 0))) {
            for mode in mode.modes(seed) {
                let verdict = try simulation.run(seed: seed, mode: mode)
                days += 1
                papers += verdict.papers
                events += verdict.events
                var violations = verdict.violations
                if twice, try simulation.run(seed: seed, mode: mode).traceHash != verdict.traceHash {
                    violations.append(Violation(invariant: "replay", what: "the second run went another way"))
                }
                defer { fflush(nil) }
                guard !violations.isEmpty else { continue }
                failed += 1
                print("seed \(seed) (\(mode.rawValue)) fails:")
                for violation in violations.prefix(10) { print("  \(violation)") }
                print("  replay: egret simulate --mode \(mode.rawValue) --trace \(seed)")
            }
        }
        let took = Uptime.processSeconds - start
        print(
            "\(days) days, \(failed) failed; \(papers) papers, \(events) events, "
                + String(
                    format: "%.1f s of processor time, %.0f ms a day", took,
                    took * 1_000 / Double(max(days, 1))))
        return failed
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
                throw ValidationError("this Swift runtime cannot be simulated")
            }
            return
        }
        setenv(name, "1", 1)
        var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
        execv("/proc/self/exe", &arguments)
        throw ValidationError("this program cannot start itself")
    }

    private enum Uptime {
        /// Processor time of this process.
        static var processSeconds: Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
    }
}
