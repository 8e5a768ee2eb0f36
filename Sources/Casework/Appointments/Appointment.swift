public import Base
public import Catalogue
public import Storage

/// One person's slot, taken by a case.
public struct Appointment: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable, SQLConvertible {
        /// Kept for a few minutes, while the person checks.
        case held
        case booked
        /// The person came.
        case kept
        /// The person did not come 爽约.
        case missed
        /// Given back.
        case cancelled
    }

    /// How long a slot is held for somebody who has not submitted.
    public static let holdLife = Duration.seconds(10 * 60)

    /// Of the case that took it.
    public let number: CaseNumber
    public let citizen: Token
    public let service: ServiceID
    /// The id of one of the plan's places.
    public let place: String
    public let startsAt: Instant
    public let endsAt: Instant
    public var state: State
    /// Until when it is held; nil when it is booked or over.
    public var heldUntil: Instant?
    public var changedAt: Instant

    public var day: CalendarDate { CalendarDate(inChinaAt: startsAt) }

    /// `09:00-09:30`, in China.
    public var time: String {
        [startsAt, endsAt].map { SlotTime.text(Int(($0.milliseconds / 60_000 + 8 * 60) % 1_440)) }
            .joined(separator: "-")
    }

    /// Whether it is the person's now: booked, or held and not run out.
    func stands(at now: Instant) -> Bool {
        switch state {
        case .held: heldUntil.map { now < $0 } ?? false
        case .booked, .kept, .missed: true
        case .cancelled: false
        }
    }

    /// Whether the person did not come: by the office's word, or by the rule where it has said nothing.
    func isMissed(_ rule: NoShowRule, at now: Instant) -> Bool {
        switch state {
        case .missed: true
        case .booked: rule.unmarked == .missed && endsAt + Self.markLife <= now
        case .held, .kept, .cancelled: false
        }
    }

    /// How long after its end the office has to say whether the person came, before the rule says it.
    static let markLife = Duration.seconds(24 * 3_600)
}
