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

    func validate() throws {
        guard Job.State(rawValue: state) != nil else {
            throw ValidationError("--state takes waiting, running, done or dead")
        }
        guard retry == nil || name != nil else {
            throw ValidationError("--retry takes kind:key as listed, such as case.issue-paper:KEY")
        }
    }

    /// The job to try again.
    private var name: (kind: String, key: String)? {
        let parts = retry?.split(separator: ":", maxSplits: 1).map(String.init) ?? []
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }

    func run() async throws {
        let state = Job.State(rawValue: state) ?? .dead
        let engine = try await House.engine(
            DatabaseConfig(shared.reader()), world: .live, logger: Logger(label: "egret"))
        let name = name
        let (counts, jobs, retried) = try await engine.write { db in
            let retried = try name.map {
                try JobStore.retry(kind: $0.kind, key: $0.key, at: World.live.now(), in: db)
            }
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
