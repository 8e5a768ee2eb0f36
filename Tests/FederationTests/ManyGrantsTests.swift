import Base
import Storage
import Support
import Testing

@testable import Federation

/// What ends with a session ends whole, and with every session; who has none any more begins nothing.
@Suite struct ManyGrantsTests {
    private func grant(
        _ house: FederationHouse, of citizen: Token, in session: Token, client: String = "portal"
    ) -> Grant {
        let now = house.clock.now
        return Grant(
            id: Token(house.world), citizen: citizen, client: client, session: session, scopes: [.openid],
            level: .substantial, methods: [], nonce: nil, redirect: FederationHouse.redirect,
            challenge: Visitor.challenge, authenticatedAt: now, issuedAt: now, codeUsedAt: nil,
            endsAt: now + Grant.visitLife, revokedAt: nil)
    }

    private func keep(_ grants: [Grant], _ house: FederationHouse) async throws {
        let world = house.world
        try await house.engine.write { db in
            for grant in grants { try GrantStore.insert(grant, codeHash: world.random(32), in: db) }
        }
    }

    @Test("also of one under which sites asked more often than a list holds", arguments: TestEngine.available)
    func aSessionEndsWhole(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            let person = try #require(house.accounts.session(visitor.cookie ?? ""))
            try await keep(
                (0..<GrantStore.grantsMax).map { _ in
                    grant(house, of: person.citizen, in: person.session)
                }, house)
            house.clock.advance(by: .seconds(1))
            let (last, now) = (
                grant(house, of: person.citizen, in: person.session, client: "keyed"), house.clock.now
            )
            try await keep([last], house)
            try await house.engine.write { [parts = house.parts] db in
                _ = try GrantStore.useCode(of: last.id, at: now, in: db)
                try EndGrants(parts).session(person.session, in: db)
            }

            let found = try await house.engine.read { db in try GrantStore.find(last.id, in: db) }
            #expect(found?.revokedAt == now)
            #expect(try await house.work() == 1, "the site is told")
        }
    }

    @Test(arguments: TestEngine.available)
    func everySessionThatIsOverIsFound(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            let person = try #require(house.accounts.session(visitor.cookie ?? ""))
            // That of who is signed in is none of them.
            let mine = grant(house, of: person.citizen, in: person.session)
            let over = (0...GrantStore.sessionsMax).map { _ in
                grant(house, of: person.citizen, in: Token(house.world))
            }
            try await keep([mine] + over, house)

            let found = try await EndGrants(house.parts).sweep()
            let again = try await EndGrants(house.parts).sweep()

            #expect(found == over.count)
            #expect(again == 0)
        }
    }

    /// What outlives her visit keeps its session among those that the housekeeping looks at.
    @Test(arguments: TestEngine.available)
    func aSiteIsToldOnceOfOneSession(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            _ = try await visitor.redeem(try await visitor.code())
            house.clock.advance(by: .seconds(1))
            _ = try await visitor.redeem(try await visitor.code(["scope": "openid offline_access"]))
            house.accounts.forget(try #require(house.accounts.session(visitor.cookie ?? "")).session)

            _ = try await EndGrants(house.parts).sweep()
            #expect(try await house.work() == 1)
            _ = try await EndGrants(house.parts).sweep()
            #expect(try await house.work() == 0)
        }
    }

    @Test(arguments: TestEngine.available)
    func whoIsSignedOutMeanwhileAgreesToNothing(on engine: TestEngine) async throws {
        let house = try await FederationHouse(engine)
        try await house.visit { visitor in
            let person = try #require(house.accounts.session(visitor.cookie ?? ""))
            let request = AuthorizationRequest(
                client: "portal", redirect: FederationHouse.redirect, scopes: [.openid], state: nil,
                nonce: nil, challenge: Visitor.challenge, prompt: [], maxAge: nil, levels: [],
                askedAtMs: house.clock.now.milliseconds)
            house.accounts.forget(person.session)

            await #expect(throws: FederationRefused.notSignedIn) {
                try await GiveConsent(parts: house.parts)(request, by: person, requestID: "r")
            }
            let given = try await house.engine.read { db in
                try ClientConsentStore.given(by: person.citizen, in: db).count
            }
            #expect(given == 0)
        }
    }
}
