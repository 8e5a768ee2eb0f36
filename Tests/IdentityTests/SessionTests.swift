import Base
import Identity
import Storage
import Support
import Testing
import Vault

@Suite struct SessionTests {
    @Test(arguments: TestEngine.available)
    func aSessionEndsWhenNobodyTouchesIt(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        let token = try await house.begin().token
        house.clock.advance(by: Session.idleMax)
        _ = try await house.verbs.current(token: token, terminal: "t-1")
        house.clock.advance(by: Session.idleMax + .milliseconds(1))
        for _ in 1...2 {
            await #expect(throws: IdentityRefused.sessionOver) {
                _ = try await house.verbs.current(token: token, terminal: "t-1")
            }
        }
        #expect(try await house.acts("session.ended") == 1)
    }

    @Test(arguments: TestEngine.available)
    func aSessionEndsHoweverBusyItIs(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        let token = try await house.begin().token
        for _ in 1...20 {
            house.clock.advance(by: .seconds(60))
            _ = try await house.verbs.current(token: token, terminal: "t-1")
        }
        house.clock.advance(by: .seconds(1))
        await #expect(throws: IdentityRefused.sessionOver) {
            _ = try await house.verbs.current(token: token, terminal: "t-1")
        }
    }

    @Test(
        "Row 32: a centre's clock that is set back ends a session and lengthens none",
        arguments: [
            (Duration.seconds(-10), false), (.seconds(-11), true), (.seconds(-3_600), true),
            (.seconds(-366 * 86_400), true),
        ])
    func aClockSetBackLengthensNoSession(_ step: Duration, _ ends: Bool) async throws {
        let house = try await IdentityHouse(.sqlite)
        let token = try await house.begin().token

        house.clock.advance(by: step)

        if ends {
            await #expect(throws: IdentityRefused.sessionOver) {
                _ = try await house.verbs.current(token: token, terminal: "t-1")
            }
            house.clock.advance(by: .zero - step)
            await #expect(throws: IdentityRefused.sessionOver) {
                _ = try await house.verbs.current(token: token, terminal: "t-1")
            }
        } else {
            _ = try await house.verbs.current(token: token, terminal: "t-1")
        }
    }

    @Test func aTokenIsOfNoUseElsewhere() async throws {
        let house = try await IdentityHouse(.sqlite)
        let token = try await house.begin().token
        for terminal in ["t-2", nil] {
            await #expect(throws: IdentityRefused.sessionOver) {
                _ = try await house.verbs.current(token: token, terminal: terminal)
            }
        }
        for wrong in [nil, "", "end", String(token.dropLast()), String(token.reversed())] {
            await #expect(throws: IdentityRefused.sessionOver) {
                _ = try await house.verbs.current(token: wrong, terminal: "t-1")
            }
        }
        _ = try await house.verbs.current(token: token, terminal: "t-1")
    }

    @Test(arguments: TestEngine.available)
    func theDatabaseHoldsOnlyTheTokensHash(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        let (token, session) = try await house.begin()
        try await house.present(IdentityHouse.card(), in: session)
        try await house.consent(in: session)
        let proved = try await house.face(in: session)
        let stored = try await house.everythingStored()
        for secret in [token, proved.token] {
            #expect(!stored.contains { $0.holds(Array(secret.utf8)) })
        }
        #expect(stored.contains(Digest.sha256(Array(proved.token.utf8))))
    }

    @Test func identificationChangesTheToken() async throws {
        let house = try await IdentityHouse(.sqlite)
        let (token, session) = try await house.begin()
        try await house.present(IdentityHouse.card(), in: session)
        try await house.consent(in: session)
        let proved = try await house.face(in: session)
        #expect(proved.token != token)
        await #expect(throws: IdentityRefused.sessionOver) {
            _ = try await house.verbs.current(token: token, terminal: "t-1")
        }
        let known = try await house.verbs.current.identified(token: proved.token, terminal: "t-1")
        #expect(known.citizen == proved.session.citizen)
        #expect(known.session.factors == [.card, .face])
    }

    @Test func nobodyIsIdentifiedByBeginning() async throws {
        let house = try await IdentityHouse(.sqlite)
        let token = try await house.begin().token
        await #expect(throws: IdentityRefused.notIdentified) {
            _ = try await house.verbs.current.identified(token: token, terminal: "t-1")
        }
    }

    @Test(arguments: TestEngine.available)
    func aTerminalHasOneVisitAtATime(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        let first = try await house.begin().token
        let elsewhere = try await house.begin("t-2").token
        let second = try await house.begin().token
        await #expect(throws: IdentityRefused.sessionOver) {
            _ = try await house.verbs.current(token: first, terminal: "t-1")
        }
        _ = try await house.verbs.current(token: second, terminal: "t-1")
        _ = try await house.verbs.current(token: elsewhere, terminal: "t-2")
        #expect(try await house.acts("session.begun") == 3)
        #expect(try await house.acts("session.ended") == 1)
        try await house.verbs.end.all(ofTerminal: "t-1", because: .finished, requestID: "r")
        try await house.verbs.end.all(ofTerminal: "t-1", because: .finished, requestID: "r")
        #expect(try await house.acts("session.ended") == 2)
    }

    @Test(arguments: TestEngine.available)
    func aClaimDoesNotOutliveAVisitThatWasAbandoned(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        _ = try await house.claimed()
        #expect(try await house.verbs.end.overdue(limit: 10) == 0)
        house.clock.advance(by: Session.idleMax + .milliseconds(1))
        #expect(try await house.verbs.end.overdue(limit: 10) == 1)
        #expect(try await house.verbs.end.overdue(limit: 10) == 0)
        #expect(try await house.acts("session.ended") == 1)
        let claims = try await house.engine.read { db in
            try db.rows("SELECT claim_sealed FROM sessions").compactMap {
                try $0.bytesIfPresent("claim_sealed")
            }
        }
        #expect(claims.isEmpty)
    }

    @Test func nothingIsKeptOfACardInAVisitThatIsOver() async throws {
        let house = try await IdentityHouse(.sqlite)
        let session = try await house.begin().session
        try await house.verbs.end.all(ofTerminal: "t-1", because: .finished, requestID: "r")
        await #expect(throws: IdentityRefused.sessionOver) {
            try await house.present(IdentityHouse.card(), in: session)
        }
    }
}

extension [UInt8] {
    /// Whether the bytes stand somewhere in these.
    func holds(_ other: [UInt8]) -> Bool {
        guard count >= other.count else { return false }
        return (0...(count - other.count)).contains { Array(self[$0..<($0 + other.count)]) == other }
    }
}
