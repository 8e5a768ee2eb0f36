import Storage
import Support
import Testing

@testable import Casework
@testable import Identity

/// A consent that is taken back while a case is open.
@Suite struct ConsentWithdrawnTests {
    @Test(arguments: TestEngine.available)
    func theNextStepIsRefusedAndTheFormIsKept(on engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.complete(for: session)

        #expect(try await house.identity.consents.withdraw(.face, of: session.citizen, requestID: "r") == 1)
        let now = try await house.again(session)

        #expect(now.session.factors == [.card], "what the picture proved no longer counts")
        await #expect(throws: CaseRefused.consentWithdrawn) {
            try await house.verbs.submit(number, of: now, requestID: "r")
        }
        await #expect(throws: CaseRefused.consentWithdrawn) {
            try await house.verbs.answer("place", with: "train", in: number, of: now)
        }
        #expect(try await house.state(number) == .open)
        #expect(try await house.file(number).answers["place"] == "hotel")
        #expect(try await house.acts("consent.withdrawn") == 1)
        #expect(try await house.identity.consents.withdraw(.face, of: session.citizen, requestID: "r") == 0)
    }

    @Test(arguments: TestEngine.available)
    func noTicketIsGivenForAPaperAfterwards(on engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.issued(for: session)

        _ = try await house.identity.consents.withdraw(.face, of: session.citizen, requestID: "r")
        let now = try await house.again(session)

        await #expect(throws: CaseRefused.consentWithdrawn) {
            _ = try await house.verbs.print.ticket(number, for: now, requestID: "r")
        }
        #expect(try await house.count("print_tickets") == 0)
    }

    @Test(arguments: TestEngine.available)
    func anothersConsentStays(on engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (one, two) = (try await house.visit(.one), try await house.visit(.two, at: 1))

        _ = try await house.identity.consents.withdraw(.face, of: one.citizen, requestID: "r")

        #expect(try await house.again(two).session.factors == [.card, .face])
        let given = try await house.identity.consents.all(of: two.citizen)
        #expect(given.map(\.holds) == [true])
    }
}

extension CaseHouse {
    /// The visit as the next request finds it.
    fileprivate func again(_ session: IdentifiedSession) async throws -> IdentifiedSession {
        let hash = session.session.tokenHash
        let found = try await engine.read { db in try SessionStore.open(tokenHash: hash, in: db) }
        return try IdentifiedSession(try #require(found))
    }
}
