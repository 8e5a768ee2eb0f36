public import Base

/// Somebody who works at the desk; an account is one person's and no person has two.
public struct StaffAccount: Hashable, Sendable {
    public enum State: String, Sendable, CaseIterable {
        /// Asked in, and not here yet.
        case invited
        case active
        /// Shut out for good; the account stays, for its number stands in the log.
        case ended
    }

    /// The number at work, such as `s-0007`; it stands in the log and is never given out again.
    public let id: String
    public let name: PersonName
    /// The department's code; nil for those who serve all.
    public let department: String?
    /// Where they may act; nil for the whole city.
    public let region: DivisionCode?
    public internal(set) var roles: Set<StaffRole>
    public let state: State
    public let createdAt: Instant
    /// Where the desk reaches her; nil as long as she has not said it.
    public var phone: Phone?
    /// The blind index of where she lives, for the rules of conduct.
    var address: [UInt8]?
    /// The blind index of which citizen she is (``StaffSelf``); nil as long as she has not said it.
    public var person: [UInt8]?

    /// Whether the person may do this there: by role, department and region; nil asks for nowhere in particular.
    public func may(_ right: StaffRight, in scope: StaffScope? = nil) -> Bool {
        state == .active && !roles.isDisjoint(with: right.roles) && scope.map(covers) ?? true
            && (region?.isOtherCity != true || StaffRight.ofOtherCities.contains(right))
    }

    /// Where she herself acts.
    var scope: StaffScope { StaffScope(department: department, region: region) }

    func covers(_ scope: StaffScope) -> Bool {
        if let department, let other = scope.department, department != other { return false }
        guard let region else { return true }
        if let other = scope.region { return region.holds(other) }
        // What lies in no place is this city's.
        return !region.isOtherCity
    }

    /// The number of the account that comes after so many.
    static func id(after count: Int) -> String {
        "s-" + String(repeating: "0", count: max(0, 4 - String(count + 1).count)) + String(count + 1)
    }
}
