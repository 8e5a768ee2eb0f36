import Base
import Catalogue
import Storage
import Support
import Testing

@testable import Casework
@testable import Identity
@testable import Representation

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

    /// Nor may anybody act for her by a mandate, or by her yes to a child, that left her screen too late; her no counts.
    @Test(arguments: TestEngine.available)
    func nobodyIsBoundByAVisitThatHasEnded(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let child = try await house.visit(.two, for: CaseHouse.insurance, forAnother: true)
        await #expect(throws: RepresentationRefused.parentAsked) {
            _ = try await house.choose(.elder, by: .parent, of: child)
        }
        let parent = try await house.visit(.elder, at: 2)
        let (mandates, session) = (house.verbs.mandates, parent.session.id)
        let asked = try #require(try await mandates.answerChild.all(of: parent.citizen).first)
        try await EndSession(house.identityParts)
            .all(ofTerminal: house.terminals[2], because: .terminal, requestID: "r")

        let wish = ManageMandates.Wish(
            name: TestPerson.two.name, number: TestPerson.two.number.text, scope: ManageMandates.everything,
            days: 7)
        await #expect(throws: IdentityRefused.sessionOver) {
            _ = try await mandates.give(
                wish, by: parent.citizen, terminal: house.terminals[2], session: session, requestID: "r")
        }
        // On her phone, which is shut out.
        await #expect(throws: AccountRefused.signedOut) {
            _ = try await mandates.give(wish, by: parent.citizen, session: Token(.live), requestID: "r")
        }
        await #expect(throws: IdentityRefused.sessionOver) {
            try await mandates.answerChild(
                asked.agreement.id, .agreed, of: parent.citizen, terminal: house.terminals[2],
                session: session,
                requestID: "r")
        }
        #expect(try await house.count("mandates") == 0)
        #expect(try await house.acts("acting.agreed") == 0)
        try await mandates.answerChild(
            asked.agreement.id, .refused, of: parent.citizen, terminal: house.terminals[2], session: session,
            requestID: "r")
        #expect(try await house.acts("acting.refused") == 1)
    }
}
