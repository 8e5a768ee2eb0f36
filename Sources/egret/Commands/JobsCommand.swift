import ArgumentParser
import Base
import Logging
import Storage

/// `egret jobs`: the work that waits, runs, or has given up.
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "List jobs by state, or try the dead ones again.")

    @OptionGroup var shared: SharedOptions

    @Option(help: "waiting, running, done or dead.")
    var state = Job.State.dead.rawValue

    @Option(help: "Try a dead job again, named kind:key as listed.")
    var retry: String?

    func run() async throws {
        guard let state = Job.State(rawValue: state) else {
            throw ValidationError("--state takes waiting, running, done or dead")
        }
        let engine = try await House.engine(
            DatabaseConfig(shared.reader()), world: .live, logger: Logger(label: "egret"))
        let retry = retry
        let (counts, jobs, retried) = try await engine.write { db in
            let name = retry?.split(separator: ":", maxSplits: 1).map(String.init) ?? []
            let retried =
                try name.count == 2
                ? JobStore.retry(kind: name[0], key: name[1], at: World.live.now(), in: db) : nil
            return (try JobStore.counts(in: db), try JobStore.list(state, in: db), retried)
        }
        await engine.close()
        if let retried { print(retried ? "it will be tried again" : "there is no such dead job") }
        for (state, count) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            print("\(state.rawValue)\t\(count)")
        }
        for job in jobs {
            print("\(job.kind):\(job.key)\tattempts \(job.attempts)\t\(job.lastError ?? "")")
        }
    }
}
