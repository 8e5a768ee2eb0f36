import Synchronization

/// Who comes next: everybody in turn, in an order that the seed decides; nobody stands at two screens.
final class MixupQueue: Sendable {
    private let waiting: Mutex<[MixupPeople.Person]>

    init(_ people: MixupPeople, chance: MixupChance) {
        var all = people.all.filter { $0.mother == nil }
        for index in stride(from: all.count - 1, to: 0, by: -1) { all.swapAt(index, chance.below(index + 1)) }
        waiting = Mutex(all)
    }

    func next() -> MixupPeople.Person? { waiting.withLock { $0.popLast() } }

    /// Comes again soon, at whatever screen is free; or after everybody else.
    func comeBack(_ person: MixupPeople.Person, soon: Bool) {
        waiting.withLock { $0.insert(person, at: soon ? max(0, $0.count - 3) : 0) }
    }
}
