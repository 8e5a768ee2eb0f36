import Base
import Terminal

/// What befalls machines and lines while people are at them.
struct Storm: Sendable {
    let city: City

    private static func revoke(_ terminal: Node, _ city: City) {
        _ = Task(executorPreference: city.stage.scheduler) {
            guard let id = city.agent(terminal.name)?.terminalID, let office = try? await city.office(),
                (try? await office.revoke(id)) != nil
            else { return }
            city.witness.revoked(terminal.name)
        }
    }

    /// The foreign systems die in the middle of whatever they were asked, and start again on their books; from a dice of its
    /// own, so that nothing else befalls the city otherwise.
    ///
    /// Not once it is calm: the departments must be there for what is to come to its end.
    private func foreignCrashes() -> [(at: Duration, strike: @Sendable () -> Void)] {
        let (dice, city) = (Dice(seed: city.stage.seed, "crashes of the foreign systems"), city)
        return (0..<city.stage.plan.foreignCrashes).map { _ in
            let pause = dice.between(.milliseconds(300), .seconds(10))
            return (
                dice.between(.seconds(1), .seconds(60)),
                { if city.isStormy { city.foreign?.crash(andStartAfter: pause) } }
            )
        }
    }

    func blow() async {
        let stage = city.stage
        let (plan, dice) = (stage.plan, Dice(seed: stage.seed, "storm"))
        var events: [(at: Duration, strike: @Sendable () -> Void)] = []
        for _ in 0..<plan.crashes {
            let node = dice.pick(city.centres + city.terminals)
            let pause = dice.between(.milliseconds(300), .seconds(10))
            events.append((dice.between(.seconds(1), .seconds(60)), { node.crash(andStartAfter: pause) }))
        }
        for _ in 0..<plan.partitions {
            let (terminal, centre) = (dice.pick(city.terminals), dice.pick(city.centres))
            let isBothWays = dice.happens(500)
            let at = dice.between(.seconds(1), .seconds(60))
            let city = city
            events.append(
                (
                    at,
                    {
                        city.network.cut(from: terminal.name, to: centre.name)
                        if isBothWays { city.network.cut(from: centre.name, to: terminal.name) }
                    }
                ))
            let end = at + dice.between(.seconds(1), .seconds(30))
            events.append((end, { city.network.heal(terminal.name, centre.name) }))
        }
        events += foreignCrashes()
        if plan.revokes {
            let (terminal, city) = (dice.pick(city.terminals), city)
            events.append((dice.between(.seconds(5), .seconds(40)), { Self.revoke(terminal, city) }))
        }
        if plan.clockSteps {
            for clock in city.clocks {
                clock.drift(perMillion: dice.below(2_001) - 1_000)
                let change = Duration.seconds(dice.below(241) - 120)
                events.append((dice.between(.seconds(5), .seconds(60)), { clock.step(by: change) }))
            }
        }
        for event in events.sorted(by: { $0.at < $1.at }) {
            try? await stage.scheduler.sleep(event.at - stage.scheduler.now)
            if Task.isCancelled { return }
            event.strike()
        }
        try? await stage.scheduler.sleep(City.stormMax)
    }
}
