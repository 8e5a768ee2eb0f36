import Base
import Catalogue
@testable import Casework
import Documents
import Foundation
import Identity
import Storage
import Support
import Testing
import Vault
import Wire

/// Two people, two terminals, two nodes, one second: the published ways of printing somebody else's paper.
@Suite struct MixUpTests {
    private func ticket(
        _ verbs: CaseVerbs, _ number: CaseNumber, _ session: IdentifiedSession
    ) async throws -> Token {
        let answer = try await verbs.print.ticket(number, for: session, requestID: "r")
        return try #require(Token(rawValue: answer.ticketID))
    }

    /// The hash of the paper that was sealed for a case.
    private func hash(_ house: CaseHouse, _ number: CaseNumber) async throws -> [UInt8] {
        try await house.engine.read { db in
            try db.rows("SELECT pdf_hash FROM documents WHERE case_number = \(number)")[0].bytes("pdf_hash")
        }
    }

    @Test(arguments: TestEngine.available)
    func twoPeopleInTheSameSecondGetTheirOwnPapers(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (one, two) = (try await house.visit(), try await house.visit(.two, at: 1))
        let (first, second) = (try await house.issued(for: one), try await house.issued(for: two))

        let (mine, hers) = (
            try await ticket(house.verbs, first, one), try await ticket(house.verbs, second, two)
        )
        let paper = try await house.verbs.print.paper(ticket: mine, for: one, requestID: "r")
        let other = try await house.verbs.print.paper(ticket: hers, for: two, requestID: "r")

        #expect(mine != hers)
        #expect(Digest.sha256(paper) == (try await hash(house, first)))
        #expect(Digest.sha256(other) == (try await hash(house, second)))
    }

    @Test(arguments: TestEngine.available)
    func whatReadsAsAnotherPersonsPaperIsNoAnswer(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: CaseHouse.insurance)
        let number = try await house.open(CaseHouse.insurance, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        for text in [
            "代办人 Fetched by：甲", "代 办 人", "代办人　ｆｅｔｃｈｅｄ　ｂｙ", "it was fetched-by A", TestPerson.two.number.text,
            "３５０２０３１９９００６１５９８０７",
        ] {
            await #expect(throws: CaseRefused.answerNamesPerson, "\(text)") {
                try await house.verbs.answer("receiver", with: text, in: number, of: session)
            }
        }
        #expect(try await house.stopped(0).isEmpty)
        try await house.verbs.answer("receiver", with: "代办处", in: number, of: session)
    }

    /// A name that is typed in place of a signature is text like any other; where a finger went is none.
    @Test func aTypedSignatureIsNoNumberOfAnother() async throws {
        let house = try await CaseHouse(.sqlite)
        let question = try #require(
            house.catalogue[CaseHouse.id("education/student-aid")]?.question("promise"))

        #expect(throws: CaseRefused.answerNamesPerson) {
            try question.requireNobodyElse(in: Signature.typedMark + TestPerson.two.number.text)
        }
        try question.requireNobodyElse(in: Signature.typedMark + TestPerson.two.name)
        let digits = TestPerson.two.number.text.dropLast(3)
        let drawn = zip(digits, digits.dropFirst()).map { "\($0),\($1)" }.joined(separator: " ") + " 99,99"
        try question.requireNobodyElse(in: drawn)
    }

    @Test(arguments: TestEngine.available)
    func aPaperFetchedThroughOneNodeIsNotHandedOutByAnother(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let node = try house.node()
        let session = try await house.visit()
        let number = try await house.issued(for: session)
        let id = try await ticket(house.verbs, number, session)
        _ = try await house.verbs.print.paper(ticket: id, for: session, requestID: "r")

        await #expect(throws: TicketRefused.alreadyFetched) {
            _ = try await node.print.paper(ticket: id, for: session, requestID: "r")
        }

        #expect(try await house.acts("paper.fetched") == 1)
    }
}
