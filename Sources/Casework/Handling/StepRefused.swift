public import HTTPTypes
public import Web

/// Why a clerk's act at a step is not done, each with words that say what to do next.
public enum StepRefused: Refusal, Hashable, CaseIterable {
    /// No such step, or of a case that is none.
    case unknownStep
    /// The step is another department's, level's or district's.
    case otherQueue
    /// Another clerk has it.
    case taken
    /// Whoever has not claimed it may neither see nor decide.
    case notClaimed
    /// The case is the clerk's own, or that of somebody with whom she acts.
    case ownCase
    /// The desk does not know which citizen the clerk is, so it cannot tell whose case is her own.
    case unknownSelf
    /// The act has no place where the step stands.
    case notNow
    /// She has decided it already.
    case decided
    /// The case ended before it was decided: its person withdrew it, or another office said no.
    case ended
    /// Corrections are asked for once a step, and completely 一次性告知.
    case askedBefore
    /// The application counts as accepted 受理, so that nothing more can be asked for.
    case accepted
    /// Something was chosen that is not offered.
    case choiceUnknown
    /// The step answers the person in writing, and nothing is written.
    case noReply
    /// The written answer holds a citizen number, or reads as if somebody fetched the paper for its holder.
    case replyNamesPerson
    /// The same of what is said beside the reason of a refusal.
    case noteNamesPerson
    /// The other clerk does not work in this queue.
    case otherClerk
    /// The case is the other clerk's own, or that of somebody with whom she acts.
    case otherTied
    /// The desk does not know which citizen the other clerk is.
    case otherUnknown
    /// No office of the department that may have the step and has somebody to decide it.
    case otherOffice
    /// It has gone from office to office as often as it may: who has it decides.
    case referredEnough
    /// The account names no department, so it has no queue.
    case noQueue

    public var slug: String {
        switch self {
        case .unknownStep: "step-unknown"
        case .otherQueue: "step-other-queue"
        case .taken: "step-taken"
        case .notClaimed: "step-not-claimed"
        case .ownCase: "step-own-case"
        case .unknownSelf: "step-unknown-self"
        case .notNow: "step-not-now"
        case .decided: "step-decided"
        case .ended: "step-ended"
        case .askedBefore: "step-asked-before"
        case .accepted: "step-accepted"
        case .choiceUnknown: "step-choice-unknown"
        case .noReply: "step-no-reply"
        case .replyNamesPerson: "step-reply-names-person"
        case .noteNamesPerson: "step-note-names-person"
        case .otherClerk: "step-other-clerk"
        case .otherTied: "step-other-tied"
        case .otherUnknown: "step-other-unknown"
        case .otherOffice: "step-other-office"
        case .referredEnough: "step-referred-enough"
        case .noQueue: "step-no-queue"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .unknownStep: .notFound
        case .otherQueue, .notClaimed, .ownCase, .unknownSelf, .noQueue: .forbidden
        case .taken, .notNow, .decided, .ended, .askedBefore, .accepted, .referredEnough: .conflict
        case .choiceUnknown, .otherClerk, .otherTied, .otherUnknown, .otherOffice, .noReply,
            .replyNamesPerson, .noteNamesPerson:
            .unprocessableContent
        }
    }

    public var page: String? { self == .unknownSelf ? "/me" : nil }

    public var fields: [String] {
        switch self {
        case .noReply, .replyNamesPerson: ["reply"]
        case .noteNamesPerson: ["refusal-note"]
        case .otherTied, .otherUnknown: ["colleague"]
        case .otherOffice: ["office"]
        default: []
        }
    }

    public var values: [String: String] { [:] }
}
