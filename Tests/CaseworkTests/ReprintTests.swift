import Base
import Catalogue
import Documents
import HTTPTypes
import HummingbirdTesting
import Identity
import NIOCore
import Storage
import Support
import Testing
import Web
import Wire

@testable import Casework

/// A paper that came out on an earlier visit, and comes out once more.
@Suite struct ReprintTests {
    private static let day = Duration.seconds(86_400)

    /// A case whose paper came out, and the visit is over.
    private func delivered(
        _ house: CaseHouse, _ person: TestPerson = .one
    ) async throws -> CaseNumber {
        let session = try await house.visit(person)
        let number = try await house.issued(for: session)
        try await house.printed(number, of: session)
        #expect(try await house.state(number) == .delivered)
        house.clock.advance(by: Self.day)
        return number
    }

    private func papers(_ house: CaseHouse) async throws -> [String] {
        try await house.engine.read { db in
            try db.rows("SELECT edition, state FROM documents ORDER BY edition").map {
                "\(try $0.int("edition")) \(try $0.text("state"))"
            }
        }
    }

    /// Neither offered nor printed when the address is typed; `why` is what the ticket is refused with.
    private func expectNothing(
        _ house: CaseHouse, _ number: CaseNumber, refused why: some Error & Equatable & Sendable,
        _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let session = try await house.visit(at: 1)
        let before = try await papers(house)
        #expect(
            try await house.verbs.reprint.offer(CaseHouse.residence, to: session) == nil, comment,
            sourceLocation: sourceLocation)
        #expect(
            try await house.verbs.reprint.all(of: session.citizen).isEmpty, comment,
            sourceLocation: sourceLocation)
        await #expect(throws: CaseRefused.notReprinted, comment, sourceLocation: sourceLocation) {
            try await house.verbs.reprint.take(number, of: session)
        }
        await #expect(throws: why, comment, sourceLocation: sourceLocation) {
            _ = try await house.verbs.print.ticket(number, again: true, for: session, requestID: "r")
        }
        #expect(try await papers(house) == before, comment, sourceLocation: sourceLocation)
        #expect(try await house.open(for: session) != number, comment, sourceLocation: sourceLocation)
        // The next question is asked of the old case alone.
        try await house.engine.write { db in
            _ = try db.run("DELETE FROM case_events WHERE case_number <> \(number)")
            _ = try db.run("DELETE FROM cases WHERE number <> \(number)")
        }
    }

    @Test(arguments: TestEngine.available)
    func aSecondVisitPrintsTheNextEditionAndTheFormerIsVoid(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await delivered(house)
        let (superseded, issued) = (
            try await house.acts("document.superseded"), try await house.acts("ticket.issued")
        )

        try await house.kiosk(1) { kiosk in
            #expect(try await kiosk.identify(house) == "/cases/again")
            let page = String(buffer: try await kiosk.get("/cases/again").body)
            #expect(page.contains("Print it again") && page.contains("Apply for a new one"))
            #expect(page.contains(number.spoken) && !page.contains(TestPerson.one.name))
            let taken = try await kiosk.post("/cases/\(number)/again")
            #expect(taken.headers[.location] == "/cases/\(number)/paper")
            let paper = String(buffer: try await kiosk.get("/cases/\(number)/paper").body)
            #expect(paper.contains("Print the paper again") && paper.contains("name=\"again\" value=\"yes\""))
            let session = try await house.identity.current.identified(
                token: kiosk.session, terminal: kiosk.terminal)
            try await house.printed(number, again: true, of: session)
            let out = String(buffer: try await kiosk.get("/cases/\(number)/paper").body)
            #expect(out.contains("Please take your paper"))
        }

        #expect(try await papers(house) == ["1 superseded", "2 valid"])
        #expect(try await house.acts("document.superseded") == superseded + 1)
        #expect(try await house.acts("ticket.issued") == issued + 1)
        #expect(try await house.acts("print.ended") == 2)
        #expect(try await house.events(number).suffix(2) == [.printRequested, .printed])
    }

    @Test(arguments: TestEngine.available)
    func aNewOneIsAppliedForBesideIt(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await delivered(house)

        try await house.kiosk(1) { kiosk in
            _ = try await kiosk.identify(house)
            let place = try #require(
                try await kiosk.post("/cases", ["anew": "yes"]).headers[.location])
            #expect(place.hasPrefix("/cases/") && place != "/cases/\(number)")
            // What she has begun now is what she goes on with.
            #expect(try await kiosk.get("/cases/again").headers[.location] == "/cases/opening")
            #expect(try await kiosk.post("/cases").headers[.location] == place)
        }
        #expect(try await papers(house) == ["1 valid"])
    }

    @Test(arguments: TestEngine.available)
    func whatCountsNoMoreIsNeitherOfferedNorPrinted(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await delivered(house)
        func set(_ statement: SQLStatement) async throws {
            try await house.engine.write { db in _ = try db.run(statement) }
        }
        let (start, last) = (
            house.clock.now, CalendarDate(inChinaAt: house.clock.now - Self.day).description
        )

        try await set("UPDATE documents SET valid_until = \(last)")
        try await expectNothing(house, number, refused: DocumentRefused.notValid, "expired")
        try await set("UPDATE documents SET valid_until = NULL, state = 'revoked'")
        try await expectNothing(house, number, refused: DocumentRefused.notValid, "revoked")
        try await set("UPDATE documents SET state = 'valid', edition = 3")
        try await expectNothing(house, number, refused: CaseRefused.notReprinted, "printed three times")
        try await set("UPDATE documents SET edition = 1")
        let sealed = try await house.engine.read { db in
            try db.rows("SELECT pdf_sealed FROM documents")[0].bytes("pdf_sealed")
        }
        try await set("UPDATE documents SET pdf_sealed = \([UInt8]())")
        try await expectNothing(house, number, refused: CaseRefused.notReprinted, "its bytes are forgotten")
        try await set("UPDATE documents SET pdf_sealed = \(sealed)")
        let issued = try #require(try await house.file(number).issuedAt)
        house.clock.advance(by: HandlingFigures().resultLife - start.since(issued))
        #expect(try await house.verbs.reprint.all(of: house.file(number).citizen).count == 1)
        house.clock.advance(by: .milliseconds(1))
        try await expectNothing(house, number, refused: CaseRefused.notReprinted, "too long ago")
    }

    @Test(arguments: TestEngine.available)
    func anotherPersonsPaperIsAsIfThereWereNone(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await delivered(house)
        let other = try await house.visit(.two, at: 1)

        #expect(try await house.verbs.reprint.offer(CaseHouse.residence, to: other) == nil)
        #expect(try await house.verbs.reprint.all(of: other.citizen).isEmpty)
        await #expect(throws: CaseRefused.unknownCase) {
            try await house.verbs.reprint.take(number, of: other)
        }
        await #expect(throws: CaseRefused.unknownCase) {
            _ = try await house.verbs.print.ticket(number, again: true, for: other, requestID: "r")
        }
        try await house.kiosk(2) { kiosk in
            _ = try await kiosk.identify(house, .two)
            #expect(try await kiosk.get("/cases/\(number)/paper").status == .notFound)
            #expect(try await kiosk.post("/cases/\(number)/again").status == .notFound)
            #expect(try await kiosk.get("/cases/again").headers[.location] == "/cases/opening")
        }
        #expect(try await papers(house) == ["1 valid"])
    }

    @Test(arguments: TestEngine.available)
    func onlyWhoAsksForItAgainGetsItAlsoWhenItsTicketsAreForgotten(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await delivered(house)
        let session = try await house.visit(at: 1)

        for _ in 1...2 {
            await #expect(throws: TicketRefused.alreadyPrinted) {
                _ = try await house.verbs.print.ticket(number, for: session, requestID: "r")
            }
            try await house.engine.write { db in _ = try db.run("DELETE FROM print_tickets") }
        }
        try await house.printed(number, again: true, of: session)
        #expect(try await papers(house) == ["1 superseded", "2 valid"], "never two good papers of one case")
    }

    @Test(arguments: TestEngine.available)
    func withLessProofThanTheServiceAsksForNothingIsPrinted(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: CaseHouse.doors)
        let number = try await house.complete(CaseHouse.doors, ["purpose": "deed"], for: session)
        try await house.verbs.submit(number, of: session, requestID: "r")
        try await house.printed(number, of: session)
        house.clock.advance(by: Self.day)
        let account = try await house.account(house.visit())
        let phone = try await house.verbs.own.session(number, of: account)

        #expect(try await house.verbs.reprint.offer(CaseHouse.doors, to: phone) == nil)
        await #expect(throws: CaseRefused.moreProofNeeded) {
            try await house.verbs.reprint.take(number, of: phone)
        }
    }

    @Test(arguments: TestEngine.available)
    func whoFetchedItForAnotherPrintsItAgainBySameRightAlone(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let first = try await house.acting(.one, for: .child, by: .child)
        var walk = CaseHouse.Walk()
        for step in [CaseHouse.Step.open, .fetch, .answer, .submit] {
            try await house.step(step, &walk, of: first)
        }
        let number = try walk.whole()
        try await house.printed(number, of: first)
        house.clock.advance(by: Self.day)

        // Herself she has had none, and neither has the child's other self.
        let own = try await house.visit(.one, at: 1, for: CaseHouse.insurance)
        #expect(try await house.verbs.reprint.offer(CaseHouse.insurance, to: own) == nil)
        #expect(try await house.verbs.reprint.all(of: own.citizen).isEmpty)
        await #expect(throws: CaseRefused.unknownCase) {
            try await house.verbs.reprint.take(number, of: own)
        }
        let again = try await house.acting(.one, for: .child, by: .child, at: 2)
        #expect(
            try await house.verbs.reprint.offer(CaseHouse.insurance, to: again)?.file.number == number)
        await #expect(throws: CaseRefused.unknownCase) {
            _ = try await house.verbs.print.ticket(number, again: true, for: again, requestID: "r")
        }
        try await house.verbs.reprint.take(number, of: again)
        try await house.printed(number, again: true, of: again)
        #expect(try await papers(house) == ["1 superseded", "2 valid"])
        let file = try await house.file(number)
        #expect(file.actor == own.citizen && file.citizen != own.citizen)
    }

    @Test func aTroubledSecondPrintingIsTriedAgainOnTheSamePage() async throws {
        let house = try await CaseHouse(.sqlite)
        let number = try await delivered(house)
        let session = try await house.visit(at: 1)
        let answer = try await house.verbs.print.ticket(number, again: true, for: session, requestID: "r")
        try await house.verbs.print.ended(
            ticket: try #require(Token(rawValue: answer.ticketID)), terminal: house.terminals[1],
            outcome: PrintOutcome(state: .failed, reason: "paper-out", pagesPrinted: 0), requestID: "r")
        let file = try await house.file(number)

        #expect(try await house.verbs.reprint.standing(file, in: session) == .printable)
        try await house.printed(number, again: true, of: session)
        #expect(try await house.verbs.reprint.standing(file, in: session) == .outHere)
        #expect(try await papers(house) == ["1 superseded", "2 valid"])
    }

    @Test(arguments: Language.allCases)
    func eachPageLooksAsReviewed(language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        let number = try await delivered(house)
        let account = try await house.account(house.visit(at: 2))
        try await house.phone(account, language: language.rawValue) { phone in
            let list = String(buffer: try await phone.get("/account/cases").body)
            try review(list, "phone-papers", language)
            let standing = try await phone.follow("/account/cases/\(number)")
            try review(standing.page, "phone-delivered", language)
        }
        try await house.kiosk(1, language: language.rawValue) { kiosk in
            _ = try await kiosk.identify(house)
            try review(String(buffer: try await kiosk.get("/cases/again").body), "kiosk-again", language)
            try review(
                String(buffer: try await kiosk.get("/cases/unfinished").body), "kiosk-papers", language)
            let paper = "/cases/\(number)/paper"
            try review(String(buffer: try await kiosk.get(paper).body), "kiosk-reprint", language)
            house.clock.advance(by: .seconds(1))
            let last = CalendarDate(inChinaAt: house.clock.now - .seconds(2 * 86_400)).description
            for (name, state, until) in [("over", "valid", last), ("revoked", "revoked", last)] {
                try await house.engine.write { db in
                    _ = try db.run(
                        """
                        UPDATE documents SET state = \(state), valid_until = \(until),
                            state_changed_at_ms = \(house.clock.now)
                        """)
                }
                try review(String(buffer: try await kiosk.get(paper).body), "kiosk-\(name)", language)
            }
            try await house.engine.write { db in
                _ = try db.run("UPDATE documents SET state = 'valid', valid_until = NULL, edition = 3")
            }
            try review(String(buffer: try await kiosk.get(paper).body), "kiosk-past", language)
        }
    }

    private func review(_ page: String, _ name: String, _ language: Language) throws {
        #expect(!page.contains(TestPerson.one.name), "\(name)")
        #expect(page.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing in \(name)")
        let text =
            page.replacing(/\/assets\/[0-9a-f]{8}\//, with: "/assets/…/")
            .replacing(/value="[0-9a-z]{26}"/, with: "value=\"…\"")
            .replacing("><", with: ">\n<") + "\n"
        try expectSnapshot(text, named: "reprint/\(name)-\(language.rawValue).html")
    }
}
