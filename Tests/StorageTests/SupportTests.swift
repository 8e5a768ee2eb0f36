import Base
import Support
import Testing

@testable import Support

@Suite struct TestWorlds {
    @Test func randomBytesAreThoseOfSplitMix64() {
        let random = TestRandom(seed: 1_234_567)

        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
    }

    @Test func sleepingMovesTheClock() async throws {
        let clock = TestClock()
        let world = World.frozen(clock)

        try await world.sleep(.seconds(90))

        #expect(world.now().since(TestClock.start) == .seconds(90))
    }

    @Test func aDifferenceNamesTheLinesThatWentAndCame() {
        #expect(lineDifference(from: "a\nb\nc", to: "a\nx\nc\nd") == "- 2: b\n+ 2: x\n+ 4: d")
    }
}
