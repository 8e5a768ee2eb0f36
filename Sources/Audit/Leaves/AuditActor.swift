/// Who acted: the kind, and for all but citizens a name that is not a person's.
import Base

public enum AuditActor: Hashable, Sendable, CustomStringConvertible {
    /// A citizen; which one is said by the act's subject commitment alone.
    case citizen
    /// The terminal's identifier.
    case terminal(String)
    /// The account's identifier, never the person's name.
    case staff(String)
    /// A part of the house that acts by itself, such as `retention`.
    case system(String)
    /// The department's code.
    case department(String)
    /// A citizen who acts for the leaf's subject: by what, and her own commitment.
    case representative(kind: String, commitment: [UInt8])
    /// A volunteer who helps at a terminal, by her commitment: her number and name are the desk's.
    case helper(commitment: [UInt8])

    var kind: String {
        switch self {
        case .citizen: "citizen"
        case .terminal: "terminal"
        case .staff: "staff"
        case .system: "system"
        case .department: "department"
        case .representative: "representative"
        case .helper: "helper"
        }
    }

    var name: String? {
        switch self {
        case .citizen: nil
        case .terminal(let name), .staff(let name), .system(let name), .department(let name): name
        case .representative(_, let commitment), .helper(let commitment): commitment.hex
        }
    }

    /// As a leaf has it: a representative by a name that is good for this leaf alone.
    func name(in leaf: Token) -> String? {
        guard case .representative(_, let commitment) = self else { return name }
        return LeafPseudonym.of(commitment, in: leaf).hex
    }

    /// Told as the leaf's role when the act names no other.
    var role: String? {
        if case .representative(let kind, _) = self { kind } else { nil }
    }

    /// Kind and name, such as `staff operator-1`.
    public var description: String { name.map { "\(kind) \($0)" } ?? kind }
}
