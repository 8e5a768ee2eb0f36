/// What takes two people, and who they may be.
public enum ApprovalKind: String, Sendable, CaseIterable {
    /// Other roles for somebody.
    case roleGrant
    /// A code that admits a terminal.
    case terminalEnrolment
    /// A refund above the limit.
    case refund
    /// Data of more than fifty persons.
    case export
    /// Another period after which something is forgotten.
    case retention
    /// A seal or its certificate, or other keys.
    case sealEnrolment
    /// A person is told later than at once who looked at her data.
    case looksDelay
    /// Somebody at whom no look goes unasked.
    case watch
    /// Somebody who helps at the terminals of a shop.
    case volunteer

    /// How long a request waits.
    public static let life = Duration.seconds(7 * 86_400)

    /// Who may ask.
    public var requesters: Set<StaffRole> {
        switch self {
        case .roleGrant, .watch: [.security]
        case .terminalEnrolment: [.technician, .operator]
        case .volunteer: [.operator]
        case .refund, .export: [.clerk, .supervisor]
        case .retention, .sealEnrolment: [.system]
        case .looksDelay: [.supervisor]
        }
    }

    /// How many must say yes beside the one who asks; one no is enough for a no.
    public var yesesNeeded: Int { self == .looksDelay ? 2 : 1 }

    /// Who may be the second person.
    public var deciders: Set<StaffRole> {
        switch self {
        case .roleGrant: [.security, .system]
        case .terminalEnrolment: [.system, .supervisor]
        case .refund: [.supervisor]
        case .export, .retention, .sealEnrolment: [.security]
        case .looksDelay: [.security, .privacy]
        case .watch: [.system]
        case .volunteer: [.operator, .supervisor]
        }
    }
}
