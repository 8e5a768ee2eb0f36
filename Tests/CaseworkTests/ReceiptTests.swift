import Base
import Foundation
import Catalogue
import HTTPTypes
import HummingbirdTesting
import Identity
import NIOCore
import Storage
import Support
import Testing
import Vault
import Web
import Wire

@testable import Casework
@testable import Documents

/// The receipt 收件凭证 of a case that departments decide.
@Suite struct ReceiptTests {
    private func papers(_ house: CaseHouse) async throws -> [String] {
        try await house.engine.read { db in
            try db.rows(
                "SELECT paper, edition, state, service_name FROM documents ORDER BY issued_at_ms, edition"
            )
            .map {
                "\(try $0.text("paper")) \(try $0.int("edition")) \(try $0.text("state")) \(try $0.text("service_name"))"
            }
        }
    }

    /// Fetches the paper of a ticket and says that it came out.
    private func print(
        _ answer: TicketAnswer, of session: IdentifiedSession, _ house: CaseHouse
    ) async throws -> [UInt8] {
        let ticket = try #require(Token(rawValue: answer.ticketID))
        let pdf = try await house.verbs.print.paper(ticket: ticket, for: session, requestID: "r")
        try await house.verbs.print.ended(
            ticket: ticket, terminal: session.session.terminalID,
            outcome: PrintOutcome(state: .printed, reason: nil, pagesPrinted: 1), requestID: "r")
        return pdf
    }

    /// What stands on the receipt that counts.
    private func code(
        _ number: CaseNumber, of session: IdentifiedSession, _ house: CaseHouse
    ) async throws -> VerificationCode {
        let text = try await house.engine.read { [vault = house.vault] db in
            let record = try #require(
                try DocumentStore.find(.receipt, caseNumber: number.rawValue, in: db))
            return try DocumentStore.facts(
                record.id, subject: vault.subject(session.citizen, in: db), in: db
            ).code
        }
        return try #require(VerificationCode(text))
    }

    private func name(_ house: CaseHouse) throws -> String {
        CaseLetter.receipt.name(of: try #require(house.catalogue[CaseHouse.endorsement]))
    }

    @Test(arguments: TestEngine.available)
    func itComesOutWhileDepartmentsDecideAndIsNoStepOfTheCase(_ kind: TestEngine) async throws {
        let house = try await CaseHouse(kind)
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let before = try await house.events(number)

        let file = try await house.verbs.owned(number, of: session)
        #expect(try await house.verbs.letter.standing(.receipt, of: file, in: session).standing == .ready)
        await #expect(throws: CaseRefused.notNow) {
            _ = try await house.verbs.print.ticket(number, for: session, requestID: "r")
        }
        let answer = try await house.verbs.print.ticket(
            number, paper: .receipt, for: session, requestID: "r")
        let pdf = try await print(answer, of: session, house)
        #expect(pdf.starts(with: Array("%PDF-".utf8)))
        #expect(try await papers(house) == ["receipt 1001 valid \(name(house))"])
        #expect(try await house.state(number) == .deciding)
        #expect(try await house.events(number) == before)
        #expect(try await house.verbs.letter.standing(.receipt, of: file, in: session).standing == .outHere)

        // What it says, to whoever checks it.
        let verdict = try await VerifyDocument(
            engine: house.engine, vault: house.vault, audit: house.parts.audit, world: house.world)(
                .file(pdf))
        #expect(verdict.outcome == .genuine)
        #expect(verdict.facts?.serviceName == (try name(house)))
        #expect(verdict.facts?.edition == 1)
        #expect(verdict.facts?.validUntil == nil)
    }

    @Test(arguments: TestEngine.available)
    func theResultComesBesideItAndBothCount(_ kind: TestEngine) async throws {
        let house = try await CaseHouse(kind)
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        _ = try await print(
            house.verbs.print.ticket(number, paper: .receipt, for: session, requestID: "r"), of: session,
            house)
        let clerk = try house.clerk()
        try await house.approve(number, "review", by: clerk)
        try await house.approve(number, "issue", by: clerk)
        #expect(try await house.runJobs() == 1)
        let service = try #require(house.catalogue[CaseHouse.endorsement]).name[.mandarin]
        #expect(
            try await papers(house).sorted()
                == ["receipt 1001 valid \(name(house))", "result 1 valid \(service)"])
        // The receipt that came out in this visit is not the result.
        _ = try await print(
            house.verbs.print.ticket(number, for: session, requestID: "r"), of: session, house)
        #expect(try await house.state(number) == .delivered)
        await #expect(throws: CaseRefused.notNow) {
            _ = try await house.verbs.print.ticket(number, paper: .receipt, for: session, requestID: "r")
        }
    }

    @Test(arguments: TestEngine.available)
    func anotherOneVoidsTheFormerAndThereAreThreeAtMost(_ kind: TestEngine) async throws {
        let house = try await CaseHouse(kind)
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let ticket = { (again: Bool) in
            try await house.verbs.print.ticket(
                number, paper: .receipt, again: again, for: session, requestID: "r")
        }
        _ = try await print(ticket(false), of: session, house)
        await #expect(throws: TicketRefused.alreadyPrinted) { _ = try await ticket(false) }
        _ = try await print(ticket(true), of: session, house)
        _ = try await print(ticket(true), of: session, house)
        await #expect(throws: TicketRefused.reprintLimit) { _ = try await ticket(true) }
        #expect(
            try await papers(house).map { $0.split(separator: " ").prefix(3).joined(separator: " ") }.sorted()
                == ["receipt 1001 superseded", "receipt 1002 superseded", "receipt 1003 valid"])
    }

    @Test func nobodyElseHasIt() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let other = try await house.visit(.two, at: 1, for: CaseHouse.endorsement)
        await #expect(throws: CaseRefused.unknownCase) {
            _ = try await house.verbs.print.ticket(number, paper: .receipt, for: other, requestID: "r")
        }
        #expect(try await papers(house).isEmpty)
        // Nor another of hers by the ticket of this one.
        let answer = try await house.verbs.print.ticket(
            number, paper: .receipt, for: session, requestID: "r")
        let ticket = try #require(Token(rawValue: answer.ticketID))
        await #expect(throws: TicketRefused.otherTerminal) {
            _ = try await house.verbs.print.paper(ticket: ticket, for: other, requestID: "r")
        }
    }

    @Test func whatIsDecidedAtOnceHasNone() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit()
        let number = try await house.issued(for: session)
        await #expect(throws: CaseRefused.notNow) {
            _ = try await house.verbs.print.ticket(number, paper: .receipt, for: session, requestID: "r")
        }
        let file = try await house.verbs.owned(number, of: session)
        #expect(try await house.verbs.letter.standing(.receipt, of: file, in: session).standing == nil)
    }

    @Test func whatComesOutIsSaidWhateverHasBecomeOfTheCaseMeanwhile() async throws {
        let house = try await CaseHouse(.sqlite)
        let clerk = try house.clerk()
        try await house.kiosk { kiosk in
            let place = try await kiosk.identify(house, for: CaseHouse.endorsement, .one)
            let number = try #require(
                CaseNumber(rawValue: String(place.split(separator: "/").last ?? "")))
            for (question, answer) in CaseHouse.complete.sorted(by: { $0.key < $1.key }) {
                try await kiosk.post("/cases/\(number)/questions/\(question)", ["answer": answer])
            }
            try await kiosk.post("/cases/\(number)/submission")
            let asked = try await kiosk.postJSON(
                "/cases/\(number)/print-tickets", TicketQuestion(again: false, paper: .receipt))
            let ticket = try JSONDecoder().decode(
                TicketAnswer.self, from: Data(asked.body.readableBytesView)
            ).ticketID
            #expect(try await kiosk.paper(ticket).status == .ok)
            try await house.claim(number, by: clerk)
            try await house.desk.askForCorrection(
                ["basis"], at: CaseStep.Key(number, "review"), because: "unclear", note: "", by: clerk,
                requestID: "r")
            let taking = try await kiosk.follow("/cases/\(number)/receipt?out=yes")
            #expect(taking.path == "/cases/\(number)/receipt?out=yes")
            let told = try await kiosk.postJSON(
                "/print-tickets/\(ticket)/outcome",
                PrintOutcome(state: .printed, reason: nil, pagesPrinted: 1))
            #expect(told.status == .noContent)
            let out = try await kiosk.follow("/cases/\(number)/receipt")
            #expect(out.path == "/cases/\(number)/receipt")
            // Nor another one: it waits for her.
            #expect(!out.page.contains("/terminal/print"))
        }
    }

    @Test(arguments: TestEngine.available)
    func itsCodeTellsHowFarTheCaseIsAndRevokesNothing(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let ticket = { (again: Bool) in
            try await house.verbs.print.ticket(
                number, paper: .receipt, again: again, for: session, requestID: "r")
        }
        _ = try await print(ticket(false), of: session, house)
        let first = try await code(number, of: session, house)
        let progress = CaseProgress(house.parts)
        #expect(
            try await progress(number: number.rawValue, second: first.text, requestID: "r").state == .deciding
        )
        #expect(try await RevokePaper(house.parts).number(first.text, for: house.clerk()) == nil)
        // The page says of the former that its code counts no more.
        _ = try await print(ticket(true), of: session, house)
        let second = try await code(number, of: session, house)
        await #expect(throws: ProgressRefused.unknown) {
            _ = try await progress(number: number.rawValue, second: first.text, requestID: "r")
        }
        #expect(
            try await progress(number: number.rawValue, second: second.text, requestID: "r").state
                == .deciding)
    }

    @Test(arguments: TestEngine.available)
    func oneThatWasForgottenIsPrintedNoMore(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        _ = try await print(
            house.verbs.print.ticket(number, paper: .receipt, for: session, requestID: "r"), of: session,
            house)
        try await house.engine.write { db in
            try DocumentRetentionStore.emptyPapers(of: session.citizen, in: db)
        }
        let later = try await house.visit(at: 1, for: CaseHouse.endorsement)
        let file = try await house.verbs.owned(number, of: later)
        #expect(try await house.verbs.letter.standing(.receipt, of: file, in: later).standing == nil)
        #expect(try await house.verbs.standing(number, of: later).letter == nil)
        await #expect(throws: CaseRefused.notReprinted) {
            _ = try await house.verbs.print.ticket(
                number, paper: .receipt, again: true, for: later, requestID: "r")
        }
    }

    private func readable(_ page: String) -> String {
        page.replacing(/\/assets\/[0-9a-f]{8}\//, with: "/assets/…/")
            .replacing(/value="[0-9a-z]{26}"/, with: "value=\"…\"")
            .replacing("><", with: ">\n<") + "\n"
    }

    @Test(arguments: Language.allCases) func thePagesLookAsReviewed(_ language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk(language: language.rawValue) { kiosk in
            let place = try await kiosk.identify(house, for: CaseHouse.endorsement, .one)
            let number = try #require(
                CaseNumber(rawValue: String(place.split(separator: "/").last ?? "")))
            // Nothing is received yet.
            #expect(try await kiosk.follow("/cases/\(number)/receipt").path != "/cases/\(number)/receipt")
            for (question, answer) in CaseHouse.complete.sorted(by: { $0.key < $1.key }) {
                try await kiosk.post("/cases/\(number)/questions/\(question)", ["answer": answer])
            }
            try await kiosk.post("/cases/\(number)/submission")
            let standing = try await kiosk.follow("/cases/\(number)").page
            #expect(standing.contains("/cases/\(number)/receipt"))
            let ready = try await kiosk.follow("/cases/\(number)/receipt").page
            #expect(ready.contains("name=\"paper\" value=\"receipt\""))
            // Out it is not before it was asked for.
            let early = String(buffer: try await kiosk.get("/cases/\(number)/receipt?out=yes").body)
            #expect(early.contains("/terminal/print"))
            try await kiosk.postJSON(
                "/cases/\(number)/print-tickets", TicketQuestion(again: false, paper: .receipt))
            let taking = String(buffer: try await kiosk.get("/cases/\(number)/receipt?out=yes").body)
            #expect(!taking.contains("/terminal/print"))
            let trouble = String(
                buffer: try await kiosk.get("/cases/\(number)/receipt?problem=printer-jam").body)
            for (name, page) in [("ready", ready), ("taking", taking), ("trouble", trouble)] {
                #expect(!page.contains(TestPerson.one.name), "\(name)")
                #expect(page.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing")
                try expectSnapshot(readable(page), named: "receipt/\(name)-\(language.rawValue).html")
            }
        }
    }
}
