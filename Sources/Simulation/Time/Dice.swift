import Synchronization

/// A stream of chance that several parts of one run share.
final class Dice: Sendable {
    private let chance: Mutex<Chance>

    init(seed: UInt64, _ purpose: String) {
        chance = Mutex(Chance(seed: seed, purpose))
    }

    func happens(_ perMille: Int) -> Bool { chance.withLock { $0.happens(perMille) } }
    func below(_ count: Int) -> Int { chance.withLock { $0.below(count) } }
    func bytes(_ count: Int) -> [UInt8] { chance.withLock { $0.bytes(count) } }

    func between(_ first: Duration, _ last: Duration) -> Duration {
        chance.withLock { $0.between(first, last) }
    }

    func pick<Element: Sendable>(_ elements: [Element]) -> Element { chance.withLock { $0.pick(elements) } }
}
