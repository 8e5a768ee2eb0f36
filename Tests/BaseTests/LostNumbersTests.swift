import Base
import Testing

/// Numbers that a restored database may not know.
@Suite struct LostNumbersTests {
    /// Midnight between 2 and 3 March 2026, in Beijing.
    private static let midnight: Int64 = 1_772_467_200_000

    @Test(
        arguments: [
            (-1, "20260302", 864_000_000), (0, "20260303", 10_000), (999, "20260303", 10_000),
            (1_000, "20260303", 20_000), (9 * 3_600_000, "20260303", 324_010_000),
        ] as [(Int64, String, Int64)])
    func theyGrowWithTheSecondsOfTheDayInChina(_ after: Int64, _ day: String, _ last: Int64) {
        let lost = LostNumbers(restoredAt: Instant(milliseconds: Self.midnight + after))

        #expect(lost.day == day)
        #expect(lost.last == last)
    }
}
