import Base
import Casework
import Catalogue
import Exchange
import Foundation
import Hummingbird
import Identity
import NIOCore
import NIOPosix
import Stations
import Storage
import Web

/// A case's page, at so many requests a second, with so many cases stored.
struct ReadBench: Bench {
    let name = "read"
    let help = "a case's page at 200 requests a second with a million cases stored"

    func run(_ options: BenchOptions, emit: BenchEmit) async throws {
        for engine in options.engines {
            let line = try await BenchSite.use(engine, options) { site in
                try await SteadyReads(bench: name, options: options).measure(site) { numbers, index in
                    "/cases/\(numbers[index % numbers.count])/paper"
                }
            }
            emit(line)
        }
    }
}

/// A kiosk page, at so many requests a second, with so many cases stored; and the rendering of one alone.
struct PageBench: Bench {
    let name = "page"
    let help = "a kiosk page at 200 requests a second with a million cases stored, and rendering 8 KB alone"

    func run(_ options: BenchOptions, emit: BenchEmit) async throws {
        for engine in options.engines {
            let line = try await BenchSite.use(engine, options) { site in
                try await SteadyReads(bench: name, options: options).measure(site) { _, _ in
                    "/services/\(BenchCase.service)"
                }
            }
            emit(line)
        }
        emit(try await BenchSite.use(.sqlite, options) { site in try await render(site, options) })
    }

    /// One page's markup, over and over on one thread.
    private func render(_ site: BenchSite, _ options: BenchOptions) async throws -> BenchLine {
        let house = try await site.house()
        let server = try await BenchServer.start(house)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: server.port).get()
        var context = EgretContext(
            source: ApplicationRequestContextSource(channel: channel, logger: house.logger))
        context.surface = .terminal
        let wanted = try BenchPage(in: house.catalogue)
        let key = Token(house.world)
        let start = Ticks.now
        var (pages, markup) = (0, HTML())
        while Ticks.seconds(since: start) < min(Double(options.seconds ?? 2), 5) {
            let page = ServicePage(
                item: wanted.item, department: "公安局", here: .well, key: key, otherKey: key)
            markup = page.html(house.frame, context)
            pages += 1
        }
        let took = Ticks.seconds(since: start)
        try await channel.close()
        await server.stop()
        await house.close()
        var line = BenchLine(bench: "page-render", engine: "none")
        line["n"] = .count(pages)
        line["rate"] = .figure(Double(pages) / took)
        let bytes = markup.bytes.count
        line["page_bytes"] = .count(bytes)
        line["page_ms"] = .figure(took * 1_000 / Double(max(1, pages)))
        line["ms_per_8kb"] = .figure(took * 1_000 / Double(max(1, pages)) * 8_192 / Double(max(1, bytes)))
        line["errors"] = .count(0)
        line["wrong"] = .count(wanted.isWhole(String(decoding: markup.bytes, as: UTF8.self)) ? 0 : 1)
        return line
    }
}

/// Requests at a steady pace, whose latency counts from when each was due.
struct SteadyReads: Sendable {
    static let ratePerSecond = 200
    private static let fillMax: Int64 = 100_000

    let bench: String
    let options: BenchOptions

    func measure(
        _ site: BenchSite, path: @escaping @Sendable (_ numbers: [CaseNumber], _ index: Int) -> String
    ) async throws -> BenchLine {
        let house = try await site.house()
        let rows = options.rows ?? 1_000_000
        let crowd = try await BenchCrowd.gather(min(options.clients ?? 32, 64), in: house, site)
        try await fill(house, rows)
        var numbers: [[CaseNumber]] = []
        for member in crowd.members {
            numbers.append(try await opened(member, house))
        }
        let server = try await BenchServer.start(house)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let load = Load(port: server.port, group: group)
        let warmUp = try schedule(crowd, numbers, house.world, path, seconds: 1)
        _ = try await load.run(warmUp, seconds: 30)
        let seconds = options.seconds ?? 15
        let items = try schedule(crowd, numbers, house.world, path, seconds: seconds)
        let answers = try await load.run(items, seconds: Double(seconds) + 10)
        let wanted = try BenchPage(in: house.catalogue)
        await server.stop()
        await house.close()
        try await group.shutdownGracefully()
        var line = BenchLine(bench: bench, engine: site.engine.name)
        var latencies = Latencies()
        for answer in answers { latencies.add(answer.took) }
        latencies.write(to: &line)
        line["rate"] = .figure(Double(answers.count) / Double(seconds))
        let sent = items.reduce(0) { $0 + $1.count }
        line["errors"] = .count(sent - answers.count { $0.status == 200 })
        let bytes = answers.first?.body.utf8.count ?? 0
        line["wrong"] = .count(answers.count { $0.status == 200 && !isRight($0, numbers, wanted) })
        line["rows"] = .count(rows)
        line["page_bytes"] = .count(bytes)
        return line
    }

    /// Whether the page is the one asked for: a case's page shows the number of its own person's case.
    private func isRight(_ answer: Load.Answer, _ numbers: [[CaseNumber]], _ page: BenchPage) -> Bool {
        guard bench == "read" else { return page.isWhole(answer.body) }
        return answer.body.contains(BenchPage.end)
            && numbers[answer.connection].contains { answer.body.contains($0.rawValue) }
    }

    private func schedule(
        _ crowd: BenchCrowd, _ numbers: [[CaseNumber]], _ world: World,
        _ path: (_ numbers: [CaseNumber], _ index: Int) -> String, seconds: Int
    ) throws -> [[Load.Item]] {
        var items = [[Load.Item]](repeating: [], count: crowd.members.count)
        for index in 0..<seconds * Self.ratePerSecond {
            let who = index % crowd.members.count
            let bytes = try crowd.members[who].request(
                "GET", path(numbers[who], index / crowd.members.count), accept: "text/html", world: world)
            items[who].append(
                Load.Item(
                    bytes: bytes,
                    dueAfter: Int64(index) * 1_000_000_000 / Int64(Self.ratePerSecond)))
        }
        return items
    }

    private func fill(_ house: House, _ rows: Int) async throws {
        var next: Int64 = 0
        let now = house.world.now()
        while next < Int64(rows) {
            let (first, count) = (100_000_000 + next, min(Self.fillMax, Int64(rows) - next))
            try await house.engine.write { db in
                try BenchStore.fill(
                    from: first, count: count, service: BenchCase.service,
                    prefix: "11350200MBX900017M300209000100120200101", at: now, in: db)
            }
            next += count
        }
    }

    /// A case of the member's own, submitted, with real sealed answers.
    private func opened(_ member: BenchCrowd.Member, _ house: House) async throws -> [CaseNumber] {
        let cases = house.cases(answeredBy: AnsweringRegister())
        let number = try await cases.complete(for: member.session)
        try await cases.submit(number, of: member.session, requestID: "bench")
        return [number]
    }
}

extension House {
    /// The verbs of casework with registers of the caller's.
    func cases(answeredBy registers: any RegisterPort) -> CaseVerbs {
        CaseVerbs(
            CaseParts(
                engine: engine, vault: vault, audit: audit, world: world, catalogue: catalogue,
                layouts: layouts, register: ReadRegister(engine: engine, audit: audit, registers: registers),
                documents: factory, stop: stations.stop, stopService: stations.stopService))
    }
}

extension CaseVerbs {
    /// Opens a case that lacks nothing but the press of the button.
    func complete(for session: IdentifiedSession) async throws -> CaseNumber {
        guard let service = ServiceID(rawValue: BenchCase.service) else { throw CaseRefused.unknownService }
        let number = try await open(service, for: session, requestID: "bench")
        try await fetch(number, of: session, requestID: "bench")
        for (question, input) in BenchCase.answers.sorted(by: { $0.key < $1.key }) {
            try await answer(question, with: input, in: number, of: session)
        }
        return number
    }
}
