import HTTPTypes
import Base
import Support
import Testing
import Web

@testable import Federation

/// A client's first word: who is told what is wrong with it, and who is not.
@Suite struct AuthorizationRequests {
    private func refused(_ change: [String: String?]) async throws -> Visitor.Answer {
        let house = try await FederationHouse()
        let box = AnswerBox()
        try await house.visit { visitor in box.answer = try await visitor.get(Visitor.query(change)) }
        return try #require(box.answer)
    }

    @Test(
        "ASVS 10.4.1: nobody is sent to an address that is not registered to the letter",
        arguments: [
            "https://portal.example/callback/", "https://portal.example/callback?x=1",
            "https://portal.example/Callback", "https://portal.example/callback#",
            "https://portal.example.evil.example/callback", "https://evil.example/callback",
            "https://portal.example:443/callback", "http://portal.example/callback",
            "https://portal.example/%63allback", "https://portal.example/callback/../callback",
            "https://strict.example/cb", "", "javascript:alert(1)",
        ])
    func redirectGames(_ redirect: String) async throws {
        let answer = try await refused(["redirect_uri": redirect])

        #expect(answer.status == 400)
        #expect(answer.location == nil)
        #expect(answer.body.contains("X-Request-ID") || answer.body.contains("12345"))
    }

    @Test func anUnknownClientIsTurnedDownHere() async throws {
        for id in ["other", "", "PORTAL"] {
            let answer = try await refused(["client_id": id])
            #expect(answer.status == 400)
            #expect(answer.location == nil)
        }
        #expect(try await refused(["redirect_uri": nil]).location == nil)
    }

    @Test(
        "ASVS 10.4.4 10.4.6 10.4.12 10.6.1: every other mistake is told to the client, with its state and our name",
        arguments: [
            (["response_type": "token"], "unsupported_response_type"),
            (["response_type": "code id_token"], "unsupported_response_type"),
            (["response_type": nil], "unsupported_response_type"),
            (["response_mode": "fragment"], "invalid_request"),
            (["code_challenge": nil], "invalid_request"), (["code_challenge": "short"], "invalid_request"),
            (["code_challenge_method": nil], "invalid_request"),
            (["code_challenge_method": "plain"], "invalid_request"),
            (["scope": nil], "invalid_scope"), (["scope": "profile"], "invalid_scope"),
            (["scope": "openid citizen_number"], "invalid_scope"),
            (["request": "eyJ"], "request_not_supported"),
            (["request_uri": "https://evil.example"], "request_uri_not_supported"),
            (["registration": "{}"], "registration_not_supported"),
            (["prompt": "none login"], "invalid_request"), (["prompt": "never"], "invalid_request"),
            (["max_age": "-1"], "invalid_request"), (["max_age": "x"], "invalid_request"),
            (["nonce": String(repeating: "n", count: 513)], "invalid_request"),
            (["nonce": "n\u{1}"], "invalid_request"), (["nonce": "n\u{7F}"], "invalid_request"),
            (["nonce": "陈"], "invalid_request"),
        ] as [([String: String?], String)])
    func mistakes(_ change: [String: String?], _ error: String) async throws {
        let answer = try await refused(change)

        #expect(answer.status == 303)
        #expect(answer.location?.hasPrefix(FederationHouse.redirect + "?error=\(error)&") == true)
        #expect(answer.parameter("state") == "st")
        #expect(answer.parameter("iss") == FederationHouse.issuer)
    }

    @Test(arguments: ["s\u{1}", "s\u{7F}", "陈", "s\n", String(repeating: "s", count: 513)])
    func aStateThatIsNoneIsToldAndNotCarriedBack(state: String) async throws {
        let answer = try await refused(["state": state])

        #expect(answer.parameter("error") == "invalid_request")
        #expect(answer.parameter("state") == nil)
    }

    /// What JSON writes twice as long, to the limit of everything a query may carry.
    @Test func theLongestNoteComesBack() async throws {
        let house = try await FederationHouse()
        let notes = SealedNote<AuthorizationRequest>(
            vault: house.parts.vault, world: house.parts.world, kind: "authorize")
        let longest = String(repeating: "\"", count: AuthorizationRequest.textMax)
        let site = "https://portal.example/"
        let slashes = String(repeating: "/", count: ClientAddress.lengthMax - site.utf8.count)
        let asked = AuthorizationRequest(
            client: String(repeating: "c", count: 64), redirect: site + slashes, scopes: Set(Scope.allCases),
            state: longest, nonce: longest, challenge: Visitor.challenge,
            prompt: [.login, .consent, .selectAccount], maxAge: 31_536_000, levels: Set(ProofLevel.allCases),
            askedAtMs: house.parts.world.now().milliseconds)

        let note = try notes.text(asked)

        #expect(notes.content(note) == asked)
    }

    @Test func aStateOfQuotesIsCarriedThereAndBack() async throws {
        let house = try await FederationHouse()
        let state = String(repeating: "\" \\", count: 100)
        try await house.visit { visitor in
            let back = try await visitor.authorize(["state": state, "nonce": state])
            #expect(back.parameter("state") == state)
        }
    }

    @Test("ASVS 15.3.7: a parameter that comes twice is refused") func twice() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let state = try await visitor.get(Visitor.query() + "&state=other")
            #expect(state.parameter("error") == "invalid_request")
            #expect(state.parameter("state") == nil)
            let redirect = try await visitor.get(Visitor.query() + "&redirect_uri=https://evil.example")
            #expect(redirect.location == nil)
            let client = try await visitor.get(Visitor.query() + "&client_id=strict")
            #expect(client.location == nil)
        }
    }

    @Test("ASVS 3.5.1: a foreign page's link brings no cookie, so it leads through a page of ours")
    func theFirstPageDecidesNothing() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let page = try await visitor.get(Visitor.query())
            #expect(page.status == 200)
            #expect(page.next?.hasPrefix("/oidc/continue?request=") == true)
            #expect(!page.body.contains(FederationHouse.redirect))
            let stranger = Visitor(client: visitor.client, house: house)
            let sent = try await stranger.get(try #require(page.next))
            #expect(sent.status == 303)
            #expect(
                sent.location?.hasPrefix("/account/sign-in?level=basic&again=false&next=/oidc/continue")
                    == true)
        }
    }

    @Test func aNoteThatWasChangedOrIsOldIsNothing() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let note = try #require(try await visitor.get(Visitor.query()).next)
            for bad in [
                note.dropLast() + (note.hasSuffix("A") ? "B" : "A"), "/oidc/continue",
                "/oidc/continue?request=",
                note.replacing("continue", with: "logout/confirm"),
            ] {
                #expect(try await visitor.get(String(bad)).status == 400)
            }
            house.clock.advance(by: .seconds(601))
            #expect(try await visitor.get(note).status == 400)
            #expect(try await visitor.get(note.replacing("continue", with: "cancel")).status == 400)
        }
    }

    @Test("ASVS 10.7.2: she sees who asks, what for and what it would be told, and may say no")
    func theQuestion() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let page = try await visitor.arrive(["scope": "openid phone"])
            #expect(page.status == 200)
            for word in ["示例门户", "0592-0000000", "手机号", "第二十三条", "不会告诉对方您的身份证号"] {
                #expect(page.body.contains(word), "\(word)")
            }
            #expect(!page.body.contains("<li>姓名</li>"))
            let cancel = try #require(page.body.firstMatch(of: /href="(\/oidc\/cancel[^"]*)"/)).1
            let back = try await visitor.get(String(cancel))
            #expect(back.parameter("error") == "access_denied")
            #expect(back.parameter("state") == "st")
            #expect(try await house.acts() == [])
        }
    }

    @Test func onceAgreedSheIsNotAskedAgain() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            _ = try await visitor.code()
            #expect(try await visitor.arrive().parameter("code") != nil)
            #expect(try await visitor.arrive(["prompt": "none"]).parameter("code") != nil)
            #expect(try await visitor.arrive(["scope": "openid phone"]).status == 200)
            #expect(
                try await visitor.arrive(["prompt": "none", "scope": "openid phone"])
                    .parameter("error") == "consent_required")
            #expect(try await visitor.arrive(["client_id": "posting"]).status == 200)
        }
    }

    @Test func withoutHerThereIsNoConsent() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let page = try await visitor.arrive()
            let stranger = Visitor(client: visitor.client, house: house)
            let answer = try await stranger.post(
                "/oidc/consent",
                [
                    ("idempotency_key", try #require(page.field("idempotency_key"))),
                    ("request", try #require(page.field("request"))),
                ])
            #expect(answer.status == 401)
            let foreign = try await visitor.post(
                "/oidc/consent",
                [
                    ("idempotency_key", try #require(page.field("idempotency_key"))),
                    ("request", try #require(page.field("request"))),
                ], headers: [.origin: "https://evil.example"])
            #expect(foreign.status == 403)
        }
    }
}

/// Carries one answer out of a closure.
final class AnswerBox: Sendable {
    private let held = Guarded<Visitor.Answer?>(nil)
    var answer: Visitor.Answer? {
        get { held.value }
        set { held.value = newValue }
    }
}
