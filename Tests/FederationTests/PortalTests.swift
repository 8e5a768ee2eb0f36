import Storage
import Base
import Foundation
import HTTPTypes
import Support
import Synchronization
import Testing
import Vault
import Web

@testable import Federation

/// Signing in with the account at the city portal.
@Suite struct PortalSignIn {
    /// The browser at the portal: what it brings back.
    private struct Errand {
        let cookie: String
        let state: String
        let nonce: String
        let address: URLComponents
    }

    private func setCookie(_ answer: Visitor.Answer, _ name: String) -> String? {
        answer.headers[values: .setCookie].first { $0.hasPrefix(name + "=") }
            .map { String($0.dropFirst(name.count + 1).prefix { $0 != ";" }) }
    }

    private func begin(_ visitor: Visitor, next: String = "/account") async throws -> Errand {
        let answer = try await visitor.get("/portal/sign-in?next=\(ClientAddress.escaped(next))")
        #expect(answer.status == 303)
        return Errand(
            cookie: try #require(setCookie(answer, PortalRoutes.cookie)),
            state: try #require(answer.parameter("state")), nonce: try #require(answer.parameter("nonce")),
            address: try #require(answer.location.flatMap { URLComponents(string: $0) }))
    }

    private func back(
        _ visitor: Visitor, _ errand: Errand, query: String? = nil, cookie: String? = nil
    ) async throws -> Visitor.Answer {
        try await visitor.get(
            "/portal/callback?" + (query ?? "code=c&state=\(errand.state)&iss=\(FakePortal.issuer)"),
            headers: [.cookie: "\(PortalRoutes.cookie)=\(cookie ?? errand.cookie)"])
    }

    /// What the browser keeps after the portal vouched for somebody who is not linked yet.
    private func pending(_ visitor: Visitor, subject: String = "portal-person-1") async throws -> String {
        let errand = try await begin(visitor)
        let token = try visitor.house.portal.identity(nonce: errand.nonce) { $0["sub"] = .text(subject) }
        visitor.house.portal.change { $0.identity = token }
        return try #require(setCookie(try await back(visitor, errand), PortalRoutes.cookie))
    }

    private func confirm(_ visitor: Visitor, _ pending: String) async throws -> Visitor.Answer {
        let cookies: HTTPFields = [
            .cookie: "__Host-egret-public=\(visitor.cookie ?? ""); \(PortalRoutes.cookie)=\(pending)"
        ]
        let page = try await visitor.get("/portal/link", headers: cookies)
        guard page.status == 200 else { return page }
        return try await visitor.post(
            "/portal/link", [("idempotency_key", try #require(page.field("idempotency_key")))],
            headers: cookies)
    }

    private func link(_ visitor: Visitor, subject: String = "portal-person-1") async throws -> Visitor.Answer
    {
        try await confirm(visitor, try await pending(visitor, subject: subject))
    }

    @Test("ASVS 10.1.2 10.2.1 10.2.3: we ask with a fresh state, nonce and challenge, bound to this browser")
    func asking()
        async throws
    {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let (one, two) = (try await begin(visitor), try await begin(visitor))
            #expect(one.state != two.state)
            #expect(one.nonce != two.nonce)
            let items = Dictionary(
                uniqueKeysWithValues: (one.address.queryItems ?? []).map { ($0.name, $0.value ?? "") })
            #expect(items["code_challenge_method"] == "S256")
            #expect(items["response_type"] == "code")
            #expect(items["scope"] == "openid")
            #expect(try await back(visitor, one, query: "code=c&state=\(two.state)").status == 400)
            #expect(try await back(visitor, one, query: "code=c").status == 400)
            #expect(
                try await back(visitor, one, query: "code=c&state=\(one.state)&iss=https://evil.example")
                    .status == 400)
            #expect(try await back(visitor, one, cookie: "x").status == 400)
            #expect(
                try await back(visitor, one, query: "error=access_denied&state=\(one.state)").status == 403)
            house.clock.advance(by: .seconds(601))
            #expect(try await back(visitor, one).status == 400)
            #expect(house.portal.asked.isEmpty)
        }
    }

    @Test(
        "ASVS 10.5.2: a portal's account opens nothing before it was linked by proof",
        arguments: TestEngine.available)
    func linking(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            let errand = try await begin(visitor, next: "/services?a=1")
            let token = try house.portal.identity(nonce: errand.nonce)
            house.portal.change { $0.identity = token }
            let stranger = try await back(visitor, errand)
            #expect(stranger.status == 200)
            #expect(setCookie(stranger, "__Host-egret-public") == nil)
            #expect(house.accounts.count == 1)

            #expect(try await link(visitor).status == 303)
            let again = try await begin(visitor, next: "/services?a=1")
            let second = try house.portal.identity(nonce: again.nonce)
            house.portal.change { $0.identity = second }
            let known = try await back(visitor, again)
            #expect(known.next == "/services?a=1")
            let session = try #require(
                setCookie(known, "__Host-egret-public").flatMap(house.accounts.session))
            #expect(session.level == .substantial)
            #expect(setCookie(known, PortalRoutes.cookie) == "")
            #expect(try await house.acts() == ["portal.linked", "portal.signed-in"])

            let asked = try #require(house.portal.asked.last)
            let keys = house.vault.ring.publishedKeys(.portal, at: house.clock.now)
            let proof = try JWS.claims(of: asked.assertion, types: ["jwt"], keys: keys)
            #expect(proof["aud"]?.text == FakePortal.issuer)
            #expect(proof["sub"]?.text == "egret")
        }
    }

    @Test("ASVS 10.5.1 10.5.4: an ID token that is not the portal's, for us, now and for this way is refused")
    func forgedIdentity() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            _ = try await link(visitor)
            let sessions = house.accounts.count
            let changes: [(inout [String: JSONValue]) -> Void] = [
                { $0["iss"] = "https://evil.example" }, { $0["aud"] = "another" },
                { $0["aud"] = ["egret", "another"] }, { $0["nonce"] = "other" }, { $0["nonce"] = nil },
                { $0["exp"] = house.clock.now.numericDate }, { $0["exp"] = nil },
                { $0["iat"] = (house.clock.now + .seconds(120)).numericDate }, { $0["sub"] = nil },
                { $0["sub"] = "" }, { $0["azp"] = "another" },
                { $0["events"] = ["http://schemas.openid.net/event/backchannel-logout": [:]] },
            ]
            for change in changes {
                let errand = try await begin(visitor)
                let token = try house.portal.identity(nonce: errand.nonce, change)
                house.portal.change { $0.identity = token }
                #expect(try await back(visitor, errand).status == 503)
            }
            let errand = try await begin(visitor)
            let good = try house.portal.identity(nonce: errand.nonce)
            let parts = good.split(separator: ".").map(String.init)
            let none = Base64URL.encode(Array(#"{"alg":"none","typ":"JWT"}"#.utf8))
            for bad in [
                "\(none).\(parts[1]).", "\(parts[0]).\(parts[1]).",
                try house.portal.identity(nonce: errand.nonce, { _ in }, type: "logout+jwt"), "", "x",
            ] {
                house.portal.change { $0.identity = bad }
                #expect(try await back(visitor, errand).status == 503, "\(bad)")
            }
            house.portal.change { $0.failure = .failed(system: "portal", code: "400") }
            #expect(try await back(visitor, errand).status == 403)
            house.portal.change { $0.failure = .unreachable(system: "portal") }
            #expect(try await back(visitor, errand).status == 503)
            #expect(house.accounts.count == sessions)
        }
    }

    @Test func keysThatThePortalChangedAreLookedUpOnce() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            _ = try await link(visitor)
            let key = try SigningKey.generate(.p256)
            house.portal.change { $0.key = key }
            let errand = try await begin(visitor)
            let token = try house.portal.identity(nonce: errand.nonce)
            house.portal.change { $0.identity = token }
            #expect(try await back(visitor, errand).status == 503)
            house.portal.change { $0.coming = JWKSet([JWK(key.publicKey)]) }
            #expect(try await back(visitor, errand).status == 200)
        }
    }

    @Test(
        "ASVS 6.4.4: whoever has shut out a lost phone meanwhile is not signed in by it",
        arguments: TestEngine.available)
    func unlinkedMeanwhile(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            _ = try await link(visitor)
            let citizen = try #require(visitor.cookie.flatMap(house.accounts.session)).citizen
            let errand = try await begin(visitor)
            let token = try house.portal.identity(nonce: errand.nonce)
            house.portal.change { $0.identity = token }
            let sessions = house.accounts.count
            house.accounts.meanwhile.withLock {
                $0 = {
                    try await house.engine.write { db in
                        try house.parts.ties.portal(of: citizen, requestID: "r", in: db)
                    }
                }
            }

            #expect(try await back(visitor, errand).status == 400)

            #expect(house.accounts.count == sessions)
            #expect(try await !house.acts().contains("portal.signed-in"))
        }
    }

    @Test("ASVS 6.8.1: one portal account is one account here, whoever asks") func taken() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let held = try await pending(visitor)
            var other = visitor
            other.cookie = house.accounts.signIn(try await house.accounts.person(2))

            #expect(try await confirm(visitor, held).status == 303)
            #expect(try await confirm(visitor, held).status == 303)
            #expect(try await confirm(other, held).status == 409)
            #expect(try await link(visitor, subject: "portal-person-2").status == 409)
            let page = try await visitor.get("/account/connections")
            #expect(page.body.contains("取消连接"))
            _ = try await visitor.post(
                "/account/connections/portal/unlinking",
                [("idempotency_key", try #require(page.field("idempotency_key")))])
            #expect(try await confirm(other, held).status == 303)
        }
    }

    @Test func whoIsSignedOutMeanwhileLinksNothing() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let person = try #require(visitor.cookie.flatMap(house.accounts.session))
            let identity = PortalIdentity(
                subject: "portal-person-1", session: nil, level: .substantial, authenticatedAtMs: 0)
            house.accounts.forget(person.session)

            await #expect(throws: FederationRefused.notSignedIn) {
                try await LinkPortal(parts: house.parts)(
                    identity, of: FakePortal.issuer, to: person, requestID: "r")
            }
        }
    }

    @Test func linkingTakesAFreshSignInWithTwoProofs() async throws {
        let house = try await FederationHouse()
        try await house.visit(level: .basic) { visitor in
            #expect(try await link(visitor).status == 403)
            var old = visitor
            old.cookie = house.accounts.signIn(try await house.accounts.person(2), ago: .seconds(601))
            let sent = try await link(old)
            #expect(sent.location?.contains("again=true") == true)
            var nobody = visitor
            nobody.cookie = nil
            #expect(try await link(nobody).location?.hasPrefix("/account/sign-in?level=substantial") == true)
            #expect(try await visitor.get("/portal/link").status == 400)
        }
    }

    @Test(
        "ASVS 3.7.2: the way never leads to another site",
        arguments: ["//evil.example", "https://evil.example", "/\\evil.example", "?x", "javascript:1", ""])
    func openRedirects(_ next: String) async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            _ = try await link(visitor)
            let errand = try await begin(visitor, next: next)
            let token = try house.portal.identity(nonce: errand.nonce)
            house.portal.change { $0.identity = token }
            #expect(try await back(visitor, errand).next == "/account")
        }
    }
}

/// The portal's word that a session is over, and everybody else's.
@Suite struct PortalLogout {
    /// A session that came through the portal.
    private func arrive(_ house: FederationHouse, sid: String) async throws {
        let citizen = try await house.accounts.person(Int(sid.suffix(1)) ?? 1)
        let cookie = house.accounts.signIn(citizen)
        let session = try #require(house.accounts.session(cookie)).session
        let names = PortalNames(vault: house.vault, issuer: FakePortal.issuer)
        let now = house.clock.now
        try await house.engine.write { db in
            try PortalSessionStore.insert(
                session, of: citizen, subject: names.subject("portal-person-\(sid.suffix(1))"),
                sid: names.session(sid), at: now, in: db)
        }
    }

    private func post(_ visitor: Visitor, _ token: String) async throws -> Int {
        let stranger = Visitor(client: visitor.client, house: visitor.house)
        return try await stranger.post("/portal/logout", [("logout_token", token)]).status
    }

    @Test(
        "ASVS 10.5.5: a true logout ends the portal's sessions and no others", arguments: TestEngine.available
    )
    func trueLogout(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            try await arrive(house, sid: "portal-session-2")
            try await arrive(house, sid: "portal-session-3")
            #expect(house.accounts.count == 3)

            #expect(
                try await post(visitor, try house.portal.logout { $0["sid"] = "portal-session-2" }) == 200)
            #expect(house.accounts.count == 2)
            let bySubject = try house.portal.logout {
                $0["sid"] = nil
                $0["sub"] = "portal-person-3"
            }
            #expect(try await post(visitor, bySubject) == 200)
            #expect(house.accounts.count == 1)
            #expect(try await post(visitor, try house.portal.logout { $0["sid"] = "unknown" }) == 200)
            #expect(house.accounts.count == 1)
        }
    }

    @Test(
        "whoever came often is signed out, too: rows outlive their sessions", arguments: TestEngine.available
    )
    func afterManySignIns(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            let citizen = try await house.accounts.person(2)
            let subject = PortalNames(vault: house.vault, issuer: FakePortal.issuer)
                .subject("portal-person-2")
            let former = (0..<PortalSessionStore.sessionsMax).map { _ in Token(house.world) }
            let present = try #require(house.accounts.session(house.accounts.signIn(citizen))).session
            let now = house.clock.now
            try await house.engine.write { db in
                for (day, session) in former.enumerated() {
                    try PortalSessionStore.insert(
                        session, of: citizen, subject: subject, sid: nil,
                        at: now - .seconds((day + 1) * 86_400), in: db)
                }
                try PortalSessionStore.insert(
                    present, of: citizen, subject: subject, sid: nil, at: now, in: db)
            }

            let token = try house.portal.logout {
                $0["sid"] = nil
                $0["sub"] = "portal-person-2"
            }
            #expect(try await post(visitor, token) == 200)

            #expect(!house.accounts.isLive(present))
        }
    }

    @Test("ASVS 10.5.5: a forged logout ends nothing") func forged() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            try await arrive(house, sid: "portal-session-2")
            let mine: (inout [String: JSONValue]) -> Void = { $0["sid"] = "portal-session-2" }
            let portal = house.portal
            func changed(_ change: @escaping (inout [String: JSONValue]) -> Void) throws -> String {
                try portal.logout {
                    mine(&$0)
                    change(&$0)
                }
            }
            let good = try portal.logout(mine)
            let parts = good.split(separator: ".").map(String.init)
            let none = Base64URL.encode(Array(#"{"alg":"none","typ":"logout+jwt"}"#.utf8))
            let confused =
                Base64URL.encode(Array(#"{"alg":"HS256","typ":"logout+jwt"}"#.utf8)) + "." + parts[1]
            let mac = Digest.hmacSHA256(key: Array(portal.key.publicKey.pem.utf8), Array(confused.utf8))
            for bad in [
                "\(none).\(parts[1]).", confused + "." + Base64URL.encode(mac),
                try portal.logout(mine, key: try SigningKey.generate(.p256)),
                try portal.logout(mine, type: "JWT"), try changed { $0["iss"] = "https://evil.example" },
                try changed { $0["aud"] = "another" }, try changed { $0["aud"] = ["egret", "another"] },
                try changed { $0["nonce"] = "n" }, try changed { $0["events"] = nil },
                try changed { $0["events"] = ["http://schemas.openid.net/event/backchannel-logout": "x"] },
                try changed { $0["events"] = ["other": [:]] }, try changed { $0["jti"] = nil },
                try changed {
                    $0["sid"] = nil
                    $0["sub"] = nil
                }, try changed { $0["exp"] = house.clock.now.numericDate }, try changed { $0["iat"] = nil },
                try portal.identity(nonce: "n", mine), "", good + "A",
            ] {
                #expect(try await post(visitor, bad) == 400, "\(bad)")
                #expect(house.accounts.count == 2)
            }
            #expect(try await post(visitor, good) == 200)
            #expect(house.accounts.count == 1)
            try await arrive(house, sid: "portal-session-4")
            #expect(try await post(visitor, good) == 400)
            let twice = try await visitor.post(
                "/portal/logout", [("logout_token", good), ("logout_token", good)])
            #expect(twice.status == 400)
        }
    }
}
