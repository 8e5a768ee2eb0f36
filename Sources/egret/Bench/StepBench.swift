import Base
import Casework
import Catalogue
import Foundation
import Storage

/// Cases of three steps, one after the other, each claimed by a clerk and approved by her, each act durable by itself.
///
/// Beside it SpiffWorkflow takes cases of the same three tasks through the same six acts. Both are measured by the time
/// of the processor, so that neither the disk nor other programs have a part in it.
struct StepBench: Bench {
    let name = "step"
    let help = "stepping a case of three tasks, a durable commit a step, beside SpiffWorkflow"
    private static let casesDefault = 300
    private static let service = "hotline/complaint"
    private static let answers = [
        "about": "noise", "where": "350203 样板里1号", "since": "ongoing", "night": "yes", "what": "夜里打桩。",
        "before": "no", "callback": "no", "secret": "yes", "publish": "no",
    ]

    private struct Measured {
        var latencies = Latencies()
        var cpuSeconds = 0.0
        var seconds = 0.0
    }

    func run(_ options: BenchOptions, emit: BenchEmit) async throws {
        let cases = options.issues ?? Self.casesDefault
        let peer = try StepPeer.find(python: options.peerPython, beside: options.services)?.run(cases: cases)
        for engine in options.engines {
            emit(
                try await BenchSite.use(engine, options) { site in
                    try await measure(site, cases, clients: options.clients ?? 64, beside: peer)
                })
        }
    }

    private func measure(
        _ site: BenchSite, _ cases: Int, clients: Int, beside peer: StepPeer.Outcome?
    ) async throws -> BenchLine {
        let house = try await site.house()
        let numbers = try await handIn(cases, house, site)
        var steps = try await house.engine.read { db in try CaseStepStore.all(of: numbers[0], in: db) }
        steps.sort { $0.place < $1.place }
        let desk = DeskVerbs(house.caseParts)
        let acts: [@Sendable (CaseStep.Key, Clerk, String) async throws -> Void] = [
            desk.claim.claim,
            { key, clerk, id in
                try await desk.decide.approve(key, reply: "已处理。", by: clerk, requestID: id)
            },
        ]
        var sum = Measured()
        for step in steps {
            let clerk = Clerk(account: "s-\(1_000 + step.place)", queue: step.queue, isHer: { _ in false })
            for act in acts {
                let (start, before) = (Ticks.now, ProcessUsage.cpuMilliseconds)
                sum.latencies.add(
                    contentsOf: try await Self.each(numbers, clients) { number in
                        try await act(CaseStep.Key(number, step.key.step), clerk, "bench")
                    })
                sum.cpuSeconds += (ProcessUsage.cpuMilliseconds - before) / 1_000
                sum.seconds += Ticks.seconds(since: start)
            }
        }
        var line = BenchLine(bench: name, engine: site.engine.name)
        sum.latencies.write(to: &line)
        let rate = Double(sum.latencies.nanoseconds.count) / sum.cpuSeconds
        line["rate"] = .figure(rate)
        line["wall_rate"] = .figure(Double(sum.latencies.nanoseconds.count) / sum.seconds)
        line["cpu_us"] = .figure(1_000_000 / rate)
        // A server's own processes are not in the figure, and the peer has none.
        if site.engine == .sqlite { compare(rate, with: peer, in: &line) }
        line["tasks"] = .count(steps.count)
        line["clients"] = .count(clients)
        line["errors"] = .count(0)
        line["wrong"] = .count(try await unended(numbers, steps: steps.count, house) + (peer?.wrong ?? 0))
        await house.close()
        return line
    }

    private func compare(_ rate: Double, with peer: StepPeer.Outcome?, in line: inout BenchLine) {
        guard let peer else {
            line["peer"] = .text(StepPeer.missing)
            return
        }
        line["peer"] = .text(peer.peer)
        line["peer_rate"] = .figure(peer.rate)
        line["peer_restore_us"] = .figure(peer.restoreMicroseconds)
        line["ratio"] = .figure(rate / peer.rate)
    }

    /// One case a person, as it lies before those who decide it.
    private func handIn(_ count: Int, _ house: House, _ site: BenchSite) async throws -> [CaseNumber] {
        guard let service = ServiceID(rawValue: Self.service) else { throw CaseRefused.unknownService }
        let cases = house.cases(answeredBy: AnsweringRegister())
        var numbers: [CaseNumber] = []
        for member in try await BenchCrowd.gather(count, in: house, site).members {
            let number = try await cases.open(service, for: member.session, requestID: "bench")
            try await cases.fetch(number, of: member.session, requestID: "bench")
            while let question = try await cases.owned.form(number, of: member.session).next {
                guard let answer = Self.answers[question.id] else { break }
                try await cases.answer(question.id, with: answer, in: number, of: member.session)
            }
            try await cases.submit(number, of: member.session, requestID: "bench")
            numbers.append(number)
        }
        return numbers
    }

    /// Does the act for every case, so many of them at a time; how long each took.
    private static func each(
        _ numbers: [CaseNumber], _ clients: Int, _ act: @Sendable @escaping (CaseNumber) async throws -> Void
    ) async throws -> Latencies {
        try await withThrowingTaskGroup(of: Latencies.self) { group in
            for first in 0..<min(clients, numbers.count) {
                group.addTask {
                    var latencies = Latencies()
                    for index in stride(from: first, to: numbers.count, by: clients) {
                        let start = Ticks.now
                        try await act(numbers[index])
                        latencies.add(Ticks.now - start)
                    }
                    return latencies
                }
            }
            return try await group.reduce(into: Latencies()) { $0.add(contentsOf: $1) }
        }
    }

    /// How many cases are not approved, or lack the row of an act in their history.
    private func unended(_ numbers: [CaseNumber], steps: Int, _ house: House) async throws -> Int {
        let vault = house.vault
        return try await house.engine.read { db in
            try numbers.count { number in
                let events = try CaseStore.events(of: number, in: db)
                let isWhole =
                    events.count { $0 == .stepClaimed } == steps
                    && events.count { $0 == .stepApproved } == steps && events.last == .approved
                return try !isWhole || CaseStore.find(number, vault: vault, in: db)?.state != .approved
            }
        }
    }
}
