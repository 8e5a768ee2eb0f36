import Base
import Casework
import Catalogue
import Desk
import Foundation
import Storage

/// A clerk's lists over as many open cases as a city's department has on a bad day.
///
/// Every request reads all that the desk's own page shows, by its own code: every tab, with and without each filter, and a
/// page in the middle; by turns a clerk's, and a supervisor's with what her office is late with and whom she may give it.
struct DeskBench: Bench {
    let name = "desk"
    let help = "a clerk's lists, filtered and paged, over 100,000 open cases"
    static let rowsDefault = 100_000
    private static let piece: Int64 = 10_000
    private static let rounds = 20

    func run(_ options: BenchOptions, emit: BenchEmit) async throws {
        for engine in options.engines {
            emit(try await BenchSite.use(engine, options) { site in try await measure(site, options) })
        }
    }

    private func measure(_ site: BenchSite, _ options: BenchOptions) async throws -> BenchLine {
        let house = try await site.house()
        let rows = options.rows ?? Self.rowsDefault
        let crowd = try DeskCrowd(house.catalogue, at: house.world.now())
        for first in stride(from: Int64(0), to: Int64(rows), by: Int64.Stride(Self.piece)) {
            let count = min(Self.piece, Int64(rows) - first)
            try await house.engine.write { db in try crowd.fill(from: first, count: count, in: db) }
        }
        try await house.engine.write { [vault = house.vault] db in
            try crowd.employ(vault, in: db)
            try crowd.settle(in: db)
        }
        let read = ReadQueue(DeskQueries(house.caseParts), staff: house.staff, vault: house.vault)
        var latencies = Latencies()
        var wrong = 0
        var worst: [String: Int64] = [:]
        for round in 0..<Self.rounds {
            var middle: DeskList.Cursor?
            for list in crowd.lists {
                var list = list
                if list.service == nil, list.colour == nil, list.tab == .ready { list.after = middle }
                let start = Ticks.now
                let reading = try await read(
                    list, for: crowd.clerk, watches: !round.isMultiple(of: 2))
                let took = Ticks.now - start
                latencies.add(took)
                worst[list.tab.rawValue] = max(worst[list.tab.rawValue] ?? 0, took)
                if !crowd.isRight(reading.page, of: list)
                    || reading.counts.count != DeskList.Tab.allCases.count
                {
                    wrong += 1
                }
                middle = reading.page.next ?? middle
            }
        }
        await house.close()
        var line = BenchLine(bench: name, engine: site.engine.name)
        latencies.write(to: &line)
        line["rows"] = .count(rows)
        for tab in DeskList.Tab.allCases {
            line["max_ms_\(tab.rawValue)"] = .figure(Double(worst[tab.rawValue] ?? 0) / 1_000_000)
        }
        line["errors"] = .count(0)
        line["wrong"] = .count(wrong)
        return line
    }
}
