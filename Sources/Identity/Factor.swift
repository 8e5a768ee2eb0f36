public import Storage

/// Something a person shows to prove who she is.
public enum Factor: String, Sendable, CaseIterable, SQLConvertible {
    /// The chip of the identity card, read by the terminal.
    case card
    /// The face, compared by the national authority; never alone, never the only way.
    case face
    /// A code sent to the phone registered for the person.
    case code
    /// A password of her account.
    case password
    /// A code from an authenticator on her phone (RFC 6238).
    case totp
    /// A key in her phone or computer that signs for this site alone (WebAuthn), after she unlocked it.
    case passkey
    /// Her own phone, signed in with two factors, on which she agreed to this visit.
    case phone
    /// Her certificate of the national network identity service and its password, shown in that service's app.
    case network
    /// The code that a terminal showed her after it had proved her; it opens an account and nothing else.
    case activation
}

/// How a person chose on the first page of identification to prove who she is.
public enum Way: String, Sendable, CaseIterable, SQLConvertible {
    /// The card, and the face.
    case face
    /// The card, and a code to the phone.
    case code
    /// The card, and her own phone, where she is signed in, agrees.
    case cardPhone = "card-phone"
    /// No card: her own phone, where she is signed in, agrees.
    case phone
    /// No card: the national service's app on her phone agrees.
    case network

    /// What a service must accept for the way to be one of its.
    public var factors: Set<String> {
        switch self {
        case .face: ["card", "face"]
        case .code: ["card", "code"]
        case .cardPhone: ["card", "phone"]
        case .phone: ["phone"]
        case .network: ["network"]
        }
    }

    /// Whether it begins with the card on the reader.
    var needsCard: Bool { factors.contains("card") }
}
