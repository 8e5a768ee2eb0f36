import Base
import Support
import Testing

@testable import Terminal

@Suite("The centre's time at a terminal") struct CentreClockTests {
    @Test func onASlowLineTicketsLookOlderAndWhatIsSentNeverComesFromTheFuture() {
        let here = TestClock()
        let clock = CentreClock(
            world: .frozen(here), uptime: Uptime { here.now.since(TestClock.start) })
        let askedAt = clock.uptimeNow
        here.advance(by: .seconds(4))
        let spoken = TestClock.start + .seconds(3_600)
        clock.learn(nowMs: spoken.milliseconds, askedAt: askedAt)
        here.advance(by: .seconds(10))

        #expect(clock.now() == spoken + .seconds(14))
        #expect(clock.atLeast == spoken + .seconds(10))
    }

    @Test func beforeTheCentreHasSpokenOnlyTheMachinesOwnTimeIsKnown() {
        let clock = CentreClock(world: .frozen(TestClock()), uptime: Uptime { .zero })

        #expect(clock.now() == TestClock.start)
        #expect(clock.atLeast == nil)
    }
}
