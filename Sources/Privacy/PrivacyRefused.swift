public import HTTPTypes
public import Web

/// Every reason for which a wish about one's own data is not taken, each with words that say what to do next.
public enum PrivacyRefused: Refusal, Hashable {
    /// No such request, or another person's: the two look the same.
    case unknownRequest
    /// No such act, another person's, or one that is not shown yet: the three look the same.
    case unknownAct
    /// There is no such right, topic or purpose to choose.
    case choiceUnknown
    /// The same is open already.
    case alreadyAsked
    /// The step has no place where the request stands.
    case notNow
    /// So many a day, so that officials can answer in time.
    case tooMany
    /// Who decided it may not look again.
    case sameOfficial
    /// It is the official's own, or that of somebody for whom she acts or who acts for her.
    case ownMatter
    /// The desk does not know which citizen the official is, so it cannot tell what is her own.
    case unknownSelf
    /// A delay was not decided by two others than who acted.
    case notTwoApprovers
    /// The release lies in the past, or further away than the law lets it.
    case releaseOutOfRange
    /// The law that is named is none of those that the city laid down.
    case basisUnknown
    /// She has been shown the act already; what is known is not taken back.
    case shownAlready
    /// A child's consent is given by a guardian.
    case guardianNeeded
    /// There is no such consent that could be taken back.
    case consentUnknown
    /// Her data are gone, so nothing of hers can be opened or answered.
    case personErased

    public var slug: String {
        switch self {
        case .unknownRequest: "request-unknown"
        case .unknownAct: "act-unknown"
        case .choiceUnknown: "choice-unknown"
        case .alreadyAsked: "request-open-already"
        case .notNow: "request-not-now"
        case .tooMany: "request-too-many"
        case .sameOfficial: "request-same-official"
        case .ownMatter: "matter-own"
        case .unknownSelf: "matter-unknown-self"
        case .notTwoApprovers: "delay-needs-two"
        case .releaseOutOfRange: "delay-release-range"
        case .basisUnknown: "delay-basis-unknown"
        case .shownAlready: "delay-shown-already"
        case .guardianNeeded: "consent-guardian-needed"
        case .consentUnknown: "consent-unknown"
        case .personErased: "person-erased"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .unknownRequest, .unknownAct, .consentUnknown: .notFound
        case .alreadyAsked, .notNow, .shownAlready: .conflict
        case .sameOfficial, .ownMatter, .unknownSelf, .notTwoApprovers, .guardianNeeded: .forbidden
        case .tooMany: .tooManyRequests
        case .choiceUnknown, .releaseOutOfRange, .basisUnknown: .unprocessableContent
        case .personErased: .gone
        }
    }

    public var page: String? { self == .unknownSelf ? "/me" : nil }
}
