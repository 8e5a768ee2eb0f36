public import Base

/// Where somebody at the desk serves, without who she is.
public struct StaffSeat: Hashable, Sendable {
    /// The department's code; nil for those who serve all.
    public let department: String?
    /// Nil for the whole city.
    public let region: DivisionCode?

    public init(department: String?, region: DivisionCode?) {
        self.department = department
        self.region = region
    }
}
