public import Base

/// A department's office for which no account of a clerk decides.
public struct UnservedOffice: Hashable, Sendable {
    /// The department's code.
    public let department: String
    /// 1 state, 2 province, 3 city, 4 county.
    public let level: Int
    /// The district; nil for an office of the whole city or above.
    public let region: DivisionCode?
    /// How many steps lie there; 0 where a service that is offered names it and none has come yet.
    public let steps: Int

    public init(department: String, level: Int, region: DivisionCode?, steps: Int) {
        self.department = department
        self.level = level
        self.region = region
        self.steps = steps
    }
}
