public import Storage

/// Where one step of deciding a case stands.
public enum StepState: String, Sendable, CaseIterable, SQLConvertible {
    /// Steps before it are not approved yet.
    case waiting
    /// Lies in its department's queue.
    case ready
    /// A clerk works at it, and nobody else.
    case claimed
    /// The person has been asked to correct something; its time stands still.
    case correction
    case approved
    case refused
    /// Another step refused the case, or its person gave it up: nobody has to decide any more.
    case void

    /// Whether somebody still owes a decision.
    public var isOpen: Bool { [.waiting, .ready, .claimed, .correction].contains(self) }

    /// The state after an event, or nil when the event is refused in this state.
    public func after(_ event: StepEvent) -> StepState? {
        switch (self, event) {
        case (.waiting, .begun): .ready
        case (.ready, .claimed): .claimed
        case (.ready, .assigned), (.claimed, .assigned): .claimed
        case (.claimed, .released): .ready
        case (.ready, .referred), (.claimed, .referred): .ready
        case (.claimed, .handedOver): .claimed
        case (.claimed, .approved): .approved
        case (.claimed, .refused): .refused
        case (.claimed, .correctionAsked): .correction
        case (.correction, .handedOver): .correction
        // Back to the clerk who asked, who knows what was wrong.
        case (.correction, .corrected): .claimed
        case (.waiting, .voided), (.ready, .voided), (.claimed, .voided), (.correction, .voided): .void
        default: nil
        }
    }
}

/// What happens to a step.
public enum StepEvent: String, Sendable, CaseIterable {
    /// What it waited for is approved.
    case begun
    case claimed
    case released
    case handedOver = "handed-over"
    /// Goes to another office of its department.
    case referred
    /// A supervisor has given it to somebody, whoever had it, or nobody.
    case assigned
    case approved
    case refused
    case correctionAsked = "correction-asked"
    case corrected
    case voided
}
