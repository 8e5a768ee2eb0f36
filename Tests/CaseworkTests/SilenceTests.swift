import Base
import Testing

@testable import Casework

@Suite struct SilenceTests {
    private let start = Instant(milliseconds: 1_770_000_000_000)

    @Test func aRestGrowsUpToItsMost() {
        let silence = Silence()
        var now = start
        for seconds in [1, 2, 4, 8, 16, 30, 30] {
            silence.begin(at: now)
            #expect(silence.lasts(at: now + .milliseconds(seconds * 1_000 - 1)))
            now = now + .seconds(seconds)
            #expect(!silence.lasts(at: now))
        }
        silence.begin(at: now)
        silence.end()
        #expect(!silence.lasts(at: now))
    }

    @Test func aClockThatIsSetBackMakesItNoLonger() {
        let silence = Silence()
        silence.begin(at: start)

        let back = start + .seconds(-3_600)
        #expect(!silence.lasts(at: back))
        silence.begin(at: back)
        #expect(silence.lasts(at: back))
        #expect(!silence.lasts(at: back + Silence.restMax))
    }
}
