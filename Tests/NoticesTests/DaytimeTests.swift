import Base
import Support
import Testing

@testable import Notices

/// When a reminder may be sent, to the millisecond.
@Suite struct DaytimeTests {
    /// Midnight in China before the clock of the tests.
    private static let midnight = TestClock.start + .seconds(-9 * 3_600)

    @Test(arguments: [
        (0, false, 8), (8 * 3_600_000 - 1, false, 8), (8 * 3_600_000, true, 32),
        (21 * 3_600_000 - 1, true, 32), (21 * 3_600_000, false, 32), (24 * 3_600_000 - 1, false, 32),
    ])
    func theDayIsFromEightToNine(_ milliseconds: Int, _ isDay: Bool, _ nextHour: Int) {
        let moment = Self.midnight + .milliseconds(milliseconds)

        #expect(Daytime.contains(moment) == isDay)
        #expect(Daytime.next(after: moment) == Self.midnight + .seconds(nextHour * 3_600))
    }
}
