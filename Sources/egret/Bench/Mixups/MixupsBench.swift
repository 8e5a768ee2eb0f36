import Base
import Foundation
import Glibc
import Synchronization

/// `egret bench mixups`: issues papers from many sessions and terminals while everything goes wrong, and checks each paper
/// against the person at the screen.
struct MixupsBench: Bench {
    static let issuesDefault = 2_000
    static let terminalsDefault = 64
    static let peopleMin = 5_000
    /// Papers on one database: a paper takes some hundred kilobytes there.
    static let papersOfARound = 10_000
    static let progressEvery = Duration.seconds(20)

    let name = "mixups"
    let help =
        "papers from many sessions under faults, each checked against its person; --issues, --nodes, --clients"

    func run(_ options: BenchOptions, emit: BenchEmit) async throws {
        for engine in options.engines {
            let nodes = options.nodes ?? 1
            if nodes > 1, engine == .sqlite {
                say("SQLite is an engine for one node; it is left out")
                continue
            }
            emit(try await run(on: engine, nodes: nodes, options))
        }
    }

    private func run(on engine: BenchEngine, nodes: Int, _ options: BenchOptions) async throws -> BenchLine {
        let issues = options.issues ?? Self.issuesDefault
        let start = World.live.steady.now()
        let (before, faults) = (Self.cpuSeconds(), MixupFaults())
        var (done, wrong, errors, round) = (0, 0, [String: Int](), 0)
        while done < issues {
            let seed = options.seed &+ UInt64(round) &* 1_000_003
            let truth = MixupTruth { words in say("seed \(seed): \(words)") }
            let papers = min(Self.papersOfARound, issues - done)
            let plan = MixupRound.Plan(
                papers: papers, nodes: nodes, terminals: options.clients ?? Self.terminalsDefault,
                people: options.rows ?? max(Self.peopleMin, papers / 3), seed: seed)
            let (from, base) = (World.live.steady.now(), done)
            let progress = Task {
                while (try? await World.live.sleep(Self.progressEvery)) != nil {
                    let seconds = (World.live.steady.now() - from) / .seconds(1)
                    say(
                        "\(engine.name): \(base + truth.count) of \(issues), \(Int(Double(truth.count) / seconds)) a second, \(truth.wrong) wrong, errors \(truth.errors)"
                    )
                }
            }
            defer { progress.cancel() }
            try await BenchSite.use(engine, options) { site in
                _ = try await MixupRound(site: site, plan: plan, truth: truth, faults: faults).run()
            }
            done += truth.count
            wrong += truth.wrong
            errors.merge(truth.errors, uniquingKeysWith: +)
            round += 1
        }
        let seconds = (World.live.steady.now() - start) / .seconds(1)
        var line = BenchLine(bench: name, engine: engine.name)
        line["nodes"] = .count(nodes)
        line["n"] = .count(done)
        line["rate"] = .figure(Double(done) / seconds)
        line["errors"] = .count(errors.values.reduce(0, +))
        line["wrong"] = .count(wrong)
        line["seconds"] = .figure(seconds)
        line["cpu_ms"] = .figure((Self.cpuSeconds() - before) * 1_000 / Double(max(done, 1)))
        line["seed"] = .count(Int(truncatingIfNeeded: options.seed))
        line["faults"] = .counts(faults.counted)
        if !errors.isEmpty { line["errors_by_kind"] = .counts(errors) }
        return line
    }

    private static func cpuSeconds() -> Double {
        var usage = rusage()
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}

private func say(_ words: String) {
    FileHandle.standardError.write(Data("mixups: \(words)\n".utf8))
}
