public import HTTPTypes
public import Web

/// Why somebody cannot act for another, or a mandate cannot be given.
public enum RepresentationRefused: Refusal, Hashable, CaseIterable {
    /// Nobody, or nobody by this, acts for another in this service.
    case notPermitted
    /// What let her act for the other person holds no longer: run out, taken back, or the age has passed.
    case over
    /// The register of families does not answer, or not in a way that can be trusted.
    case registerSilent
    /// The register of families has spoken of somebody else: it is asked nothing more at this terminal.
    case registerWrongPerson
    /// Nobody of the list, or nobody any more.
    case personUnknown
    /// At a terminal another person is acted for, and a mandate given, with the card and a second factor only.
    case cardNeeded
    /// This visit is for one person already.
    case alreadyChosen
    case mandateName
    case mandateNumber
    /// A mandate to oneself.
    case mandateSelf
    /// Another mandate that holds says the same, and for as long.
    case mandateTwin
    /// A mandate to somebody who is not of full age.
    case mandateHolderAge
    case mandateScope
    case mandateDays
    case mandateTooMany
    /// Only a person of full age can give a mandate.
    case mandateAge
    case mandateUnknown
    /// The parent has been asked and has not agreed yet, or her yes has run out.
    case parentAsked
    /// The parent does not want this child to act for her.
    case parentRefused
    /// Nobody like this asked her.
    case agreementUnknown

    public var slug: String {
        switch self {
        case .notPermitted: "acting-not-permitted"
        case .over: "acting-over"
        case .registerSilent: "acting-register-silent"
        case .registerWrongPerson: "acting-register-wrong-person"
        case .personUnknown: "acting-person-unknown"
        case .cardNeeded: "acting-card-needed"
        case .alreadyChosen: "acting-already-chosen"
        case .mandateName: "mandate-name"
        case .mandateNumber: "mandate-number"
        case .mandateSelf: "mandate-self"
        case .mandateTwin: "mandate-twin"
        case .mandateHolderAge: "mandate-holder-age"
        case .mandateScope: "mandate-scope"
        case .mandateDays: "mandate-days"
        case .mandateTooMany: "mandate-too-many"
        case .mandateAge: "mandate-age"
        case .mandateUnknown: "mandate-unknown"
        case .parentAsked: "acting-parent-asked"
        case .parentRefused: "acting-parent-refused"
        case .agreementUnknown: "agreement-unknown"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .notPermitted, .over, .mandateAge, .cardNeeded, .parentAsked, .parentRefused: .forbidden
        case .registerSilent, .registerWrongPerson: .serviceUnavailable
        case .alreadyChosen, .mandateTooMany, .mandateTwin: .conflict
        case .mandateUnknown, .agreementUnknown: .notFound
        case .personUnknown, .mandateName, .mandateNumber, .mandateSelf, .mandateHolderAge, .mandateScope,
            .mandateDays:
            .unprocessableContent
        }
    }

    /// Whether the register of families is the reason, and nothing that she did.
    var isOfRegister: Bool { self == .registerSilent || self == .registerWrongPerson }

    /// The field of the form that is to be mended; nil for what no form can mend.
    var field: String? {
        switch self {
        case .mandateName: "name"
        case .mandateNumber, .mandateSelf, .mandateTwin, .mandateHolderAge: "number"
        case .mandateScope: "scope"
        case .mandateDays: "days"
        default: nil
        }
    }
}
