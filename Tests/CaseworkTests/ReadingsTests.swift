import Base
import Support
import Testing
import Wire

@testable import Casework

/// As many leaves as readings, each with the person it is about.
@Suite struct ReadingsTests {
    @Test(arguments: TestEngine.available)
    func everyReadingOfAPersonsDataLeavesALeafAboutHer(on engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        var papers = 0
        for (index, person) in [TestPerson.one, .two].enumerated() {
            let session = try await house.visit(person, at: index)
            let number = try await house.issued(for: session)
            let answer = try await house.verbs.print.ticket(number, for: session, requestID: "r")
            let ticket = try #require(Token(rawValue: answer.ticketID))
            _ = try await house.verbs.print.paper(ticket: ticket, for: session, requestID: "r")
            papers += 1
            // A paper that is handed out is not read again; the second asking reads nothing and leaves nothing.
            await #expect(throws: (any Error).self) {
                _ = try await house.verbs.print.paper(ticket: ticket, for: session, requestID: "r")
            }
        }
        house.registers.become(.down)
        let silent = try await house.visit(.two, at: 2)
        let waiting = try await house.open(CaseHouse.insurance, for: silent)
        await #expect(throws: (any Error).self) {
            try await house.verbs.fetch(waiting, of: silent, requestID: "r")
        }

        let asked = house.registers.asked.count
        #expect(asked == 3)
        #expect(try await house.acts("register.asked") == asked, "a question is noted before it is asked")
        #expect(try await house.acts("register.answered") + house.acts("register.silent") == asked)
        #expect(try await house.acts("paper.fetched") == papers)
        for leaf in try await house.leaves() where leaf.contains("\"register.") || leaf.contains("\"paper.") {
            #expect(leaf.contains("\"subject\":\""), "\(leaf)")
        }
    }
}
