public import HTTPTypes
public import Web

/// Why a person is not sent to another site, or not let in from one; each with words that say what to do next.
public enum FederationRefused: Refusal, Hashable {
    /// The site that sent her is not one of ours.
    case clientUnknown
    /// The site wants her sent to an address that it never registered.
    case returnUnknown
    /// The page waited too long, or what it carries was changed.
    case requestOver
    /// She is signed in no more.
    case notSignedIn
    /// The city portal said no, or she did there.
    case portalDeclined
    /// What the city portal sent cannot be believed.
    case portalUntrusted
    /// The way to the portal was not begun in this browser, or too long ago.
    case portalOver
    /// The portal's account belongs to another person's account here, or hers to another account there.
    case portalTaken
    /// Linking takes a sign-in with two proofs.
    case proofTooWeak

    public var slug: String {
        switch self {
        case .clientUnknown: "site-unknown"
        case .returnUnknown: "site-return-unknown"
        case .requestOver: "site-request-over"
        case .notSignedIn: "site-not-signed-in"
        case .portalDeclined: "portal-declined"
        case .portalUntrusted: "portal-untrusted"
        case .portalOver: "portal-over"
        case .portalTaken: "portal-taken"
        case .proofTooWeak: "portal-proof-too-weak"
        }
    }

    public var status: HTTPResponse.Status {
        switch self {
        case .clientUnknown, .returnUnknown, .requestOver, .portalOver: .badRequest
        case .notSignedIn: .unauthorized
        case .portalDeclined, .proofTooWeak: .forbidden
        case .portalUntrusted: .serviceUnavailable
        case .portalTaken: .conflict
        }
    }
}
