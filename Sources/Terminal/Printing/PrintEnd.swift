/// How an attempt to print ended, as the citizen's screen needs it.
enum PrintEnd: Hashable, Sendable {
    case printed
    /// A word for the centre's page: `printer-paper-out`, `printer-jam`, `printer-offline`, `printer-unknown`, or one of ``said``.
    case problem(String)
    /// The centre gave no ticket: its own page says why.
    case refused
    case unreachable
    case sessionOver
    /// Something did not match: the terminal has stopped itself.
    case stopped

    /// Why the centre gives no ticket, where its page has words for it: another one is still in use, there were
    /// enough, or the paper counts no more.
    static let said: Set<String> = ["ticket-in-use", "paper-reprint-limit", "paper-not-valid"]
}
