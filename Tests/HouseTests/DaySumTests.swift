import Testing

@testable import egret

/// What many processes that play days come to together.
@Suite struct DaySumTests {
    @Test func whatOneTellsAnotherAdds() {
        var first = DaySum()
        (first.days, first.failed, first.papers, first.events, first.seconds) = (100, 1, 830, 51_234, 35.8)
        var sum = DaySum()

        for _ in 1...2 {
            let isSum = sum.adds(first.line)
            #expect(isSum)
        }

        #expect((sum.days, sum.failed, sum.papers, sum.events) == (200, 2, 1_660, 102_468))
        #expect(sum.line.hasSuffix("71.6 s of processor time, 358 ms a day"))
    }

    @Test(arguments: ["seed 1392 (liveness) fails:", "  I9: 2 papers came out, 0 asked for", ""])
    func whatElseIsToldIsNoSum(_ line: String) {
        var sum = DaySum()
        let isSum = sum.adds(line)
        #expect(!isSum)
        #expect(sum == DaySum())
    }
}
