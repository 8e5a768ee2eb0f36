/// Who may use a route of the desk; a route that says nothing is nobody's.
public enum StaffAccess: Hashable, Sendable {
    /// The way in: whoever reaches the listener.
    case door
    /// Whoever is signed in.
    case anybody
    case right(StaffRight)

    public func allows(_ account: StaffAccount) -> Bool {
        switch self {
        case .door, .anybody: account.state == .active
        case .right(let right): account.may(right)
        }
    }
}

/// By method and path, such as `GET /people/{id}`.
public typealias StaffAccessTable = [String: StaffAccess]
