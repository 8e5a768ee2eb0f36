import Base

/// Times as the protocol writes them: `yyyyMMddHHmmssSSS` in China time (UTC+8).
enum CTIDTime {
    private static let offset: Int64 = 8 * 3_600_000
    private static let dayMilliseconds: Int64 = 86_400_000

    static func text(_ instant: Instant) -> String {
        let local = instant.milliseconds + offset
        let ofDay = ((local % dayMilliseconds) + dayMilliseconds) % dayMilliseconds
        let parts = [
            (ofDay / 3_600_000, 2), (ofDay / 60_000 % 60, 2), (ofDay / 1_000 % 60, 2), (ofDay % 1_000, 3),
        ]
        return CalendarDate(inChinaAt: instant).compact
            + parts.map { String($0.0).leftPadded(to: $0.1) }.joined()
    }

    static func instant(_ text: String) -> Instant? {
        let digits = text.utf8.compactMap { (48...57).contains($0) ? Int64($0) - 48 : nil }
        guard text.utf8.count == 17, digits.count == 17, let day = CalendarDate(compact: text.prefix(8))
        else {
            return nil
        }
        func number(_ range: Range<Int>) -> Int64 { digits[range].reduce(0) { $0 * 10 + $1 } }
        guard number(8..<10) < 24, number(10..<12) < 60, number(12..<14) < 60 else { return nil }
        let ofDay =
            number(8..<10) * 3_600_000 + number(10..<12) * 60_000 + number(12..<14) * 1_000 + number(14..<17)
        return Instant(milliseconds: Int64(day.daysSince1970) * dayMilliseconds + ofDay - offset)
    }
}
