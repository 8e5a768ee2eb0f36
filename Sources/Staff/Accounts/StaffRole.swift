public import Storage

/// What somebody at the desk is there for.
///
/// System, security and audit officer are the three officers 三员 (GB/T 22239, 三员分立): nobody is two of them.
public enum StaffRole: String, Sendable, CaseIterable, SQLConvertible {
    case system
    case security
    case audit
    case clerk
    case supervisor
    case technician
    case `operator`
    /// Answers persons about their data (个人信息保护负责人, Personal Information Protection Law, article 52).
    case privacy

    public static let officers: Set<StaffRole> = [.system, .security, .audit]

    /// What somebody of another city can be: its office's queue is all that is here for her.
    static let ofOtherCities: Set<StaffRole> = [.clerk, .supervisor]

    /// Whether one person may hold all of these.
    public static func areSeparate(_ roles: Set<StaffRole>) -> Bool {
        roles.intersection(officers).count <= 1
    }

    /// In the order in which they are declared, parted by blanks, as a column holds them.
    static func text(_ roles: Set<StaffRole>) -> String {
        allCases.filter(roles.contains).map(\.rawValue).joined(separator: " ")
    }

    static func roles(_ text: String) -> Set<StaffRole> {
        Set(text.split(separator: " ").compactMap { StaffRole(rawValue: String($0)) })
    }
}
