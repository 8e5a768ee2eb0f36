import Audit
import Base
import Catalogue
import Documents
import Identity
import Representation
import Storage
import Support
import Testing
import Vault
import Wire

@testable import Casework

/// A paper that its department takes back: by whom, and what goes with it.
@Suite struct RevokePaperTests {
    private func revoke(
        _ house: CaseHouse, _ number: CaseNumber, by clerk: Clerk,
        allowing: @escaping @Sendable (DepartmentID, DivisionCode?) -> Bool = { _, _ in true }
    ) async throws {
        let revoke = house.desk.revoke
        try await house.engine.write { db in
            try revoke(
                number, because: .factsChanged, askedBy: "s-0001", agreedBy: clerk, allowing: allowing, in: db
            )
        }
    }

    private func told(_ house: CaseHouse) async throws -> [String] {
        try await house.engine.read { db in
            try db.rows("SELECT citizen_id FROM case_notices WHERE kind = 'paper-revoked'").map {
                try $0.text("citizen_id")
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func whatIsRevokedIsPrintedNoMoreToldAndAppliedForAnew(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.issued(for: session)
        let second = try house.clerk("s-0002")

        try await revoke(house, number, by: second)

        await #expect(throws: DocumentRefused.notValid) {
            _ = try await house.verbs.print.ticket(number, for: session, requestID: "r")
        }
        await #expect(throws: DocumentRefused.notValid) {
            _ = try await house.verbs.print.ticket(number, again: true, for: session, requestID: "r")
        }
        #expect(try await house.events(number).last == .paperRevoked)
        #expect(try await told(house) == [session.citizen.rawValue])
        let file = try await house.file(number)
        let day = CalendarDate(inChinaAt: house.clock.now)
        #expect(try await house.verbs.paper(file) == .revoked(day))
        let leaf = try #require(try await house.leaves().first { $0.contains("\"document.revoked\"") })
        #expect(leaf.contains("facts-changed agreed s-0002") && leaf.contains("s-0001"))
        let vault = house.vault
        let commitment = try await house.engine.read { db in
            try vault.subject(session.citizen, in: db).commitment()
        }
        #expect(AuditHistory.isAbout(commitment, leaf: Array(leaf.utf8)), "she finds it among who looked")
        // Until now she would have been led back to the paper that waits.
        #expect(try await house.verbs.own(of: session.citizen).isEmpty)
        #expect(try await house.open(for: session) != number)

        await #expect(throws: DocumentRefused.alreadyRevoked) {
            try await revoke(house, number, by: second)
        }
        await #expect(throws: DocumentRefused.alreadyRevoked) {
            _ = try await house.desk.revoke.stillValid(number, for: second)
        }
        #expect(try await house.desk.revoke.paper(number, for: second).revokedOn == day)
        #expect(try await told(house).count == 1, "once")
    }

    @Test(arguments: TestEngine.available)
    func aNewEditionIsNoWayAroundARequestThatWaits(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.issued(for: session)
        let asked = try await house.desk.revoke.stillValid(number, for: house.clerk())
        try await house.printed(number, of: session)
        _ = try await house.verbs.print.ticket(number, again: true, for: session, requestID: "r")

        try await revoke(house, number, by: house.clerk("s-0002"))

        #expect(asked.edition == 1)
        let states = try await house.engine.read { db in
            try db.rows("SELECT state FROM documents ORDER BY edition").map { try $0.text("state") }
        }
        #expect(states == ["superseded", "revoked"])
    }

    @Test(arguments: TestEngine.available)
    func aPaperIsFoundByWhatStandsOnIt(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.issued(for: house.visit())
        let digest = Digest.sha256(Array("egret verification code 1\n0123456789ABCDEF".utf8))
        try await house.engine.write { db in
            _ = try db.run("UPDATE documents SET code_hash = \(digest)")
        }
        let (own, other) = (try house.clerk(), try house.clerk(queue: "insurance/3"))
        let find = house.desk.revoke

        for text in [number.rawValue, number.spoken, " \(number.spoken) ", "0123-4567-89ab-cdef"] {
            #expect(try await find.number(text, for: own) == number, "\(text)")
        }
        for text in ["", "x", "0123-4567-89ab-cde0", "202603029999", String(repeating: "9", count: 60)] {
            #expect(try await find.number(text, for: own) == nil, "\(text)")
        }
        #expect(try await find.number(number.spoken, for: other) == nil, "digits of another department's")
    }

    @Test(arguments: TestEngine.available)
    func nobodyRevokesWhatIsHerOwnOrAnotherOffices(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.issued(for: session)
        let unwritten = try #require(CaseNumber(rawValue: number.rawValue.dropLast(4) + "9999"))
        let open = try await house.open(Self.other, for: house.visit(for: Self.other))
        let stranger = try house.clerk("s-0002")
        let find = house.desk.revoke

        await #expect(throws: StepRefused.ownCase) {
            _ = try await find.paper(number, for: house.clerk(is: .one))
        }
        await #expect(throws: StepRefused.unknownSelf) {
            _ = try await find.paper(number, for: house.clerk(is: nil))
        }
        await #expect(throws: RevocationRefused.unknownPaper) {
            _ = try await find.paper(number, for: house.clerk(queue: "insurance/3"))
        }
        for nothing in [unwritten, open] {
            await #expect(throws: RevocationRefused.unknownPaper) {
                _ = try await find.paper(nothing, for: stranger)
            }
        }
        // The second person is held to the same.
        await #expect(throws: StepRefused.ownCase) {
            try await revoke(house, number, by: house.clerk(is: .one))
        }
        await #expect(throws: RevocationRefused.otherDepartment) {
            try await revoke(house, number, by: house.clerk(queue: "insurance/3"))
        }
        let region = DivisionCode(rawValue: "350203")
        await #expect(throws: RevocationRefused.otherDepartment) {
            try await revoke(house, number, by: stranger) { department, place in
                #expect(department.rawValue == "police" && place == region)
                return false
            }
        }
        #expect(try await house.verbs.paper(house.file(number)) == .valid)
        #expect(try await told(house).isEmpty)
        #expect(try await house.acts("document.revoked") == 0)
    }

    @Test(arguments: TestEngine.available)
    func whoActsForTheHolderIsKeptFromItAndToldOfIt(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.acting(.one, for: .child, by: .child)
        var walk = CaseHouse.Walk()
        for step in [CaseHouse.Step.open, .fetch, .answer, .submit] {
            try await house.step(step, &walk, of: session)
        }
        let number = try walk.whole()
        await #expect(throws: StepRefused.ownCase) {
            _ = try await house.desk.revoke.paper(
                number, for: house.clerk(queue: "insurance/3", is: .one))
        }

        try await revoke(house, number, by: house.clerk("s-0002", queue: "insurance/3"))

        let file = try await house.file(number)
        #expect(Set(try await told(house)) == [file.citizen.rawValue, session.citizen.rawValue])
        #expect(try await told(house).count == 2)
    }

    private static let other = CaseHouse.id("police/residence-permit-endorsement")
}

extension CaseHouse {
    /// Lets the paper of a case come out whole at the terminal of this visit.
    func printed(_ number: CaseNumber, again: Bool = false, of session: IdentifiedSession) async throws {
        let answer = try await verbs.print.ticket(number, again: again, for: session, requestID: "r")
        let ticket = try #require(Token(rawValue: answer.ticketID))
        _ = try await verbs.print.paper(ticket: ticket, for: session, requestID: "r")
        let pages = try await engine.read { db in
            try DocumentStore.find(caseNumber: number.rawValue, in: db)?.pages ?? 0
        }
        try await verbs.print.ended(
            ticket: ticket, terminal: session.session.terminalID,
            outcome: PrintOutcome(state: .printed, reason: nil, pagesPrinted: pages), requestID: "r")
    }
}
