import Base
import Support
import Testing

@testable import Federation

/// What has to happen before a client gets its answer.
@Suite struct NextSteps {
    private static let now = TestClock.start

    private func client(_ level: ProofLevel = .basic) throws -> Client {
        let list = try ClientList(
            json: (["clients": [FederationHouse.client("portal", ["level": .text(level.name)])]] as JSONValue)
                .bytes)
        return try #require(list["portal"])
    }

    private func step(
        prompt: Set<AuthorizationRequest.Prompt> = [], maxAge: Int64? = nil, levels: Set<ProofLevel> = [],
        client level: ProofLevel = .basic, person: ProofLevel? = .substantial, signedInAgo: Int64 = 60,
        consent scopes: Set<Scope>? = [.openid], consentAgo: Int64 = 60, withdrawn: Bool = false,
        wording: String = ClientConsent.wording
    ) throws -> NextStep {
        let (now, citizen) = (Self.now, try #require(Token(rawValue: String(repeating: "0", count: 26))))
        let request = AuthorizationRequest(
            client: "portal", redirect: FederationHouse.redirect, scopes: [.openid], state: nil, nonce: nil,
            challenge: "", prompt: prompt, maxAge: maxAge, levels: levels,
            askedAtMs: (now - .seconds(10)).milliseconds)
        let signedIn = person.map {
            Federation.SignedIn(
                session: citizen, citizen: citizen, level: $0, methods: [],
                authenticatedAt: now - .seconds(signedInAgo))
        }
        let consent = scopes.map {
            ClientConsent(
                citizen: citizen, client: "portal", scopes: $0, wording: wording,
                givenAt: now - .seconds(consentAgo), withdrawnAt: withdrawn ? now : nil)
        }
        return NextStep.after(request, from: try client(level), by: signedIn, consent: consent, at: now)
    }

    @Test func whoIsKnownAndHasAgreedIsAnswered() throws {
        #expect(try step() == .answer)
        #expect(try step(prompt: [.none]) == .answer)
    }

    @Test("ASVS 10.7.1: consent is asked for when it is missing, narrower, withdrawn, or under other words")
    func consent() throws {
        #expect(try step(consent: nil) == .ask)
        #expect(try step(consent: []) == .ask)
        #expect(try step(withdrawn: true) == .ask)
        #expect(try step(wording: "oidc-0") == .ask)
        #expect(try step(prompt: [.consent]) == .ask)
        #expect(try step(prompt: [.consent], consentAgo: 5) == .answer)
        #expect(try step(prompt: [.none], consent: nil) == .refuse(.consentRequired))
    }

    @Test("ASVS 10.3.4: prompt and max_age ask for a fresh sign-in, and are content with one")
    func freshness() throws {
        #expect(try step(person: nil) == .signIn(.basic, again: false))
        #expect(try step(prompt: [.none], person: nil) == .refuse(.loginRequired))
        #expect(try step(prompt: [.login]) == .signIn(.basic, again: true))
        #expect(try step(prompt: [.selectAccount]) == .signIn(.basic, again: true))
        #expect(try step(prompt: [.login], signedInAgo: 5) == .answer)
        #expect(try step(maxAge: 59) == .signIn(.basic, again: true))
        #expect(try step(maxAge: 60) == .answer)
        #expect(try step(maxAge: 0, signedInAgo: 5) == .answer)
        #expect(try step(prompt: [.none], maxAge: 59) == .refuse(.loginRequired))
    }

    @Test("ASVS 6.8.4: the client's level is a condition, what it asks for besides is a wish")
    func levels() throws {
        #expect(try step(client: .high) == .signIn(.high, again: true))
        #expect(try step(client: .high, signedInAgo: 5) == .refuse(.unmetRequirements))
        #expect(try step(prompt: [.none], client: .high) == .refuse(.unmetRequirements))
        #expect(try step(client: .substantial) == .answer)
        #expect(try step(levels: [.high]) == .signIn(.high, again: true))
        #expect(try step(levels: [.high, .basic]) == .answer)
        #expect(try step(levels: [.high], signedInAgo: 5) == .answer)
        #expect(try step(prompt: [.none], levels: [.high]) == .answer)
        #expect(try step(levels: [.high], person: nil) == .signIn(.high, again: false))
    }
}
