import Base

/// A promise that the law does not let the department make.
struct TimeLint {
    func check(_ item: ServiceItem, _ notes: LintNotes) {
        guard item.promisedTime.isLonger(than: item.statutoryTime) else { return }
        notes.error(
            at: .key("promisedTime"), "More time is promised than the law leaves",
            "Promise no more than statutoryTime, or mend what stands there")
    }
}

extension HandlingTime {
    /// Of two in different units, by the working days within them.
    fileprivate func isLonger(than other: HandlingTime) -> Bool {
        unit == other.unit ? amount > other.amount : workingDays > other.workingDays
    }
}
