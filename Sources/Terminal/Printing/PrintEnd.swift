/// How an attempt to print ended, as the citizen's screen needs it.
enum PrintEnd: Hashable, Sendable {
    case printed
    /// A word for the centre's page: `printer-paper-out`, `printer-jam`, `printer-offline`, `printer-unknown`, ``inUse``.
    case problem(String)
    /// The centre gave no ticket: its own page says why.
    case refused
    case unreachable
    case sessionOver
    /// Something did not match: the terminal has stopped itself.
    case stopped

    /// Another ticket for the paper is still in use.
    static let inUse = "ticket-in-use"
}
