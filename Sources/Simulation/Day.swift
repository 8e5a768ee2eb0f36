import Base
import Sandbox

/// What happens in a city from morning to evening.
struct Day: Sendable {
    let city: City
    let mode: Simulation.Mode

    private var stage: Stage { city.stage }

    func run() async {
        city.build()
        while !city.centres.allSatisfy(\.isUp) || !city.terminals.allSatisfy(\.isUp) {
            try? await stage.scheduler.sleep(.milliseconds(10))
        }
        city.setStorm(true)
        city.network.weather = stage.plan.weather
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await people() }
            group.addTask { await Storm(city: city).blow() }
            group.addTask { try? await stage.scheduler.sleep(City.stormMax) }
            // Whoever is first: all visits are over, or the storm has lasted long enough.
            _ = await group.next()
            if mode == .safety { group.cancelAll() }
            city.calmDown()
            if mode == .liveness { await Evening(city: city).everythingFinishes() }
            group.cancelAll()
        }
        await Evening(city: city).check()
    }

    /// Everybody who comes, one after the other at each terminal.
    private func people() async {
        let dice = Dice(seed: stage.seed, "people")
        var crowd = city.ground.city.citizens.filter { $0.phone != nil }
        await withTaskGroup(of: Void.self) { group in
            for screen in city.screens {
                let visitors = (0..<stage.plan.visits).map { _ -> Visitor in
                    let person = crowd.remove(at: dice.below(crowd.count))
                    return Visitor(
                        person: person, screen: screen, city: city, dice: Dice(seed: stage.seed, person.id),
                        service: dice.pick(Visitor.services), way: dice.happens(300) ? "face" : "code",
                        whims: stage.plan.whims)
                }
                group.addTask {
                    for visitor in visitors {
                        screen.stands(visitor.person)
                        _ = await visitor.visit()
                        if Task.isCancelled { return }
                    }
                }
            }
        }
    }
}
