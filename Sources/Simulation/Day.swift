import Base
import Sandbox
import Terminal

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
            if stage.plan.hasClerks { group.addTask { await Clerk(city: city).works() } }
            if stage.plan.hasThief { group.addTask { await Thief(city: city).prowl() } }
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

    /// Whoever comes next finds the screen as the house left it, not as the person did who walked off, and waits in
    /// line while it says that a paper is on its way.
    private func stands(empty terminal: String) async {
        let start = stage.scheduler.now
        while city.agent(terminal)?.isPrinting == true, stage.scheduler.now - start < Self.printingMax {
            try? await stage.scheduler.sleep(.seconds(2))
            if Task.isCancelled { return }
        }
        try? await stage.scheduler.sleep(Self.emptyFor)
    }

    /// Everything that the agent waits for on behalf of one paper: its ticket twice, the paper, the printer.
    static let printingMax = Duration.seconds(240)
    /// After so long the terminal has ended a visit that nobody ended.
    static let emptyFor = Duration.seconds(130)
    static let returnsMax = 3

    /// Now and then somebody comes for another; not where everybody must be served, for the register of families is the
    /// police's.
    private func errand(of person: Person, _ dice: Dice) -> Errand? {
        let errands = Errand.all(of: person, in: city.ground.city)
        guard stage.plan.silentDepartment == nil, !errands.isEmpty, dice.happens(600) else { return nil }
        return dice.pick(errands)
    }

    /// What somebody comes for; who comes for another wants one of the things that may be fetched for her.
    private func matter(_ errand: Errand?, _ dice: Dice) -> Matter {
        guard let errand else {
            if stage.plan.hasClerks, dice.happens(500) { return .praise }
            if stage.plan.hasVisits, dice.happens(500) { return dice.happens(250) ? .newborn : .visit }
            return dice.pick(Matter.everyday)
        }
        return dice.pick(errand.matters)
    }

    /// Everybody who comes, one after the other at each terminal.
    private func people() async {
        let dice = Dice(seed: stage.seed, "people")
        let all = city.ground.city.citizens.filter { $0.phone != nil }
        // Where one department is silent everybody else must be served, so nobody comes with a card that has expired.
        let ordinary = all.filter { person in
            person.behaviour.isOrdinary
                && (stage.plan.silentDepartment == nil || person.id != "expired-card")
        }
        // Few people, so that some come back, one of whom may act for others, and at most one with whom a department has trouble.
        let helpers = ordinary.filter { !Errand.all(of: $0, in: city.ground.city).isEmpty }
        let crowd =
            (0..<4).map { _ in dice.pick(ordinary) } + [dice.pick(helpers)]
            + (stage.plan.silentDepartment == nil ? [dice.pick(all.filter { !$0.behaviour.isOrdinary })] : [])
        let troubled = all.filter { $0.id == "trouble-other" }
        await withTaskGroup(of: Void.self) { group in
            for screen in city.screens {
                let visitors = (0..<stage.plan.visits).map { _ -> Visitor in
                    let isTroubled = stage.plan.silentDepartment == nil && dice.happens(80)
                    let person = isTroubled ? troubled[0] : dice.pick(crowd)
                    let errand = errand(of: person, dice)
                    return Visitor(
                        person: person, errand: errand, screen: screen, city: city,
                        dice: Dice(seed: stage.seed, "\(person.id) \(dice.below(1_000_000))"),
                        matter: matter(errand, dice),
                        way: dice.happens(300) ? "face" : "code",
                        whims: stage.plan.whims)
                }
                group.addTask {
                    var line = visitors[...]
                    var returns = 0
                    while let visitor = line.popFirst() {
                        screen.stands(visitor.person, for: visitor.errand?.subject)
                        let start = stage.scheduler.now
                        let (isServed, isOpen, isHandedIn) = await visitor.visit()
                        // The evening sends home whoever is still there; that is nobody's slowness.
                        if Task.isCancelled { return }
                        if let silent = stage.plan.silentDepartment, !visitor.matter.id.contains(silent) {
                            city.witness.left(
                                visitor.person, isServed: isServed, after: stage.scheduler.now - start)
                        }
                        // Who has handed something in comes again to see what became of it, after the others.
                        if isHandedIn, returns < Self.returnsMax {
                            returns += 1
                            line.append(visitor)
                            try? await stage.scheduler.sleep(.seconds(5))
                        }
                        // Some who have booked come again to give it back.
                        if isServed, visitor.matter.books, visitor.dice.happens(500) {
                            line.append(visitor.coming(for: .cancellation))
                        }
                        if isOpen { await stands(empty: screen.node.name) }
                        if Task.isCancelled { return }
                    }
                }
            }
        }
    }
}
