public import HTTPTypes
public import Web

/// Every reason a case does not go on, each with words that say what to do next.
public enum CaseRefused: Refusal, Hashable {
    case unknownService
    /// No such case, or another person's: the two look the same.
    case unknownCase
    /// The step has no place where the case stands.
    case notNow
    /// The form was thrown away, the application withdrawn, or its correction not answered in time.
    case withdrawn
    /// Only what is being decided is withdrawn: a form is thrown away, and what is decided stays so.
    case notWithdrawable
    case unknownQuestion
    /// An answer holds a citizen number, which would stand on the paper as if it were the holder's.
    case answerNamesPerson
    /// The factors shown are not enough for this service.
    case moreProofNeeded
    /// The person took back the consent under which she had proved who she is.
    case consentWithdrawn
    /// Answers are missing: the form is not complete.
    case incomplete
    /// What must hold for this service does not: its page says what.
    case notEligible
    /// The registers must answer before the form can be judged: it is filled in step by step.
    case stepByStep
    /// The register holds nothing about this person, so there is nothing to certify.
    case nothingOnRecord
    /// The register has not answered yet; the case waits with its number.
    case recordMissing
    /// Another screen of the same person has answered this question meanwhile.
    case answeredElsewhere
    /// The picture at the terminal is used or old, or it is for another person: the three look the same.
    case handOverUnknown
    /// Its paper came out on an earlier visit and is printed no more: too long ago, too often, or not kept any more.
    case notReprinted
    /// Something spoke of another person: the service has stopped itself.
    case wrongPerson

    public var slug: String {
        switch self {
        case .unknownService: "unknown-service"
        case .unknownCase: "unknown-case"
        case .notNow: "case-not-now"
        case .withdrawn: "case-withdrawn"
        case .notWithdrawable: "case-not-withdrawable"
        case .unknownQuestion: "unknown-question"
        case .answerNamesPerson: "answer-names-person"
        case .moreProofNeeded: "more-proof-needed"
        case .consentWithdrawn: "consent-withdrawn"
        case .incomplete: "case-incomplete"
        case .notEligible: "not-eligible"
        case .stepByStep: "step-by-step"
        case .nothingOnRecord: "nothing-on-record"
        case .recordMissing: "record-missing"
        case .answeredElsewhere: "answered-elsewhere"
        case .handOverUnknown: "hand-over-unknown"
        case .notReprinted: "paper-not-reprinted"
        case .wrongPerson: "wrong-person"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .unknownService, .unknownCase, .unknownQuestion: .notFound
        case .notNow, .withdrawn, .notWithdrawable, .incomplete, .recordMissing, .answeredElsewhere,
            .notReprinted:
            .conflict
        case .moreProofNeeded, .consentWithdrawn: .forbidden
        case .nothingOnRecord, .notEligible, .stepByStep, .answerNamesPerson, .handOverUnknown:
            .unprocessableContent
        case .wrongPerson: .serviceUnavailable
        }
    }

    public var values: [String: String] { [:] }
}
