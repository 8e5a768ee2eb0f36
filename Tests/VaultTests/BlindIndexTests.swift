import Base
import Support
import Testing
import Vault

struct BlindIndexes {
    private func vault(_ suite: Suite, seed: UInt64 = 1) throws -> Vault {
        let world = World.frozen(seed: seed)
        return Vault(ring: try KeyRing.create(suite: suite, world: world), world: world)
    }

    @Test(arguments: Suite.allCases)
    func oneTextHasOneTerm(suite: Suite) throws {
        let vault = try vault(suite)
        let index = BlindIndex("citizens.phone", bits: 64)

        #expect(vault.term(index, "13959201234") == vault.term(index, "13959201234"))
        #expect(vault.term(index, "13959201234") != vault.term(index, "13959201235"))
    }

    @Test(arguments: Suite.allCases)
    func anotherIndexOrRingHasOtherTerms(suite: Suite) throws {
        let one = try vault(suite)
        let other = try vault(suite, seed: 2)
        let phone = BlindIndex("citizens.phone", bits: 64)

        #expect(one.term(phone, "1") != one.term(BlindIndex("staff.phone", bits: 64), "1"))
        #expect(one.term(phone, "1") != other.term(phone, "1"))
    }

    @Test(arguments: Suite.allCases, [1, 7, 8, 9, 15, 16, 17, 31, 255, 256])
    func aTermHasItsBitsAndNoMore(suite: Suite, bits: Int) throws {
        let vault = try vault(suite)
        let whole = vault.term(BlindIndex("citizens.phone", bits: 256), "13959201234")

        let term = vault.term(BlindIndex("citizens.phone", bits: bits), "13959201234")

        #expect(term.count == (bits + 7) / 8)
        for bit in 0..<(term.count * 8) {
            let expected = bit < bits ? whole[bit / 8] >> (7 - UInt8(bit % 8)) & 1 : 0
            #expect(term[bit / 8] >> (7 - UInt8(bit % 8)) & 1 == expected)
        }
    }

    /// 50,000 rows beside an index of 4 bits are CipherSweet's own example.
    @Test(arguments: [
        (50_000, 4, 4...11), (50_000, 0, 8...15), (1_000_000, 0, 10...19), (16, 0, 2...3), (4, 0, 1...1),
        (1, 0, 1...1),
    ])
    func thePlanFollowsTheRule(rows: Int, existing: Int, bits: ClosedRange<Int>) {
        #expect(BlindIndex.safeBits(rows: rows, existingBits: existing) == bits)
    }

    @Test(arguments: [100, 3_000, 50_000, 5_300_000, 1_400_000_000])
    func thePlanLeavesSomeToShareATermAndNotTooMany(rows: Int) {
        let plan = BlindIndex.safeBits(rows: rows)

        let atNarrowest = Double(rows) / Double(1 << plan.lowerBound)
        let beforeWidest = Double(rows) / Double(1 << (plan.upperBound - 1))

        #expect(atNarrowest <= Double(rows).squareRoot())
        #expect(beforeWidest > 2)
    }

    /// Who has the table but not the key can only try a key of his own on all numbers there could be: what he then takes
    /// for the owner of a row is right as often as a blind draw.
    @Test(
        "ASVS 11.7.2: with the database and without the index key, guessing is no better than chance",
        arguments: Suite.allCases)
    func offlineGuessingWithoutTheIndexKeyIsNoBetterThanChance(suite: Suite) throws {
        let index = BlindIndex("citizens.number", bits: 32)
        let numbers = (0..<400).map { 13_800_000_000 + $0 * 7_919 }.map(String.init)
        let house = try vault(suite)
        let stolen = Dictionary(
            numbers.map { (house.term(index, $0), $0) }, uniquingKeysWith: { first, _ in first })
        #expect(stolen.count == numbers.count)

        var hits = 0
        let thieves = try (2...6).map { try vault(suite, seed: $0) }
        for thief in thieves {
            hits += numbers.count { stolen[thief.term(index, $0)] != nil }
        }
        // 5 × 400 guesses at 400 of 2^32 terms: a single hit has a chance of one in five thousand.
        #expect(hits == 0)
        // Ordered by their terms rows tell nothing of the order of their numbers: as many inversions as chance gives.
        let order = stolen.sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { Int($0.value) }
        let pairs = order.count * (order.count - 1) / 2
        let inversions = order.indices.reduce(0) { sum, one in
            sum + order[(one + 1)...].count { $0 < order[one] }
        }
        // Mean pairs/2, standard deviation √(n(n−1)(2n+5)/72), 1,336 here: four of them.
        #expect(abs(inversions - pairs / 2) < 4 * 1_336)
        // With the key each is found: it is the key that keeps them.
        #expect(numbers.allSatisfy { stolen[house.term(index, $0)] == $0 })
    }
}
