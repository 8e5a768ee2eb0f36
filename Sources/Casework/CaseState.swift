public import Storage

/// Where a case 办件 stands.
public enum CaseState: String, Sendable, CaseIterable, SQLConvertible {
    /// The person is answering.
    case open
    /// The person has submitted; the paper is being made, or the case is on its way to those who decide.
    case submitted
    /// Departments are deciding, step by step.
    case deciding
    /// A department has asked the person to correct something, once and for all of it 一次性告知.
    case correcting
    /// Every step is approved; the paper is being made.
    case approved
    /// The sealed paper exists and has not come out yet.
    case issued
    /// The paper came out.
    case delivered
    /// A department has said no; the person reads why, and where she can turn.
    case refused
    /// Thrown away before it was handed in, withdrawn by its person before it was decided, or left until it ran out.
    case withdrawn

    /// Whether departments are deciding it, so that its person can still withdraw it.
    public var isWithdrawable: Bool { self == .deciding || self == .correcting }

    /// Whether nobody has work with it any more.
    public var isOver: Bool { [.delivered, .refused, .withdrawn].contains(self) }

    /// Why what has no place in this state is refused: it is done, or there is nothing left to do it with.
    var refusal: CaseRefused { self == .withdrawn ? .withdrawn : .notNow }

    /// The state after an event, or nil when the event is refused in this state.
    public func after(_ event: CaseEvent) -> CaseState? {
        switch (self, event) {
        // A form that is still open asks for another file by itself.
        case (.submitted, .fileInfected), (.approved, .fileInfected), (.issued, .fileInfected),
            (.delivered, .fileInfected):
            self
        case (.open, .recordRead), (.open, .answered): .open
        case (.open, .submitted): .submitted
        case (.open, .withdrawn): .withdrawn
        // What was lodged while the department was silent is filled before its paper is made.
        case (.submitted, .recordRead): .submitted
        case (.submitted, .issued): .issued
        case (.submitted, .handedIn): .deciding
        // What was booked is kept, missed or given back whatever became of its slip.
        case (.submitted, _) where event.isOfVisit, (.issued, _) where event.isOfVisit,
            (.delivered, _) where event.isOfVisit:
            self
        case (.deciding, _), (.correcting, _): whileDeciding(event)
        case (.approved, .issued): .issued
        // A paper can lose its validity before and after it has come out.
        case (.issued, .paperRevoked): .issued
        case (.delivered, .paperRevoked): .delivered
        case (.issued, .printRequested), (.issued, .printFailed), (.issued, .printUnknown),
            (.issued, .printMismatch), (.issued, .rated), (.issued, .resultRecorded),
            (.issued, .resultRefused), (.issued, .resultWithdrawn), (.issued, .resultNotWithdrawn):
            .issued
        case (.issued, .printed): .delivered
        // A paper may be printed again, and the second report of one printing changes nothing.
        case (.delivered, .printRequested), (.delivered, .printed), (.delivered, .printFailed),
            (.delivered, .printUnknown), (.delivered, .printMismatch), (.delivered, .rated),
            (.delivered, .resultRecorded), (.delivered, .resultRefused), (.delivered, .resultWithdrawn),
            (.delivered, .resultNotWithdrawn):
            .delivered
        case (.refused, .refusalRead), (.refused, .rated), (.refused, .stepVoided): .refused
        case (.withdrawn, .stepVoided): .withdrawn
        default: nil
        }
    }

    /// Side by side with a step that waits for the person, others go on; a refusal ends them all.
    private func whileDeciding(_ event: CaseEvent) -> CaseState? {
        switch event {
        case .stepBegun, .stepClaimed, .stepReleased, .stepHandedOver, .stepApproved, .stepOverdue,
            .stepEscalated, .stepReferred:
            self
        case .accepted, .fileInfected: self
        case .correctionAsked: .correcting
        case .stepRefused: .refused
        case .approved: self == .deciding ? .approved : nil
        case .answered: self == .correcting ? .correcting : nil
        case .corrected: self == .correcting ? .deciding : nil
        case .withdrawn: .withdrawn
        default: nil
        }
    }
}

/// What happens to a case; each is one row of its history, never changed.
public enum CaseEvent: String, Sendable, CaseIterable, SQLConvertible {
    case opened
    case recordRead = "record-read"
    case answered
    case submitted
    /// Its steps begin.
    case handedIn = "handed-in"
    /// What a step waited for is approved: it lies in its queue, and its time runs.
    case stepBegun = "step-begun"
    case stepClaimed = "step-claimed"
    case stepReleased = "step-released"
    case stepHandedOver = "step-handed-over"
    /// Went to another office of its department, which has it from now on.
    case stepReferred = "step-referred"
    case stepApproved = "step-approved"
    case stepRefused = "step-refused"
    case stepOverdue = "step-overdue"
    /// Late for days: the office of the next level is told.
    case stepEscalated = "step-escalated"
    /// The case ended elsewhere, so nobody has to decide this step any more.
    case stepVoided = "step-voided"
    /// A clerk has said that it is complete 受理.
    case accepted
    case correctionAsked = "correction-asked"
    /// A scanner that looked late has found a file infected; the detail is the question.
    case fileInfected = "file-infected"
    /// The person has answered all that was asked for.
    case corrected
    /// The last step is approved.
    case approved
    /// The person has read why her case was refused.
    case refusalRead = "refusal-read"
    case issued
    case printRequested = "print-requested"
    case printed
    case printFailed = "print-failed"
    case printUnknown = "print-unknown"
    case printMismatch = "print-mismatch"
    case withdrawn
    case rated
    /// Its department took back the validity of the paper.
    case paperRevoked = "paper-revoked"
    /// The person came to what she had booked.
    case visitKept = "visit-kept"
    /// She did not come 爽约.
    case visitMissed = "visit-missed"
    /// She gave it back, or her slip was revoked.
    case visitCancelled = "visit-cancelled"
    /// The department has written the result into its books.
    case resultRecorded = "result-recorded"
    /// The department does not take the result; somebody must look.
    case resultRefused = "result-refused"
    /// The department has taken the result of a revoked paper out of its books.
    case resultWithdrawn = "result-withdrawn"
    /// The department does not take it out; somebody must look.
    case resultNotWithdrawn = "result-not-withdrawn"

    /// Whether it happened to a visit that the case booked.
    var isOfVisit: Bool { [.visitKept, .visitMissed, .visitCancelled].contains(self) }
}
