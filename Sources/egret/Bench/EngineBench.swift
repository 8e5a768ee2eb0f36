import Base
import Casework
import Catalogue
import Foundation
import NIOCore
import NIOPosix
import Storage

/// Submitting, reading, listing and claiming on an empty database and on one with years of cases, side by side.
///
/// Slices alternate between the two, so that whatever else the machine does meets both; a ratio is the full one's median over
/// the empty one's.
struct EngineBench: Bench {
    enum Act: String, CaseIterable {
        case submit, read, list, claim, figures
    }

    let name = "engine"
    let help =
        "submit, read, list and claim beside a million finished and 100,000 running cases, against an empty house"
    static let rowsDefault = 1_000_000
    /// One running case to so many finished ones.
    static let finishedToRunning = 10
    private static let slices = 8
    private static let actsASlice = 40

    func run(_ options: BenchOptions, emit: BenchEmit) async throws {
        for engine in options.engines {
            let line = try await BenchSite.use(engine, options) { empty in
                try await BenchSite.use(engine, options) { full in
                    try await measure(empty, full, options)
                }
            }
            emit(line)
        }
    }

    private func measure(
        _ empty: BenchSite, _ full: BenchSite, _ options: BenchOptions
    ) async throws -> BenchLine {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let clients = min(options.clients ?? 4, 16)
        let one = try await EngineSide(empty, clients: clients, group)
        let other = try await EngineSide(full, clients: clients, group)
        try await other.fill(options.rows ?? Self.rowsDefault)
        // Caches fill and statements are prepared on both.
        for act in Act.allCases {
            _ = try await one.run(act, Self.actsASlice / 4)
            _ = try await other.run(act, Self.actsASlice / 4)
        }
        var line = BenchLine(bench: name, engine: empty.engine.name)
        var (all, errors) = (Latencies(), 0)
        for act in Act.allCases {
            var (before, after) = (Latencies(), Latencies())
            for _ in 0..<Self.slices {
                let slice = (
                    try await one.run(act, Self.actsASlice), try await other.run(act, Self.actsASlice)
                )
                before.add(contentsOf: slice.0.latencies)
                after.add(contentsOf: slice.1.latencies)
                errors += slice.0.errors + slice.1.errors
            }
            all.add(contentsOf: before)
            all.add(contentsOf: after)
            line["\(act.rawValue)_empty_ms"] = .figure(before.percentile(0.5))
            line["\(act.rawValue)_ms"] = .figure(after.percentile(0.5))
            line["\(act.rawValue)_p99_ms"] = .figure(after.percentile(0.99))
            line["\(act.rawValue)_ratio"] = .figure(
                after.percentile(0.5) / max(0.001, before.percentile(0.5)))
        }
        try await compareLists(of: one, with: other, in: &line)
        all.write(to: &line)
        line["rows"] = .count(options.rows ?? Self.rowsDefault)
        line["errors"] = .count(errors)
        line["wrong"] = .count(one.wrong + other.wrong)
        await one.stop()
        await other.stop()
        try await group.shutdownGracefully()
        return line
    }

    /// An empty house has nothing to list: full pages are compared with the same in a house that holds just enough.
    private func compareLists(
        of few: EngineSide, with full: EngineSide, in line: inout BenchLine
    ) async throws {
        try await few.fillPages()
        let lists = Set(try await few.fullLists()).intersection(try await full.fullLists())
        few.lists = few.lists.filter(lists.contains)
        full.lists = few.lists
        guard !lists.isEmpty else { return }
        _ = try await few.run(.list, Self.actsASlice)
        var (before, after) = (Latencies(), Latencies())
        for _ in 0..<Self.slices {
            before.add(contentsOf: try await few.run(.list, Self.actsASlice).latencies)
            after.add(contentsOf: try await full.run(.list, Self.actsASlice).latencies)
        }
        line["list_pages"] = .count(lists.count)
        line["list_page_few_ms"] = .figure(before.percentile(0.5))
        line["list_page_ms"] = .figure(after.percentile(0.5))
        line["list_page_ratio"] = .figure(after.percentile(0.5) / max(0.001, before.percentile(0.5)))
    }
}

/// One of the two houses, with people who submit and read and a clerk who lists and claims.
private final class EngineSide {
    private let house: House
    private let crowd: BenchCrowd
    private let server: BenchServer
    private let load: Load
    private let desk: DeskVerbs
    private let clerk: Clerk
    private let queue: DeskCrowd
    /// A paper's case of each person, and one that waits at the desk.
    private var papers: [CaseNumber] = []
    private var steps: [CaseStep] = []
    private(set) var wrong = 0
    /// What the clerk looks at, in turn.
    var lists: [DeskList]

    struct Slice {
        var latencies = Latencies()
        var errors = 0
    }

    private static let promised = "police/residence-permit-endorsement"
    private static let answers = ["living": "same", "basis": "job"]

    init(_ site: BenchSite, clients: Int, _ group: MultiThreadedEventLoopGroup) async throws {
        let house = try await site.house()
        self.house = house
        crowd = try await BenchCrowd.gather(clients, in: house, site)
        server = try await BenchServer.start(house)
        load = Load(port: server.port, group: group)
        desk = DeskVerbs(house.caseParts)
        queue = try DeskCrowd(house.catalogue, at: house.world.now())
        clerk = queue.clerk
        lists = queue.lists
        let cases = house.cases(answeredBy: AnsweringRegister())
        guard let service = ServiceID(rawValue: Self.promised) else { throw CaseRefused.unknownService }
        for member in crowd.members {
            let paper = try await cases.complete(for: member.session)
            try await cases.submit(paper, of: member.session, requestID: "bench")
            papers.append(paper)
            let number = try await cases.open(service, for: member.session, requestID: "bench")
            try await cases.fetch(number, of: member.session, requestID: "bench")
            for (question, answer) in Self.answers.sorted(by: { $0.key < $1.key }) {
                try await cases.answer(question, with: answer, in: number, of: member.session)
            }
            try await cases.submit(number, of: member.session, requestID: "bench")
            steps += try await house.engine.read { db in try CaseStepStore.all(of: number, in: db) }.prefix(1)
        }
    }

    func fill(_ rows: Int) async throws {
        try await queue.fill(
            finished: rows, running: max(1, rows / EngineBench.finishedToRunning), in: house.engine)
    }

    func fillPages() async throws {
        try await house.engine.write { [queue] db in
            try queue.fillPages(in: db)
            try queue.settle(in: db)
        }
    }

    /// Those whose page is full.
    func fullLists() async throws -> [DeskList] {
        var full: [DeskList] = []
        for list in queue.lists {
            let page = try await desk.queries.page(list, for: clerk)
            if page.steps.count == DeskList.pageSize { full.append(list) }
        }
        return full
    }

    func stop() async {
        await server.stop()
        await house.close()
    }

    func run(_ act: EngineBench.Act, _ count: Int) async throws -> Slice {
        switch act {
        case .submit: try await requests(count, status: 201) { member, _ in try submission(member) }
        case .read:
            try await requests(count, status: 200) { member, index in
                try member.request(
                    "GET", "/cases/\(papers[index])/paper", accept: "text/html", world: house.world)
            }
        case .list: try await timed(count) { index in try await list(index) }
        case .claim: try await claims(count)
        case .figures: try await timed(count) { _ in _ = try await desk.queries.figures(of: clerk.account) }
        }
    }

    /// One after the other, each person's requests on a connection of her own.
    private func requests(
        _ count: Int, status: Int, _ bytes: (BenchCrowd.Member, Int) throws -> [UInt8]
    ) async throws -> Slice {
        let items = try crowd.members.enumerated().map { index, member in
            try (0..<max(1, count / crowd.members.count)).map { _ in
                Load.Item(bytes: try bytes(member, index))
            }
        }
        var slice = Slice()
        for answer in try await load.run(items, seconds: 120) {
            slice.latencies.add(answer.took)
            if answer.status != status { slice.errors += 1 }
        }
        return slice
    }

    private func submission(_ member: BenchCrowd.Member) throws -> [UInt8] {
        let application = Application(service: BenchCase.service, answers: BenchCase.answers)
        return try member.request(
            "POST", "/cases", body: [UInt8](JSONEncoder().encode(application)), type: "application/json",
            accept: "application/json", world: house.world)
    }

    private func list(_ index: Int) async throws {
        let list = lists[index % lists.count]
        let page = try await desk.queries.page(list, for: clerk)
        let counts = try await desk.queries.counts(for: clerk)
        if counts.count != DeskList.Tab.allCases.count || page.steps.count > DeskList.pageSize { wrong += 1 }
    }

    /// Only the claim is timed; the step goes back into its queue after it.
    private func claims(_ count: Int) async throws -> Slice {
        var slice = Slice()
        for index in 0..<count {
            let step = steps[index % steps.count]
            let hers = Clerk(account: clerk.account, queue: step.queue, isHer: { _ in false })
            let start = Ticks.now
            try await desk.claim.claim(step.key, by: hers, requestID: "bench")
            slice.latencies.add(Ticks.now - start)
            try await desk.claim.release(step.key, by: hers, requestID: "bench")
        }
        return slice
    }

    private func timed(_ count: Int, _ act: (Int) async throws -> Void) async throws -> Slice {
        var slice = Slice()
        for index in 0..<count {
            let start = Ticks.now
            try await act(index)
            slice.latencies.add(Ticks.now - start)
        }
        return slice
    }
}
