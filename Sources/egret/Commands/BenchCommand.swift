import ArgumentParser
import Configuration
import Foundation
import Synchronization

/// `egret bench`: measures this program on this machine, on data of its own.
///
/// ## Configuration keys
/// - `bench.postgres` (string, secret, default a throw-away server): a libpq connection string to measure on.
/// - `bench.python` (string, default `.build/peer/bin/python` beside the services): an interpreter that knows the packages of
///   `Benchmarks/requirements.txt`, for the peers' scripts.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure this program on this machine.",
        discussion: """
            Prints one JSON object a line. Exit code 1 when anything was wrong, or too much failed for the figures to \
            mean anything.

            """ + Benches.all.map { "  \($0.name): \($0.help)" }.joined(separator: "\n"))

    enum EngineChoice: String, ExpressibleByArgument {
        case sqlite, postgres, both
    }

    @OptionGroup var shared: SharedOptions
    @Argument(help: "The bench to run; without it they are listed.") var name: String?
    @Option(help: "sqlite, postgres or both (default: both where PostgreSQL is installed or named).")
    var engine: EngineChoice?
    @Option(help: "A libpq connection string; default EGRET_BENCH_POSTGRES, or a throw-away server.")
    var postgres: String?
    @Option(help: "The folder of the services.") var services: String?
    @Option(help: "How long each measurement lasts.") var seconds: Int?
    @Option(help: "Requests at a time.") var clients: Int?
    @Option(help: "Rows stored before the measurement begins.") var rows: Int?
    @Option(help: "Papers to issue, or cases to step.") var issues: Int?
    @Option(help: "Centres on one database.") var nodes: Int?
    @Option(help: "The same seed makes the same choices.") var seed: UInt64 = 1

    func validate() throws {
        for (option, value) in [
            ("seconds", seconds), ("clients", clients), ("rows", rows), ("issues", issues), ("nodes", nodes),
        ] {
            if let value, value < 1 { throw ValidationError("--\(option) takes a number from 1") }
        }
    }

    func run() async throws {
        guard let name else {
            for bench in Benches.all { print("\(bench.name)\t\(bench.help)") }
            return
        }
        guard let bench = Benches.named(name) else {
            throw CommandProblem("there is no bench \(name); `egret bench` lists them")
        }
        let config = try await shared.reader()
        let services = try ServicesFolder.find(option: services, config)
        let (engines, server) = try engines(config)
        defer { server?.stop() }
        let options = BenchOptions(
            engines: engines, services: services, seconds: seconds, clients: clients, rows: rows,
            issues: issues, nodes: nodes, seed: seed,
            peerPython: config.string(forKey: "bench.python"))
        let isSound = Mutex(true)
        try await bench.run(options) { line in
            isSound.withLock { $0 = $0 && line.isSound }
            FileHandle.standardOutput.write(Data("\(line.json)\n".utf8))
        }
        guard isSound.withLock({ $0 }) else { throw ExitCode(1) }
    }

    /// The engines to measure, and the server that was started for them.
    private func engines(_ config: ConfigReader) throws -> ([BenchEngine], ThrowawayPostgres?) {
        let named = postgres ?? config.string(forKey: "bench.postgres", isSecret: true)
        let choice =
            engine ?? (named != nil || ThrowawayPostgres.isInstalled ? EngineChoice.both : .sqlite)
        guard choice != .sqlite else { return ([.sqlite], nil) }
        let server = try named == nil ? ThrowawayPostgres.start() : nil
        let postgres = BenchEngine.postgres(conninfo: named ?? server?.conninfo ?? "")
        return (choice == .both ? [.sqlite, postgres] : [postgres], server)
    }
}
