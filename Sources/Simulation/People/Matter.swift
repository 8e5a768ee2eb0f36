import Base
import Sandbox

/// What somebody comes to a terminal for.
struct Matter: Hashable, Sendable {
    static let everyday = [
        "police/temporary-identity-proof", "insurance/participation-proof", "fund/deposit-proof",
    ].map(Matter.init)
    /// Departments decide it.
    static let praise = Matter("hotline/praise")
    /// A seat at an office, and giving it back.
    static let visit = Matter("police/household-appointment")
    static let cancellation = Matter("police/household-appointment-cancel")
    /// An event in life, with such a visit among its services.
    static let newborn = Matter("bundles/newborn")
    static let all = everyday + [praise, visit, cancellation, newborn]

    /// As `department/slug`.
    let id: String

    init(_ id: String) {
        self.id = id
    }

    /// The address of the service.
    var service: String { "/services/" + id }

    /// What few come for is not among the first page's own; she knows where it stands.
    var isOnFirstPage: Bool { Self.everyday.contains(self) }

    /// Whether who has what she came for has a seat.
    var books: Bool { self == .visit || self == .newborn }

    /// What she types into a question whose answer cannot be chosen.
    func typed(_ question: String, by person: Person) -> String {
        switch question {
        case "phone": person.phone?.text ?? ""
        case "born": "2026-02-20"
        default: "样例"
        }
    }
}
