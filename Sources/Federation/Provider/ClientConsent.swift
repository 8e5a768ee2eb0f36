import Base

/// That a client may be told something about a person, until she takes it back.
struct ClientConsent: Hashable, Sendable {
    /// The edition of the words under which consent is given; another one is asked for anew.
    static let wording = "oidc-1"

    let citizen: Token
    let client: String
    let scopes: Set<Scope>
    let wording: String
    let givenAt: Instant
    let withdrawnAt: Instant?

    func covers(_ asked: Set<Scope>) -> Bool {
        withdrawnAt == nil && wording == Self.wording && asked.isSubset(of: scopes)
    }
}
