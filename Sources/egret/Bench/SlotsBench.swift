import Base
import Casework
import Catalogue
import Foundation
import Identity
import Storage

/// Many people at once want the same slot, one slot after the other.
///
/// Each round all of them ask for one slot that nobody has yet, so as many of them must get it as it has seats.
struct SlotsBench: Bench {
    let name = "slots"
    let help = "many people race for one slot after the other; as many get it as it has seats"
    private static let service = "police/household-appointment"
    private static let answers = ["matter": "birth", "phone": "15410000005"]

    private struct Racer: Sendable {
        let session: IdentifiedSession
        let number: CaseNumber
    }

    private struct Outcome: Sendable {
        let took: Int64
        /// Nil when it failed otherwise than by being too late.
        let won: Bool?
    }

    func run(_ options: BenchOptions, emit: BenchEmit) async throws {
        for engine in options.engines {
            emit(try await BenchSite.use(engine, options) { site in try await measure(site, options) })
        }
    }

    private func measure(_ site: BenchSite, _ options: BenchOptions) async throws -> BenchLine {
        let house = try await site.house()
        guard let service = ServiceID(rawValue: Self.service), let plan = house.catalogue[service]?.slots
        else { throw CaseRefused.unknownService }
        let cases = house.cases(answeredBy: AnsweringRegister())
        let racers = try await gather(options.clients ?? 64, for: service, cases, house, site)
        let wishes = Self.wishes(
            plan, on: CalendarDate(inChinaAt: house.world.now()), house.catalogue.calendar)
        var (latencies, won, errors, wrong, rounds) = (Latencies(), 0, 0, 0, 0)
        let start = Ticks.now
        for wish in wishes where Ticks.seconds(since: start) < Double(options.seconds ?? 10) {
            let outcomes = await race(racers, for: wish, cases)
            for outcome in outcomes { latencies.add(outcome.took) }
            let winners = outcomes.count { $0.won == true }
            won += winners
            errors += outcomes.count { $0.won == nil }
            wrong += abs(winners - min(plan.people, racers.count))
            rounds += 1
        }
        let took = Ticks.seconds(since: start)
        wrong += try await house.engine.read { db in try BenchStore.overfullSlots(in: db) }
        var line = BenchLine(bench: name, engine: site.engine.name)
        latencies.write(to: &line)
        line["rate"] = .figure(Double(latencies.nanoseconds.count) / took)
        line["slots"] = .count(rounds)
        line["won"] = .count(won)
        line["errors"] = .count(errors)
        line["wrong"] = .count(wrong)
        line["clients"] = .count(racers.count)
        await house.close()
        return line
    }

    /// People whose forms lack nothing but the slot.
    private func gather(
        _ count: Int, for service: ServiceID, _ cases: CaseVerbs, _ house: House, _ site: BenchSite
    ) async throws -> [Racer] {
        var racers: [Racer] = []
        for member in try await BenchCrowd.gather(count, in: house, site).members {
            let number = try await cases.open(service, for: member.session, requestID: "bench")
            try await cases.fetch(number, of: member.session, requestID: "bench")
            for (question, answer) in Self.answers.sorted(by: { $0.key < $1.key }) {
                try await cases.answer(question, with: answer, in: number, of: member.session)
            }
            racers.append(Racer(session: member.session, number: number))
        }
        return racers
    }

    private static func wishes(
        _ plan: SlotPlan, on today: CalendarDate, _ calendar: WorkingCalendar
    ) -> [HoldSlot.Wish] {
        plan.days(after: today, calendar).flatMap { day in
            plan.places.flatMap { place in
                plan.slots(at: place.id, on: day, calendar).map {
                    HoldSlot.Wish(place: place.id, day: day, minute: $0.minute)
                }
            }
        }
    }

    private func race(_ racers: [Racer], for wish: HoldSlot.Wish, _ cases: CaseVerbs) async -> [Outcome] {
        await withTaskGroup(of: Outcome.self) { group in
            for racer in racers {
                group.addTask {
                    let start = Ticks.now
                    var won: Bool?
                    do {
                        try await cases.slot(wish, in: racer.number, of: racer.session)
                        won = true
                    } catch AppointmentRefused.slotTaken {
                        won = false
                    } catch {}
                    return Outcome(took: Ticks.now - start, won: won)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }
}
