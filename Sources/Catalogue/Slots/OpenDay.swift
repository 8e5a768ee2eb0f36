/// A kind of day on which a place has hours of its own: a day of the week, or a public holiday 法定节假日 on any of them.
enum OpenDay: String, Sendable, CaseIterable {
    case monday = "mon"
    case tuesday = "tue"
    case wednesday = "wed"
    case thursday = "thu"
    case friday = "fri"
    case saturday = "sat"
    case sunday = "sun"
    case holiday

    init(_ weekday: Weekday) {
        self =
            switch weekday {
            case .monday: .monday
            case .tuesday: .tuesday
            case .wednesday: .wednesday
            case .thursday: .thursday
            case .friday: .friday
            case .saturday: .saturday
            case .sunday: .sunday
            }
    }
}
