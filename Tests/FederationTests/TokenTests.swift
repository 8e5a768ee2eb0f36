import Storage
import Base
import Foundation
import HTTPTypes
import Support
import Testing
import Vault
import Web

@testable import Federation

/// From the code to what a client is told.
@Suite struct TokensForCodes {
    @Test("ASVS 10.3.2: the whole way, and what the client then knows", arguments: TestEngine.available)
    func theWholeWay(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit(ago: .seconds(120)) { visitor in
            let answer = try await visitor.authorize()
            #expect(answer.location?.hasPrefix(FederationHouse.redirect + "?code=") == true)
            #expect(answer.parameter("state") == "st")
            #expect(answer.parameter("iss") == FederationHouse.issuer)

            let tokens = try await visitor.redeem(try #require(answer.parameter("code")))
            #expect(tokens.status == 200)
            #expect(tokens.headers[.cacheControl] == "no-store")
            #expect(tokens.json?["refresh_token"] == nil)
            let claims = try visitor.identity(try #require(tokens.json?["id_token"]?.text))
            #expect(claims["nonce"]?.text == "no")
            #expect(claims["acr"]?.text == "urn:egret:acr:substantial")
            #expect(claims["amr"]?.texts == ["otp", "pwd"])
            #expect(claims["auth_time"] == (house.clock.now - .seconds(120)).numericDate)
            let known: Set<String> = [
                "iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid",
            ]
            #expect(Set(claims.object?.keys.map { $0 } ?? []) == known)

            let told = try await visitor.claims(try #require(tokens.json?["access_token"]?.text))
            #expect(told.status == 200)
            #expect(told.json == ["name": "陈**", "sub": claims["sub"] ?? .null])
            #expect(try await house.acts() == ["site.consent-given", "site.signed-in", "site.told"])
            #expect(try await !house.everyLeaf().contains("陈"))
        }
    }

    @Test("ASVS 10.4.3: a code counts for a minute") func late() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let code = try await visitor.code()
            house.clock.advance(by: .seconds(60))
            #expect(try await visitor.redeem(code).error == "invalid_grant")
            house.clock.advance(by: .seconds(-10))
            #expect(try await visitor.redeem(code).error == "invalid_grant")
        }
    }

    @Test("ASVS 10.4.2: a code that comes twice ends what it brought", arguments: TestEngine.available)
    func replayed(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            let code = try await visitor.code(["scope": "openid offline_access"])
            let tokens = try #require(try await visitor.redeem(code).json)

            #expect(try await visitor.redeem(code).error == "invalid_grant")
            #expect(try await visitor.claims(try #require(tokens["access_token"]?.text)).status == 401)
            #expect(
                try await visitor.renew(try #require(tokens["refresh_token"]?.text)).error == "invalid_grant")
            #expect(try await house.acts().contains("site.code-replayed"))
        }
    }

    @Test(
        "ASVS 10.4.6: a stolen code is worth nothing without client, verifier and address",
        arguments: [
            ["code_verifier": "another-verifier-of-forty-three-characters-000"], ["code_verifier": "short"],
            ["code_verifier": Visitor.challenge], ["redirect_uri": "https://portal.example/other"],
        ] as [[String: String?]])
    func stolen(_ change: [String: String?]) async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let code = try await visitor.code()
            #expect(try await visitor.redeem(code, change).error == "invalid_grant")
            #expect(try await visitor.redeem(code).error == "invalid_grant")
        }
    }

    @Test func missingAndDoubledParametersAreNoRequest() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let code = try await visitor.code()
            for name in ["code_verifier", "redirect_uri", "code", "grant_type"] {
                let answer = try await visitor.redeem(code, [name: nil as String?])
                #expect(answer.error == "invalid_request", "\(name)")
                #expect(answer.status == 400)
            }
            #expect(
                try await visitor.redeem(code, ["grant_type": "password"]).error == "unsupported_grant_type")
            #expect(
                try await visitor.redeem(code, ["grant_type": "client_credentials"]).error
                    == "unsupported_grant_type")
            let twice = try await visitor.post(
                "/oidc/token", [("grant_type", "authorization_code"), ("code", code), ("code", "x")],
                headers: Visitor.basic())
            #expect(twice.error == "invalid_request")
            #expect(try await visitor.redeem(code).status == 200)
        }
    }

    @Test("ASVS 10.4.10: another client's code is nobody's") func another() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let code = try await visitor.code()
            let posting = try await visitor.redeem(
                code, ["client_id": "posting", "client_secret": FederationHouse.secret], headers: [:])
            #expect(posting.error == "invalid_grant")
            #expect(try await visitor.redeem(code).status == 200)
        }
    }

    @Test("ASVS 10.3.3: two sectors know her by two names, one sector by one") func pairwise() async throws {
        let house = try await FederationHouse()
        try await house.visit(level: .high) { visitor in
            let first = try await visitor.redeem(try await visitor.code())
            let posted = try await visitor.redeem(
                try await visitor.code(["client_id": "posting"]),
                ["client_id": "posting", "client_secret": FederationHouse.secret], headers: [:])
            let strict = "https://strict.example/cb"
            let other = try await visitor.redeem(
                try await visitor.code(
                    ["client_id": "strict", "redirect_uri": strict, "scope": "openid citizen_number"]),
                ["redirect_uri": strict], headers: Visitor.basic("strict"))
            let one = try visitor.identity(try #require(first.json?["id_token"]?.text))
            let two = try visitor.identity(try #require(posted.json?["id_token"]?.text), for: "posting")
            let three = try visitor.identity(try #require(other.json?["id_token"]?.text), for: "strict")

            #expect(one["sub"] == two["sub"])
            #expect(one["sub"] != three["sub"])
            #expect(Set([one["sid"], two["sid"], three["sid"]]).count == 3)
            let told = try await visitor.claims(try #require(other.json?["access_token"]?.text))
            #expect(told.json?["citizen_number"]?.text?.hasPrefix("350203") == true)
            #expect(told.json?["name"] == nil)
        }
    }

    @Test("ASVS 10.3.1: an access token counts for five minutes and says nothing itself") func access()
        async throws
    {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let tokens = try #require(try await visitor.redeem(try await visitor.code()).json)
            let access = try #require(tokens["access_token"]?.text)
            let identity = try #require(tokens["id_token"]?.text)

            #expect(try await visitor.claims(access).status == 200)
            #expect(try await visitor.claims(identity).error == "invalid_token")
            #expect(try await visitor.claims(access + "A").error == "invalid_token")
            #expect(
                try await visitor.get("/oidc/userinfo").headers[.wwwAuthenticate] == "Bearer realm=\"egret\"")
            #expect(try await visitor.get("/oidc/userinfo?access_token=\(access)").status == 401)
            house.clock.advance(by: .seconds(300))
            #expect(try await visitor.claims(access).error == "invalid_token")
        }
    }
}

/// Who a client's program is.
@Suite struct ClientProofs {
    private func assertion(
        _ house: FederationHouse, _ change: (inout [String: JSONValue]) -> Void = { _ in },
        key: SigningKey? = nil
    ) throws -> String {
        let now = house.clock.now
        var claims: [String: JSONValue] = [
            "iss": "keyed", "sub": "keyed", "aud": .text(FederationHouse.issuer), "iat": now.numericDate,
            "exp": (now + .seconds(60)).numericDate, "jti": .text(Token(house.world).rawValue),
        ]
        change(&claims)
        return try JWS.sign(.object(claims), type: "JWT", with: key ?? house.clientKey)
    }

    private func answer(_ visitor: Visitor, _ assertion: String, _ change: [String: String?] = [:])
        async throws
        -> Visitor.Answer
    {
        let code = try await visitor.code(["client_id": "keyed"])
        let base: [String: String?] = [
            "client_assertion": assertion, "client_assertion_type": AuthenticateClient.assertionType,
        ]
        return try await visitor.redeem(code, base.merging(change) { $1 }, headers: [:])
    }

    @Test("ASVS 10.4.16: a client proves itself by its key", arguments: TestEngine.available)
    func byKey(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            let endpoint: JSONValue = .text(FederationHouse.issuer + "/oidc/token")
            let toIssuer = try await answer(visitor, try assertion(house))
            let toEndpoint = try await answer(visitor, try assertion(house) { $0["aud"] = endpoint })
            let named = try await answer(visitor, try assertion(house), ["client_id": "keyed"])

            #expect([toIssuer, toEndpoint, named].map(\.status) == [200, 200, 200])
        }
    }

    @Test("ASVS 10.4.16: and by nothing else") func forged() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let once = try assertion(house)
            #expect(try await answer(visitor, once).status == 200)
            let other = try SigningKey.generate(.p256)
            let ours = try house.vault.ring.tokenKey(.provider, at: house.clock.now)
            for bad in [
                once, try assertion(house, key: other), try assertion(house, key: ours),
                try assertion(house) { $0["aud"] = "https://evil.example" },
                try assertion(house) { $0["aud"] = [.text(FederationHouse.issuer), "https://evil.example"] },
                try assertion(house) { $0["sub"] = "portal" }, try assertion(house) { $0["iss"] = "portal" },
                try assertion(house) { $0["jti"] = nil },
                try assertion(house) { $0["exp"] = house.clock.now.numericDate },
                try assertion(house) { $0["exp"] = (house.clock.now + .seconds(7_200)).numericDate },
                once.split(separator: ".").dropLast().joined(separator: ".") + ".", "a.b.c", "",
            ] {
                let refused = try await answer(visitor, bad)
                #expect(refused.error == "invalid_client", "\(bad)")
                #expect(refused.status == 401)
            }
            #expect(
                try await answer(visitor, try assertion(house), ["client_assertion_type": "jwt"]).error
                    == "invalid_client")
            #expect(
                try await answer(visitor, try assertion(house), ["client_secret": FederationHouse.secret])
                    .error
                    == "invalid_request")
        }
    }

    private struct Sent {
        let change: [String: String?]
        let headers: HTTPFields

        init(_ change: [String: String?] = [:], _ headers: HTTPFields = [:]) {
            self.change = change
            self.headers = headers
        }

        init(_ headers: HTTPFields) { self.init([:], headers) }
    }

    @Test("ASVS 10.4.10: a secret counts only in the way that is registered") func bySecret() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let code = try await visitor.code()
            let inBody: [String: String?] = ["client_id": "portal", "client_secret": FederationHouse.secret]
            for sent in [
                Sent(inBody), Sent(), Sent(["client_id": "portal"]), Sent(Visitor.basic("portal", "wrong")),
                Sent(Visitor.basic("nobody")), Sent(Visitor.basic("keyed")), Sent(Visitor.basic("posting")),
                Sent(["client_id": "posting"], Visitor.basic()), Sent([.authorization: "Basic !!"]),
                Sent([.authorization: "Bearer x"]),
            ] {
                let refused = try await visitor.redeem(code, sent.change, headers: sent.headers)
                #expect(refused.error == "invalid_client")
                #expect(refused.status == 401)
                #expect(refused.headers[.wwwAuthenticate]?.hasPrefix("Basic") == true)
            }
            #expect(try await visitor.redeem(code, inBody).error == "invalid_request")
            #expect(try await visitor.redeem(code).status == 200)
        }
    }
}

/// What the provider says about itself.
@Suite struct Descriptions {
    @Test func theDescriptionNamesOnlyWhatThereIs() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let answer = try await visitor.get("/.well-known/openid-configuration")
            let document = try #require(answer.json)
            #expect(document["issuer"]?.text == FederationHouse.issuer)
            #expect(document["code_challenge_methods_supported"]?.texts == ["S256"])
            #expect(document["response_types_supported"]?.texts == ["code"])
            #expect(document["subject_types_supported"]?.texts == ["pairwise"])
            let keys = try #require(JWKSet(Array(try await visitor.get("/oidc/jwks").body.utf8)))
            #expect(keys == house.vault.ring.publishedKeys(.provider, at: house.clock.now))
            #expect(try await !visitor.get("/oidc/jwks").body.contains("\"d\""))
        }
    }
}
