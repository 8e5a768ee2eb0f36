/// One step of deciding a case that is not decided at once: who looks at it, and within how long.
public struct HandlingStep: Hashable, Sendable {
    /// The longest a step may take.
    static let workingDaysMax = 60
    static let countMax = 12

    public let id: String
    public let department: DepartmentID
    /// 行使层级: 1 state, 2 province, 3 city, 4 county, 5 town, 6 village.
    public let level: Int
    public let name: LocalText
    /// From the day on which the step may begin; 0 means by the end of that day.
    public let workingDays: Int
    /// The steps that must have been approved before; none: it begins when the case is handed in.
    public let after: [String]
    /// Whose district's office it is; nil: the one where the case was handed in.
    public var region: Region?
    /// The other cities whose own offices decide it where `region` leads there; elsewhere this city's office does.
    public internal(set) var partners: [PlaceName] = []
    /// What its office is shown of what was answered and of what registers said; nil: all of it.
    public internal(set) var reads: StepSight?

    /// Where a case belongs that is decided in a district.
    public enum Region: Hashable, Sendable {
        /// To the district of an address that the person gives.
        case answer(String)
        /// To the district that a register's address names.
        case register(field: String)
    }

    /// The one step of a service that names none.
    static func review(by department: DepartmentID, level: Int, within days: Int) -> HandlingStep {
        HandlingStep(
            id: "review", department: department, level: level,
            name: LocalText(mandarin: "审核", english: "Review", minnan: "審核"), workingDays: days, after: [])
    }

    /// How long all of them take together at most, in the order they name.
    ///
    /// - Parameter steps: each after those it waits for.
    /// - Returns: Working days.
    static func workingDays(of steps: [HandlingStep]) -> Int {
        var ends: [String: Int] = [:]
        for step in steps {
            ends[step.id] = (step.after.compactMap { ends[$0] }.max() ?? 0) + step.workingDays
        }
        return ends.values.max() ?? 0
    }
}

extension HandlingTime {
    /// The whole working days within it, two days of rest a week taken off where it counts every day.
    var workingDays: Int {
        switch unit {
        case .minutes: 0
        case .workingDays: amount
        case .days: amount * 5 / 7
        }
    }
}
