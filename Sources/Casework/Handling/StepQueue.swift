public import Base
public import Catalogue
public import Storage

/// A department's queue at one level: in a district's own offices each district has one, above it the city has one.
///
/// The office of another city that decides here has one as a district's has, with the city's code; above it is this city's,
/// which has taken the case in. A station's division has six digits (GB/T 2260), so towns and villages (levels 5 and 6) share their county's queue.
public struct StepQueue: Hashable, Sendable, RawRepresentable, SQLConvertible, CustomStringConvertible {
    static let countyLevel = 4
    /// The province's: no office of the state has a desk here.
    static let topLevel = 2

    /// `<department>/<level>`, and below the city `<department>/4/<division>`.
    public let rawValue: String

    public init?(rawValue: String) {
        let parts = rawValue.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 || parts.count == 3, DepartmentID(rawValue: parts[0]) != nil,
            let level = Int(parts[1]), (1...Self.countyLevel).contains(level),
            (parts.count == 3) == (level == Self.countyLevel),
            parts.count == 2 || DivisionCode(rawValue: parts[2]) != nil
        else { return nil }
        self.rawValue = rawValue
    }

    /// - Parameters:
    ///   - department: Who decides.
    ///   - level: 1 state to 6 village.
    ///   - division: Where the case was handed in, down to the county.
    public init(_ department: DepartmentID, level: Int, in division: DivisionCode) {
        rawValue =
            level < Self.countyLevel
            ? "\(department.rawValue)/\(level)"
            : "\(department.rawValue)/\(Self.countyLevel)/\(division.rawValue)"
    }

    /// The queue of a city's, province's or state's office, wherever the case comes from; nil below the city.
    init?(_ department: DepartmentID, aboveCounty level: Int) {
        guard level < Self.countyLevel else { return nil }
        rawValue = "\(department.rawValue)/\(level)"
    }

    /// The queue of an office that serves a region; nil serves the whole city.
    public init(_ department: DepartmentID, of region: DivisionCode?) {
        let code = region?.rawValue ?? ""
        let level =
            region == nil || region == .city ? 3 : code.hasSuffix("0000") ? 2 : Self.countyLevel
        if let region, level == Self.countyLevel {
            rawValue = "\(department.rawValue)/\(level)/\(region.rawValue)"
        } else {
            rawValue = "\(department.rawValue)/\(level)"
        }
    }

    /// The same department's office one level up: the city's above a district's, the province's above the city's.
    ///
    /// - Returns: Nil above the province.
    public var above: StepQueue? {
        level > Self.topLevel ? StepQueue(rawValue: "\(department)/\(level - 1)") : nil
    }

    /// 1 state to 4 county; an office of a town or village is its county's.
    public var level: Int { Int(rawValue.split(separator: "/")[1]) ?? Self.countyLevel }

    /// The queues in which a step of a service can come to lie where cases are handed in in these districts.
    public static func all(of step: HandlingStep, in districts: Set<DivisionCode>) -> Set<StepQueue> {
        if let above = StepQueue(step.department, aboveCounty: step.level) { return [above] }
        var queues = Set(districts.map { StepQueue(step.department, level: step.level, in: $0) })
        // A case that belongs to none of the districts is the whole city's.
        if step.region != nil { queues.insert(StepQueue(step.department, of: nil)) }
        let partners = step.partners.compactMap(\.division)
        return queues.union(partners.map { StepQueue(step.department, of: $0) })
    }

    /// The district, or the other city, whose office it is; nil for one of this whole city or above.
    public var division: DivisionCode? {
        let parts = rawValue.split(separator: "/")
        return parts.count == 3 ? DivisionCode(rawValue: String(parts[2])) : nil
    }

    public var department: String { String(rawValue.prefix { $0 != "/" }) }

    public var description: String { rawValue }
}
