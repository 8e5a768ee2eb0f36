public import Wire
public import Storage

/// Where a print ticket is in its life.
public enum TicketState: String, Sendable, CaseIterable {
    case issued
    /// The paper is at the terminal.
    case fetched
    case printed
    /// Surely nothing usable came out.
    case failed
    /// Nobody knows what came out.
    case unknown
    case mismatch
    /// Its minute passed before the paper was fetched.
    case expired

    public enum Event: Hashable, Sendable {
        case fetch
        /// The minute passed, or the terminal asked for another before it fetched the paper.
        case expiry
        /// The terminal has said nothing for too long after it fetched the paper.
        case silence
        case report(PrintOutcome.State)

        public static let all: [Event] =
            [.fetch, .expiry, .silence] + PrintOutcome.State.allCases.map { .report($0) }
    }

    /// Whether another ticket for the paper must wait.
    public var isLive: Bool { self == .issued || self == .fetched }

    /// The state after an event.
    ///
    /// **Errors:** ``TicketRefused`` for every event that cannot come now; a repeated report gives the same state.
    public func next(_ event: Event) throws(TicketRefused) -> TicketState {
        switch (self, event) {
        case (.issued, .fetch): .fetched
        case (.issued, .expiry): .expired
        // The terminal gave up, or found a mismatch, before it had the paper.
        case (.issued, .report(.failed)): .failed
        case (.issued, .report(.mismatch)): .mismatch
        case (.issued, .report), (.issued, .silence): throw .contradicts
        case (.fetched, .silence): .unknown
        case (.fetched, .report(let outcome)): Self(outcome)
        case (.fetched, .fetch): throw .alreadyFetched
        case (.fetched, .expiry): throw .contradicts
        case (.expired, .fetch): throw .expired
        // What never was fetched was never printed: the terminal only says why it stopped.
        case (.expired, .report(.failed)): .expired
        case (.printed, .fetch), (.failed, .fetch), (.unknown, .fetch), (.mismatch, .fetch):
            throw .alreadyFetched
        case (_, .report(let outcome)) where Self(outcome) == self: self
        case (_, .report): throw .contradicts
        case (_, .expiry), (_, .silence): throw .closed
        }
    }

    private init(_ outcome: PrintOutcome.State) {
        self =
            switch outcome {
            case .printed: .printed
            case .failed: .failed
            case .unknown: .unknown
            case .mismatch: .mismatch
            }
    }
}

extension TicketState: SQLConvertible {}
