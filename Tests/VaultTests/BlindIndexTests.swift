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
}
