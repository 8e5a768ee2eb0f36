/// Why a paper may not be printed, fetched or reported on now.
public enum TicketRefused: Error, Hashable, Sendable {
    case unknownTicket
    case otherTerminal
    case otherSession
    /// The minute is over.
    case expired
    /// The paper was fetched before; it is handed out once.
    case alreadyFetched
    /// The ticket has ended.
    case closed
    /// The report does not go with what is known of the ticket.
    case contradicts
    /// Another ticket for the paper is still in use.
    case inUse
    /// The paper was printed; to print it again the person asks for it again.
    case alreadyPrinted
    /// The paper was printed as often as it may be.
    case reprintLimit
    /// Something did not match on this terminal before; print on another.
    case terminalStopped
}
