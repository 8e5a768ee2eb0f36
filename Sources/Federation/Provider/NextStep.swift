import Base

/// What has to happen before a client gets its answer.
enum NextStep: Hashable, Sendable {
    /// She signs in, as surely as said; `again` although she is signed in.
    case signIn(ProofLevel?, again: Bool)
    /// She is asked whether the client may be told.
    case ask
    /// The client gets a code.
    case answer
    case refuse(OIDCError)

    /// Everything is decided by comparing moments, so that a page which is opened twice is decided alike.
    static func after(
        _ request: AuthorizationRequest, from client: Client, by person: SignedIn?, consent: ClientConsent?,
        at now: Instant
    ) -> NextStep {
        let isSilent = request.prompt.contains(.none)
        guard let person else {
            return isSilent ? .refuse(.loginRequired) : .signIn(wanted(request, client), again: false)
        }
        let isFresh = person.authenticatedAt >= request.askedAt
        let mustBeFresh =
            request.prompt.contains(.login) || request.prompt.contains(.selectAccount)
            || request.maxAge.map { now.since(person.authenticatedAt) > .seconds($0) } ?? false
        if mustBeFresh && !isFresh {
            return isSilent ? .refuse(.loginRequired) : .signIn(wanted(request, client), again: true)
        }
        if person.level < client.level {
            return isFresh || isSilent
                ? .refuse(.unmetRequirements) : .signIn(wanted(request, client), again: true)
        }
        // What is only wished for is asked once: whoever cannot, goes on with what she has, and `acr` says so.
        if let wished = request.levels.min(), person.level < wished, !isFresh, !isSilent {
            return .signIn(wished, again: true)
        }
        let isCovered =
            consent?.covers(request.scopes) ?? false
            && (!request.prompt.contains(.consent) || consent.map { $0.givenAt >= request.askedAt } ?? false)
        guard isCovered else { return isSilent ? .refuse(.consentRequired) : .ask }
        return .answer
    }

    private static func wanted(_ request: AuthorizationRequest, _ client: Client) -> ProofLevel {
        max(client.level, request.levels.min() ?? client.level)
    }
}
