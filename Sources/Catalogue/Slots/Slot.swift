public import Base

/// A span of time at a place, which some people can book.
public struct Slot: Sendable, Hashable {
    /// Of one of the plan's places.
    public let place: String
    public let day: CalendarDate
    /// Minutes after midnight in China.
    public let minute: Int
    public let lengthMinutes: Int

    public var startsAt: Instant {
        Instant(milliseconds: Int64(day.daysSince1970) * 86_400_000 + Int64(minute - 8 * 60) * 60_000)
    }

    public var endsAt: Instant { startsAt + .seconds(lengthMinutes * 60) }

    /// `09:30`.
    public var time: String { SlotTime.text(minute) }
}

/// A time of day as files and forms write it.
public enum SlotTime {
    /// `09:30`, of minutes after midnight.
    public static func text(_ minute: Int) -> String {
        [minute / 60, minute % 60].map { String($0).leftPadded(to: 2) }.joined(separator: ":")
    }

    /// Minutes after midnight; nil when it is no time of a day.
    public static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }
}
