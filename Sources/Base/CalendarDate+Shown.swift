extension CalendarDate {
    /// How the day reads to a person: `2026年12月8日`, `8 December 2026`.
    public func shown(in language: Language) -> String {
        switch language {
        case .mandarin, .minnan: "\(year)年\(month)月\(day)日"
        case .english: "\(day) \(Self.months[month - 1]) \(year)"
        }
    }

    /// How the month of the day reads to a person: `2026年12月`, `December 2026`.
    public func shownMonth(in language: Language) -> String {
        switch language {
        case .mandarin, .minnan: "\(year)年\(month)月"
        case .english: "\(Self.months[month - 1]) \(year)"
        }
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]
}
