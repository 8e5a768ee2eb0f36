import Base
import Casework
import Foundation
import NIOCore
import NIOPosix
import Storage

/// From the touch of the button to the sealed file, without the foreign system's time.
struct PaperBench: Bench {
    let name = "paper"
    let help = "from touch to sealed PDF: a form is submitted over HTTP until its paper is kept"

    func run(_ options: BenchOptions, emit: BenchEmit) async throws {
        for engine in options.engines {
            emit(try await BenchSite.use(engine, options) { site in try await measure(site, options) })
        }
    }

    private func measure(_ site: BenchSite, _ options: BenchOptions) async throws -> BenchLine {
        let house = try await site.house()
        let clients = options.clients ?? 1
        let papers = options.issues ?? min(200, 20 * (options.seconds ?? 10))
        let crowd = try await BenchCrowd.gather(papers + clients, in: house, site)
        let cases = house.cases(answeredBy: AnsweringRegister())
        var requests: [Load.Item] = []
        var numbers: [CaseNumber] = []
        for member in crowd.members {
            let number = try await cases.complete(for: member.session)
            numbers.append(number)
            requests.append(
                Load.Item(
                    bytes: try member.request(
                        "POST", "/cases/\(number)/submission", type: "application/x-www-form-urlencoded",
                        accept: "text/html", world: house.world)))
        }
        let server = try await BenchServer.start(house)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let load = Load(port: server.port, group: group)
        // The first papers open the fonts of each drawing thread.
        _ = try await load.run(requests.prefix(clients).map { [$0] }, seconds: 60)
        var items = [[Load.Item]](repeating: [], count: clients)
        for (index, item) in requests.dropFirst(clients).enumerated() { items[index % clients].append(item) }
        let (start, before) = (Ticks.now, ProcessUsage.cpuMilliseconds)
        let answers = try await load.run(items, seconds: 600)
        let (took, cpu) = (Ticks.seconds(since: start), ProcessUsage.cpuMilliseconds - before)
        var line = BenchLine(bench: name, engine: site.engine.name)
        var latencies = Latencies()
        for answer in answers { latencies.add(answer.took) }
        latencies.write(to: &line)
        line["rate"] = .figure(Double(answers.count) / took)
        line["cpu_ms_per_paper"] = .figure(cpu / Double(max(1, answers.count)))
        line["errors"] = .count(papers - answers.count { $0.status == 303 })
        line["wrong"] = .count(try await unkept(numbers, house))
        line["clients"] = .count(clients)
        await server.stop()
        await house.close()
        try await group.shutdownGracefully()
        return line
    }

    /// How many cases have no paper although their form was answered.
    private func unkept(_ numbers: [CaseNumber], _ house: House) async throws -> Int {
        let vault = house.vault
        return try await house.engine.read { db in
            try numbers.count { try CaseStore.find($0, vault: vault, in: db)?.state != .issued }
        }
    }
}
