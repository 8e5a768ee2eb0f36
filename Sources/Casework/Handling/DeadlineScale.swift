public import Base
public import Catalogue

/// What deadlines are held against: the present, and until when what is due is due soon.
public struct DeadlineScale: Hashable, Sendable {
    public let now: Instant
    let soonUntil: Instant

    /// - Parameters:
    ///   - now: The present.
    ///   - days: What is due by the end of so many working days after today is due soon; 0: today.
    ///   - calendar: The official one.
    public init(at now: Instant, within days: Int, _ calendar: WorkingCalendar) {
        self.now = now
        soonUntil = StepDeadline(days, from: now, calendar).at
    }

    public func colour(of deadline: StepDeadline) -> StepDeadline.Colour {
        if now > deadline.at { return .over }
        return deadline.at <= soonUntil ? .soon : .inTime
    }

    /// - Returns: Nil as long as its clock stands still.
    public func colour(of step: CaseStep) -> StepDeadline.Colour? {
        step.isRunning ? step.due.map(colour) : nil
    }
}
