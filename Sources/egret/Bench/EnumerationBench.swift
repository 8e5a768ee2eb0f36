import Base
import Foundation
import Identity
import Storage
import Synchronization
import Vault
import Web

/// Whether the time of an answer tells who is known: codes asked for by people with and without an entry, in turn, and then
/// passwords of all kinds of names (``SignInEnumeration``).
///
/// The gateway takes from 20 to 60 ms a message, by the seed, as real ones vary. `p_value` is how often chance alone would
/// show such a difference; one above 0.01 is none.
struct EnumerationBench: Bench {
    let name = "enumeration"
    let help = "known and unknown people ask for a code, or give a wrong password: do their times differ?"

    func run(_ options: BenchOptions, emit: BenchEmit) async throws {
        for engine in options.engines {
            emit(try await BenchSite.use(engine, options) { site in try await measure(site, options) })
            let signIn = SignInEnumeration(
                each: min(options.rows ?? 2_000, 20_000) / 4, chance: BenchChance(seed: options.seed))
            emit(try await BenchSite.use(engine, options) { site in try await signIn.measure(site) })
        }
    }

    private func measure(_ site: BenchSite, _ options: BenchOptions) async throws -> BenchLine {
        let house = try await site.house()
        let parts = IdentityParts(
            engine: house.engine, vault: house.vault, audit: house.audit, world: house.world)
        let verb = SendCode(
            parts, authority: BenchAuthority(), messages: BenchGateway(seed: options.seed),
            words: house.frame.words)
        let each = min(options.rows ?? 2_000, 20_000) / 2
        var random = BenchChance(seed: options.seed)
        var times: [Bool: [Int64]] = [true: [], false: []]
        var outcomes: [Bool: Int] = [true: 0, false: 0]
        for index in 0..<each {
            let pair = [(true, BenchPerson(index)), (false, BenchPerson(each + index))]
            for (isKnown, person) in random.isEven() ? pair : pair.reversed() {
                if isKnown { try await register(person, in: house) }
                let session = try await session(of: person, parts)
                let start = Ticks.now
                do {
                    try await verb(in: session, requestID: "bench")
                } catch {
                    outcomes[isKnown, default: 0] += 1
                }
                times[isKnown]?.append(Ticks.now - start)
            }
        }
        await house.close()
        return line(times[true] ?? [], times[false] ?? [], outcomes, site.engine.name)
    }

    private func line(
        _ known: [Int64], _ unknown: [Int64], _ outcomes: [Bool: Int], _ engine: String
    ) -> BenchLine {
        let test = MannWhitney(known, unknown)
        var line = BenchLine(bench: name, engine: engine)
        line["door"] = .text("code")
        line["n"] = .count(known.count + unknown.count)
        for (key, values) in [("known", known), ("unknown", unknown)] {
            var latencies = Latencies()
            for value in values { latencies.add(value) }
            line["p50_ms_\(key)"] = .figure(latencies.percentile(0.5))
            line["p99_ms_\(key)"] = .figure(latencies.percentile(0.99))
        }
        line["p_value"] = .figure(test.pValue)
        line["errors"] = .count(0)
        let differs = test.pValue < MannWhitney.significantBelow
        line["wrong"] = .count(outcomes.values.reduce(0, +) + (differs ? 1 : 0))
        return line
    }

    private func register(_ person: BenchPerson, in house: House) async throws {
        let citizen = Citizen(
            id: Token(house.world), number: try CitizenNumber(person.number), name: person.name,
            phone: Phone("15410000001"))
        try await house.engine.write { [vault = house.vault, now = house.world.now()] db in
            try CitizenStore.insert(citizen, vault: vault, at: now, in: db)
        }
    }

    /// A visit whose card is read, at a terminal of its own.
    private func session(of person: BenchPerson, _ parts: IdentityParts) async throws -> Session {
        let terminal = Token(.live).rawValue
        let token = try await BeginSession(parts)(
            terminal: terminal, language: .mandarin, service: BenchCase.service, requestID: "bench")
        let session = try await CurrentSession(parts)(token: token, terminal: terminal)
        try await PresentCard(parts)(person.card, in: session, requestID: "bench")
        return session
    }
}

private struct BenchAuthority: IdentityAuthority {
    func verdict(on claim: IdentityClaim, key: Token) async throws(PortError) -> IdentityVerdict {
        .match(serial: "1")
    }
}

/// A gateway that takes its time and forgets what it was given.
private final class BenchGateway: MessagePort {
    private let chance: Mutex<BenchChance>

    init(seed: UInt64) { chance = Mutex(BenchChance(seed: seed)) }

    func send(_ text: String, to phone: Phone, key: Token) async throws(PortError) {
        let wait = chance.withLock { 20 + $0.next() % 40 }
        do {
            try await World.live.sleep(.milliseconds(wait))
        } catch {
            throw .timedOut(system: "messages")
        }
    }
}

/// SplitMix64, for choices that a seed repeats.
struct BenchChance {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func isEven() -> Bool { next() & 1 == 0 }
}
