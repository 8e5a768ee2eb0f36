import Base
import Foundation
import Identity
import Storage
import Vault

/// How long it takes to know whose session a token is.
struct SessionBench: Bench {
    let name = "session"
    let help = "a session's token looked up and judged, among many open sessions"

    func run(_ options: BenchOptions, emit: BenchEmit) async throws {
        for engine in options.engines {
            emit(try await BenchSite.use(engine, options) { site in try await measure(site, options) })
        }
    }

    private func measure(_ site: BenchSite, _ options: BenchOptions) async throws -> BenchLine {
        let house = try await site.house()
        let crowd = try await BenchCrowd.gather(options.clients ?? 32, in: house, site)
        let others = options.rows ?? 5_000
        for index in 0..<others {
            _ = try await house.identity.begin(
                terminal: "other-\(index)", language: .mandarin, service: BenchCase.service,
                requestID: "bench")
        }
        var latencies = Latencies()
        var wrong = 0
        let end = Ticks.now + Int64(options.seconds ?? 5) * 1_000_000_000
        while Ticks.now < end {
            for member in crowd.members {
                let start = Ticks.now
                let session = try await house.identity.current(token: member.token, terminal: member.terminal)
                latencies.add(Ticks.now - start)
                if session.citizen != member.session.citizen { wrong += 1 }
            }
        }
        await house.close()
        var line = BenchLine(bench: name, engine: site.engine.name)
        latencies.write(to: &line)
        line["sessions"] = .count(others + crowd.members.count)
        line["errors"] = .count(0)
        line["wrong"] = .count(wrong)
        return line
    }
}

/// How long it takes to open one sealed field under its person's key.
struct FieldBench: Bench {
    let name = "field"
    let help = "one field of a person opened, in both suites; the key alone too"
    private static let plain = "福建省厦门市思明区样板里1号100室（虚构）"

    func run(_ options: BenchOptions, emit: BenchEmit) async throws {
        for suite in Suite.allCases {
            try await BenchSite.use(.sqlite, options, suite: suite) { site in
                try await measure(site, suite, options).forEach(emit)
            }
        }
    }

    private func measure(
        _ site: BenchSite, _ suite: Suite, _ options: BenchOptions
    ) async throws -> [BenchLine] {
        let house = try await site.house()
        let vault = house.vault
        let (id, place) = (Token(.live), FieldPlace("bench", "address", row: "1"))
        let sealed = try await house.engine.write { db in
            try vault.createSubject(id, in: db).sealText(Self.plain, at: place)
        }
        let seconds = options.seconds ?? 3
        let lines = try await house.engine.read { db in
            let key = try vault.subject(id, in: db)
            return [
                try Self.line("field", suite, seconds) { try key.openText(sealed, at: place) == Self.plain },
                try Self.line("field-key", suite, seconds) {
                    try vault.subject(id, in: db).subject == id
                },
            ]
        }
        await house.close()
        return lines
    }

    private static func line(
        _ name: String, _ suite: Suite, _ seconds: Int, _ act: () throws -> Bool
    ) throws -> BenchLine {
        var latencies = Latencies()
        var wrong = 0
        let end = Ticks.now + Int64(seconds) * 1_000_000_000
        while Ticks.now < end {
            let start = Ticks.now
            if try !act() { wrong += 1 }
            latencies.add(Ticks.now - start)
        }
        var line = BenchLine(bench: name, engine: "sqlite")
        line["suite"] = .text(suite.rawValue)
        line["n"] = .count(latencies.nanoseconds.count)
        line["p50_us"] = .figure(latencies.percentile(0.5) * 1_000)
        line["p99_us"] = .figure(latencies.percentile(0.99) * 1_000)
        line["errors"] = .count(0)
        line["wrong"] = .count(wrong)
        return line
    }
}
