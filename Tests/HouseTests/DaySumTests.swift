import Simulation
import Testing

@testable import egret

/// What many processes that play days come to together.
@Suite struct DaySumTests {
    @Test func whatOneTellsAnotherAdds() {
        var first = DaySum()
        (first.days, first.failed, first.papers, first.events, first.seconds) = (100, 1, 830, 51_234, 35.8)
        first.traces = 0xF0
        first.judged = [.i7Terminals: 3, .i12Visits: 1]
        var second = first
        second.traces = 0xFF
        var sum = DaySum()

        for line in first.lines + second.lines {
            let isSum = sum.adds(line)
            #expect(isSum, "\(line)")
        }

        #expect((sum.days, sum.failed, sum.papers, sum.events) == (200, 2, 1_660, 102_468))
        #expect(sum.judged.filter { $1 > 0 } == [.i7Terminals: 6, .i12Visits: 2])
        #expect(sum.traces == 0x0F)
        #expect(sum.lines.last?.hasSuffix("71.6 s of processor time, 358 ms a day") == true)
    }

    @Test func whatNobodyLookedAtIsNamed() {
        var sum = DaySum()
        #expect(sum.unjudged == Judgement.allCases)

        sum.judged = Dictionary(uniqueKeysWithValues: Judgement.allCases.map { ($0, 1) })
        sum.judged[.i7Terminals] = 0
        #expect(sum.unjudged == [.i7Terminals])
    }

    @Test(arguments: [
        "seed 1392 (liveness) fails:", "  I9 copies: 2 papers came out, 0 asked for", "",
        "looked at: something else 3", "traces: none",
    ])
    func whatElseIsToldIsNoSum(_ line: String) {
        var sum = DaySum()
        let isSum = sum.adds(line)
        #expect(!isSum)
        #expect(sum == DaySum())
    }
}
