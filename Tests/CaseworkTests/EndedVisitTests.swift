import Base
import Storage
import Support
import Testing

@testable import Casework
@testable import Identity

/// A visit that has ended since the request found it writes nothing any more.
@Suite struct EndedVisitTests {
    @Test(arguments: TestEngine.available)
    func whatEndsWhileAStepIsOnItsWayKeepsTheStepOut(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.complete(for: session)
        try await EndSession(house.identityParts)
            .all(ofTerminal: house.terminals[0], because: .terminal, requestID: "r")

        await #expect(throws: IdentityRefused.sessionOver) {
            try await house.verbs.answer("place", with: "train", in: number, of: session)
        }
        await #expect(throws: IdentityRefused.sessionOver) {
            try await house.verbs.submit(number, of: session, requestID: "r")
        }
        await #expect(throws: IdentityRefused.sessionOver) {
            try await house.verbs.own.throwAway(number, of: session, requestID: "r")
        }
        await #expect(throws: IdentityRefused.sessionOver) {
            _ = try await house.open(CaseHouse.insurance, for: session)
        }
        #expect(try await house.file(number).answers["place"] == "hotel")
        #expect(try await house.state(number) == .open)
        #expect(try await house.count("cases") == 1)
    }

    /// A lost phone is shut out everywhere, also in what it has just sent.
    @Test(arguments: TestEngine.available)
    func aPhoneThatIsShutOutAnswersNothingMore(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.complete(for: session)
        let account = try await house.account(session)
        let phone = try await house.verbs.own.session(number, of: account)
        let now = house.clock.now
        try await house.engine.write { db in
            _ = try AccountSessionStore.endAll(
                of: account.citizen, except: nil, because: .everywhere, at: now, in: db)
        }

        await #expect(throws: AccountRefused.signedOut) {
            try await house.verbs.answer("place", with: "train", in: number, of: phone)
        }
        #expect(try await house.file(number).answers["place"] == "hotel")
        // The visit at the terminal is another session, and goes on.
        try await house.verbs.answer("place", with: "train", in: number, of: session)
        #expect(try await house.file(number).answers["place"] == "train")
    }

    @Test(arguments: TestEngine.available)
    func aPaperIsTakenIntoNoVisitThatHasEnded(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.issued(for: session)
        try await EndSession(house.identityParts)
            .all(ofTerminal: house.terminals[0], because: .terminal, requestID: "r")

        await #expect(throws: IdentityRefused.sessionOver) {
            try await house.verbs.reprint.take(number, of: session)
        }
        await #expect(throws: IdentityRefused.sessionOver) {
            _ = try await house.verbs.print.ticket(number, for: session, requestID: "r")
        }
        #expect(try await house.count("print_tickets") == 0)
    }
}
