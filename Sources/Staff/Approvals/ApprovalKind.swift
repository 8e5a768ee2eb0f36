/// What takes two people, and who they may be.
public enum ApprovalKind: String, Sendable, CaseIterable {
    /// Other roles for somebody.
    case roleGrant
    /// Somebody for an officer's place that was held before.
    case seat
    /// A code that admits a terminal.
    case terminalEnrolment
    /// A refund above the limit; nobody can ask for one before Payments have come and given it an effect.
    case refund
    /// A list of more persons than one alone takes out of the house.
    case export
    /// A list of more cases of a queue than one alone takes out of the house.
    case queueExport
    /// Another period after which something is forgotten.
    case retention
    /// A seal or its certificate, or other keys.
    case sealEnrolment
    /// A person is told later than at once who looked at her data.
    case looksDelay
    /// Somebody at whom no look goes unasked.
    case watch
    /// Another version of a service, or a service nobody knew.
    case publication
    /// Somebody who helps at the terminals of a shop.
    case volunteer
    /// A person's request about her data, worked at on the server's console.
    case consoleRequest
    /// A paper that was issued loses its validity.
    case paperRevocation

    /// How long a request waits.
    public static let life = Duration.seconds(7 * 86_400)

    /// Who may ask.
    public var requesters: Set<StaffRole> {
        switch self {
        case .roleGrant, .watch: [.security]
        case .seat: [.security, .system]
        case .terminalEnrolment: [.technician, .operator]
        case .refund, .export, .queueExport, .publication, .paperRevocation: [.clerk, .supervisor]
        case .volunteer: [.operator]
        case .retention, .sealEnrolment: [.system]
        case .looksDelay: [.supervisor]
        case .consoleRequest: [.privacy]
        }
    }

    /// How many must say yes beside the one who asks; one no is enough for a no.
    public var yesesNeeded: Int { self == .looksDelay ? 2 : 1 }

    /// Who may be the second person.
    public var deciders: Set<StaffRole> {
        switch self {
        case .roleGrant, .seat: [.security, .system]
        case .terminalEnrolment: [.system, .supervisor]
        case .refund, .publication, .paperRevocation: [.supervisor]
        case .export, .queueExport, .retention, .sealEnrolment, .consoleRequest: [.security]
        case .looksDelay: [.security, .privacy]
        case .watch: [.system]
        case .volunteer: [.operator, .supervisor]
        }
    }
}
