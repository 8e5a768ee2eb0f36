public import HTTPTypes
public import Web

/// Why the desk does not do what somebody asked for, each with words that say what to do next.
public enum DeskRefused: Refusal, Hashable, CaseIterable {
    /// There are as many saved filters as one clerk may have.
    case tooManyFilters
    /// A case is refused without one of the reasons.
    case noRefusalReason
    /// A correction is asked for of no question.
    case noQuestion
    /// A correction is asked for without one of the reasons.
    case noCorrectionReason
    /// A correction is asked for with neither.
    case noQuestionAndReason
    /// A step is referred to no office.
    case noOffice
    /// A step is referred without one of the reasons.
    case noReferralReason
    /// Nothing is ticked that something could be done to.
    case nothingTicked

    public var slug: String {
        switch self {
        case .tooManyFilters: "desk-too-many-filters"
        case .noRefusalReason: "desk-no-refusal-reason"
        case .noQuestion: "desk-no-question"
        case .noCorrectionReason: "desk-no-correction-reason"
        case .noQuestionAndReason: "desk-no-question-and-reason"
        case .noOffice: "desk-no-office"
        case .noReferralReason: "desk-no-referral-reason"
        case .nothingTicked: "desk-nothing-ticked"
        }
    }

    public var status: HTTPResponse.Status {
        self == .tooManyFilters ? .conflict : .unprocessableContent
    }

    public var fields: [String] {
        switch self {
        case .tooManyFilters: []
        case .noRefusalReason: ["reason"]
        case .noQuestion, .noQuestionAndReason: ["question"]
        case .noCorrectionReason: ["correction-reason"]
        case .noOffice: ["office"]
        case .noReferralReason: ["referral-reason"]
        case .nothingTicked: ["step"]
        }
    }
}
