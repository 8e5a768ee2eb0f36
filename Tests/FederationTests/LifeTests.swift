import Storage
import HTTPTypes
import Base
import Support
import Testing
import Vault
import Web

@testable import Federation

/// Tokens that outlive a visit.
@Suite struct RefreshTokens {
    private static let scope = "openid offline_access phone"

    private func tokens(_ visitor: Visitor) async throws -> (refresh: String, access: String) {
        let code = try await visitor.code(["scope": Self.scope])
        let json = try #require(try await visitor.redeem(code).json)
        return (
            try #require(json["refresh_token"]?.text), try #require(json["access_token"]?.text)
        )
    }

    @Test("ASVS 10.4.5: a refresh token is used up by its use", arguments: TestEngine.available)
    func rotation(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            let first = try await tokens(visitor)
            house.clock.advance(by: .seconds(600))

            let renewed = try #require(try await visitor.renew(first.refresh).json)
            let second = try #require(renewed["refresh_token"]?.text)
            #expect(second != first.refresh)
            let claims = try visitor.identity(try #require(renewed["id_token"]?.text))
            #expect(claims["nonce"] == nil)
            #expect(claims["auth_time"] == (house.clock.now - .seconds(600)).numericDate)
            let access = try #require(renewed["access_token"]?.text)
            #expect(try await visitor.claims(access).status == 200)

            #expect(try await visitor.renew(first.refresh).error == "invalid_grant")
            #expect(try await visitor.renew(second).error == "invalid_grant")
            #expect(try await visitor.claims(access).status == 401)
            #expect(try await house.acts().contains("site.token-replayed"))
        }
    }

    @Test("ASVS 10.4.8: however often it is renewed, it ends with its thirty days") func life() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            var refresh = try await tokens(visitor).refresh
            for _ in 0..<4 {
                house.clock.advance(by: Grant.refreshIdle - .seconds(1))
                refresh = try #require(try await visitor.renew(refresh).json?["refresh_token"]?.text)
            }
            house.clock.advance(by: .seconds(2 * 86_400 + 10))
            #expect(try await visitor.renew(refresh).error == "invalid_grant")
        }
    }

    @Test func oneThatIsNotUsedForAWeekIsOver() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let refresh = try await tokens(visitor).refresh
            house.clock.advance(by: Grant.refreshIdle)
            #expect(try await visitor.renew(refresh).error == "invalid_grant")
        }
    }

    @Test("ASVS 10.4.10: it renews no more than was agreed to, and for its own client alone") func limits()
        async throws
    {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let (refresh, access) = try await tokens(visitor)
            #expect(try await visitor.renew(refresh, scope: "openid profile").error == "invalid_scope")
            #expect(try await visitor.renew(access).error == "invalid_grant")
            #expect(try await visitor.claims(refresh).error == "invalid_token")
            let other = try await visitor.post(
                "/oidc/token",
                [
                    ("grant_type", "refresh_token"), ("refresh_token", refresh), ("client_id", "posting"),
                    ("client_secret", FederationHouse.secret),
                ])
            #expect(other.error == "invalid_grant")
            #expect(try await visitor.renew(refresh, scope: "openid").status == 200)
        }
    }
}

/// Consent that is taken back.
@Suite struct ConsentTakenBack {
    @Test("ASVS 10.7.3 10.4.9: it counts at once, and the client is told", arguments: TestEngine.available)
    func atOnce(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            let code = try await visitor.code(["scope": "openid offline_access"])
            let tokens = try #require(try await visitor.redeem(code).json)
            let page = try await visitor.get("/account/connections")
            #expect(page.body.contains("示例门户"))

            let taken = try await visitor.post(
                "/account/connections/portal/withdrawal",
                [("idempotency_key", try #require(page.field("idempotency_key")))])

            #expect(taken.status == 303)
            #expect(try await visitor.claims(try #require(tokens["access_token"]?.text)).status == 401)
            #expect(
                try await visitor.renew(try #require(tokens["refresh_token"]?.text)).error == "invalid_grant")
            #expect(try await visitor.arrive(["scope": "openid"]).status == 200)
            #expect(try await !visitor.get("/account/connections").body.contains("示例门户"))
            #expect(try await house.acts().contains("site.consent-withdrawn"))
            #expect(try await house.work() == 1)
            #expect(house.outbox.sent.count == 1)
        }
    }

    @Test("also of a site that asked more often than one list holds", arguments: TestEngine.available)
    func howeverOftenTheSiteAsked(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            _ = try await visitor.redeem(try await visitor.code())
            let person = try #require(house.accounts.session(visitor.cookie ?? ""))
            let (world, now) = (house.world, house.clock.now)
            try await house.engine.write { db in
                for _ in 0..<GrantStore.grantsMax {
                    try GrantStore.insert(
                        Grant(
                            id: Token(world), citizen: person.citizen, client: "portal",
                            session: person.session, scopes: [.openid], level: .substantial, methods: [],
                            nonce: nil, redirect: FederationHouse.redirect, challenge: Visitor.challenge,
                            authenticatedAt: now, issuedAt: now, codeUsedAt: nil,
                            endsAt: now + Grant.visitLife, revokedAt: nil),
                        codeHash: world.random(32), in: db)
                }
            }
            house.clock.advance(by: .seconds(1))
            let last = try #require(
                try await visitor.redeem(try await visitor.code()).json?["access_token"]?.text)
            let page = try await visitor.get("/account/connections")

            _ = try await visitor.post(
                "/account/connections/portal/withdrawal",
                [("idempotency_key", try #require(page.field("idempotency_key")))])

            #expect(try await visitor.claims(last).status == 401)
        }
    }

    @Test func anotherPersonsConsentStays() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let code = try await visitor.code()
            let access = try #require(try await visitor.redeem(code).json?["access_token"]?.text)
            var other = visitor
            other.cookie = house.accounts.signIn(try await house.accounts.person(2))
            let page = try await other.get("/account/connections")
            #expect(!page.body.contains("示例门户"))
            _ = try await other.post(
                "/account/connections/portal/withdrawal",
                [("idempotency_key", Token(house.world).rawValue)])
            #expect(try await visitor.claims(access).status == 200)
        }
    }
}

/// The end of a session, here and at the sites that were told of it.
@Suite struct SigningOut {
    private func signOut(_ visitor: Visitor, _ query: String) async throws -> Visitor.Answer {
        let pass = try await Visitor(client: visitor.client, house: visitor.house).get(
            "/oidc/logout?" + query)
        let page = try await visitor.get(try #require(pass.next))
        let ended = try await visitor.post(
            "/oidc/logout",
            [
                ("idempotency_key", try #require(page.field("idempotency_key"))),
                ("request", try #require(page.field("request"))),
            ])
        #expect(ended.headers[.setCookie]?.contains("Max-Age=0") == true)
        return try await visitor.get(try #require(ended.next))
    }

    @Test("ASVS 10.6.2: at a site's wish, once she agrees, and back to it", arguments: TestEngine.available)
    func atAWish(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            let tokens = try #require(try await visitor.redeem(try await visitor.code()).json)
            let hint = try #require(tokens["id_token"]?.text)
            let sid = try visitor.identity(hint)["sid"]
            house.clock.advance(by: .seconds(30))

            let back = try await signOut(
                visitor,
                "id_token_hint=\(hint)&post_logout_redirect_uri=https://portal.example/bye&state=s%26t")

            #expect(back.location == "https://portal.example/bye?state=s%26t")
            #expect(house.accounts.count == 0)
            #expect(try await visitor.claims(try #require(tokens["access_token"]?.text)).status == 401)
            #expect(try await house.work() == 1)
            let sent = try #require(house.outbox.sent.first)
            #expect(sent.address == "https://portal.example/logout")
            let keys = house.vault.ring.publishedKeys(.provider, at: house.clock.now)
            let claims = try JWS.claims(of: sent.token, types: ["logout+jwt"], keys: keys)
            #expect(claims["sid"] == sid)
            #expect(claims["nonce"] == nil)
            #expect(claims["events"]?["http://schemas.openid.net/event/backchannel-logout"] == [:])
            #expect(throws: JWSRefused.type) { try JWS.claims(of: sent.token, types: ["jwt"], keys: keys) }
        }
    }

    @Test("ASVS 10.4.1: after it nobody is sent to an address that is not that client's") func games()
        async throws
    {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let hint = try #require(
                try await visitor.redeem(try await visitor.code()).json?["id_token"]?.text)
            let bye = "post_logout_redirect_uri=https://portal.example/bye"
            for query in [
                bye, bye + "&client_id=portal", bye + "&id_token_hint=x.y.z", bye + "&id_token_hint=\(hint)A",
                "id_token_hint=\(hint)&post_logout_redirect_uri=https://evil.example/",
                "id_token_hint=\(hint)&client_id=posting&" + bye,
                "id_token_hint=\(hint)&" + bye + "/",
            ] {
                let answer = try await visitor.get("/oidc/logout?" + query)
                #expect(answer.status == 400, "\(query)")
                #expect(answer.location == nil)
            }
            #expect(try await signOut(visitor, "").location == "/")
        }
    }

    @Test("ASVS 10.6.2: another site's link alone ends nothing") func alone() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let pass = try await visitor.get("/oidc/logout")
            _ = try await visitor.get(try #require(pass.next))
            #expect(house.accounts.count == 1)
            let forged = try await visitor.post(
                "/oidc/logout", [("request", "x")], headers: [.origin: "https://evil.example"])
            #expect(forged.status == 403)
            #expect(house.accounts.count == 1)
        }
    }

    @Test func aClientThatDoesNotAnswerIsToldAgainWithAnotherToken() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            _ = try await visitor.redeem(try await visitor.code())
            house.outbox.fail(with: [.unreachable(system: "portal")])
            let session = try #require(house.accounts.session(visitor.cookie ?? ""))
            try await EndGrants(house.parts)(session.session, requestID: "r")

            #expect(try await house.work() == 1)
            house.clock.advance(by: .seconds(600))
            #expect(try await house.work() == 1)
            #expect(Set(house.outbox.sent.map(\.token)).count == 2)
            house.clock.advance(by: .seconds(3_600))
            #expect(try await house.work() == 0)
        }
    }

    @Test(
        "ASVS 7.4.1: however a session ended, its tokens open nothing, and the sites are told",
        arguments: TestEngine.available)
    func howeverItEnded(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            let tokens = try #require(try await visitor.redeem(try await visitor.code()).json)
            let access = try #require(tokens["access_token"]?.text)
            let early = try await EndGrants(house.parts).sweep()
            #expect(early == 0)
            #expect(try await visitor.claims(access).status == 200)

            house.accounts.forget(try #require(house.accounts.session(visitor.cookie ?? "")).session)

            #expect(try await visitor.claims(access).status == 401)
            let found = try await EndGrants(house.parts).sweep()
            #expect(found == 1)
            #expect(try await house.work() == 1)
            let again = try await EndGrants(house.parts).sweep()
            #expect(again == 0)
        }
    }

    @Test(
        "ASVS 7.4.2: with her account all ends that other sites were given", arguments: TestEngine.available)
    func withTheAccountAllEnds(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            let code = try await visitor.code(["scope": "openid offline_access"])
            let tokens = try #require(try await visitor.redeem(code).json)
            let person = try #require(house.accounts.session(visitor.cookie ?? "")).citizen

            _ = try await house.engine.write { db in try house.parts.ties.grants(of: person, in: db) }

            #expect(
                try await visitor.renew(try #require(tokens["refresh_token"]?.text)).error == "invalid_grant")
            #expect(try await visitor.claims(try #require(tokens["access_token"]?.text)).status == 401)
            #expect(try await house.work() == 1, "the site is told")
            #expect(try await !visitor.get("/account/connections").body.contains("示例门户"))
        }
    }

    @Test(
        "ASVS 7.4.2: the sites are told also when her data are gone before they answer",
        arguments: TestEngine.available)
    func theWordOutlivesThePerson(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            _ = try await visitor.redeem(try await visitor.code())
            let person = try #require(house.accounts.session(visitor.cookie ?? "")).citizen
            let vault = house.parts.vault

            try await house.engine.write { db in
                try house.parts.ties.grants(of: person, in: db)
                try db.run("DELETE FROM oidc_grants WHERE citizen_id = \(person)")
                try vault.shred(person, in: db)
            }

            #expect(try await house.work() == 1)
            #expect(house.outbox.sent.count == 1)
            let name = SubjectNames(vault: vault).subject(person, in: "portal.example")
            let claims = try #require(house.outbox.sent.first?.token.split(separator: ".").dropFirst().first)
            let told = try #require(Base64URL.decode(String(claims)).flatMap { JSONValue($0) })
            #expect(told["sub"]?.text == name)
        }
    }

    @Test("ASVS 7.4.1: a code of a visit that has ended gives nothing", arguments: TestEngine.available)
    func aCodeComesTooLate(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            let code = try await visitor.code(["scope": "openid offline_access"])
            house.accounts.forget(try #require(house.accounts.session(visitor.cookie ?? "")).session)

            #expect(try await visitor.redeem(code).error == "invalid_grant")
        }
    }

    @Test func whatWasMadeToOutliveTheVisitDoes() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let code = try await visitor.code(["scope": "openid offline_access"])
            let refresh = try #require(try await visitor.redeem(code).json?["refresh_token"]?.text)
            let session = try #require(house.accounts.session(visitor.cookie ?? ""))
            try await EndGrants(house.parts)(session.session, requestID: "r")

            #expect(try await visitor.renew(refresh).status == 200)
            #expect(try await house.work() == 1)
        }
    }
}

/// What is forgotten, and when.
@Suite struct Forgetting {
    @Test(
        "tokens go after their end, sign-ins after their days, and all with the person",
        arguments: TestEngine.available)
    func inOrder(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            let code = try await visitor.code(["scope": "openid offline_access"])
            let refresh = try #require(try await visitor.redeem(code).json?["refresh_token"]?.text)
            _ = try await visitor.renew(refresh)
            func prune() async throws -> Int {
                let now = house.clock.now
                return try await house.engine.write { db in
                    try FederationRetentionStore.prune(before: now, limit: 100, in: db)
                }
            }
            #expect(try await prune() == 0)
            house.clock.advance(by: .seconds(301))
            // Both access tokens; a used refresh token stays, so that its theft is seen.
            #expect(try await prune() == 2)
            #expect(try await visitor.renew(refresh).error == "invalid_grant")
            house.clock.advance(by: Grant.life)
            #expect(try await prune() == 2)

            let moment = house.clock.now
            let gone = try await house.engine.write { db in
                try FederationRetentionStore.forgetters.filter { $0.kept == .visits }.reduce(0) { sum, one in
                    try sum
                        + one.due(moment, "", 10, db).count { try one.forget($0, moment, db) }
                }
            }
            #expect(gone == 1)
            let left = try await house.engine.write { db in
                try db.run("DELETE FROM citizens")
                return try db.rows("SELECT count(*) AS n FROM oidc_consents").first?.int("n")
            }
            #expect(left == 0)
        }
    }
}
