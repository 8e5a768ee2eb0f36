import Base
import Catalogue
import Foundation
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

/// The notice of acceptance 受理通知书 and the decision of refusal 不予办理决定书; the receipt has tests of its own.
@Suite struct LetterTests {
    private func papers(_ house: CaseHouse) async throws -> [String] {
        try await house.engine.read { db in
            try db.rows("SELECT paper, edition, state, issuer FROM documents ORDER BY edition").map {
                "\(try $0.text("paper")) \(try $0.int("edition")) \(try $0.text("state")) \(try $0.text("issuer"))"
            }
        }
    }

    private func print(
        _ paper: CasePaper, again: Bool = false, _ number: CaseNumber, of session: IdentifiedSession,
        _ house: CaseHouse
    ) async throws -> [UInt8] {
        let answer = try await house.verbs.print.ticket(
            number, paper: paper, again: again, for: session, requestID: "r")
        let ticket = try #require(Token(rawValue: answer.ticketID))
        let pdf = try await house.verbs.print.paper(ticket: ticket, for: session, requestID: "r")
        try await house.verbs.print.ended(
            ticket: ticket, terminal: session.session.terminalID,
            outcome: PrintOutcome(state: .printed, reason: nil, pagesPrinted: 1), requestID: "r")
        return pdf
    }

    private func verdict(_ pdf: [UInt8], _ house: CaseHouse) async throws -> Verdict {
        try await VerifyDocument(
            engine: house.engine, vault: house.vault, audit: house.parts.audit, world: house.world)(
                .file(pdf))
    }

    /// What the sealed paper says, by field.
    private func said(
        _ paper: CasePaper, _ number: CaseNumber, of session: IdentifiedSession, _ house: CaseHouse
    ) async throws -> [String: String] {
        try await house.engine.read { [vault = house.vault] db in
            let record = try #require(
                try DocumentStore.find(paper, caseNumber: number.rawValue, in: db))
            return try DocumentStore.facts(
                record.id, subject: vault.subject(session.citizen, in: db), in: db
            ).content.values
        }
    }

    @Test(arguments: TestEngine.available)
    func whatIsAcceptedIsSaidOnAPaperBesideTheReceipt(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        await #expect(throws: CaseRefused.notNow) {
            _ = try await house.verbs.print.ticket(number, paper: .acceptance, for: session, requestID: "r")
        }
        _ = try await print(.receipt, number, of: session, house)
        try await house.claim(number, by: clerk)
        try await house.desk.accept(CaseStep.Key(number, "review"), by: clerk, requestID: "r")
        let before = try await house.events(number)
        let file = try await house.verbs.owned(number, of: session)
        #expect(try await house.verbs.letter.standing(.acceptance, of: file, in: session).standing == .ready)

        let pdf = try await print(.acceptance, number, of: session, house)
        #expect(
            try await house.verbs.letter.standing(.acceptance, of: file, in: session).standing == .outHere)
        #expect(try await house.events(number) == before, "a letter is no step of its case")
        let office = try #require(house.catalogue.department(CaseHouse.endorsement.department)).name[
            .mandarin]
        #expect(
            try await papers(house) == ["receipt 1001 valid \(office)", "acceptance 2001 valid \(office)"])
        let values = try await said(.acceptance, number, of: session, house)
        #expect(values["acceptedOn"] == "2026-03-02" && values["handedInOn"] == "2026-03-02")
        #expect(values["name"] == TestPerson.one.name && values["number"] == TestPerson.one.number.text)
        let found = try await verdict(pdf, house)
        #expect(found.outcome == .genuine)
        #expect(found.facts?.serviceName.hasPrefix("受理通知书（") == true)

        // What comes out after it voids neither.
        try await house.desk.decide.approve(CaseStep.Key(number, "review"), by: clerk, requestID: "r")
        try await house.approve(number, "issue", by: clerk)
        #expect(try await house.runJobs() == 1)
        #expect(try await papers(house).count { $0.contains(" valid ") } == 3)
        #expect(try await house.verbs.standing(number, of: session).letter == nil)
        await #expect(throws: CaseRefused.notNow) {
            _ = try await house.verbs.print.ticket(
                number, paper: .acceptance, again: true, for: session, requestID: "r")
        }
    }

    @Test(arguments: TestEngine.available)
    func aRefusalIsPrintedWithItsReasonsAndWhereToTurn(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let key = CaseStep.Key(number, "review")
        try await house.claim(number, by: clerk)
        await #expect(throws: CaseRefused.notNow) {
            _ = try await house.verbs.print.ticket(number, paper: .refusal, for: session, requestID: "r")
        }
        for note in ["与\(TestPerson.two.number.text)重复", "代办人：张三"] {
            await #expect(throws: StepRefused.noteNamesPerson) {
                try await house.desk.decide.refuse(
                    key, because: "already-held", note: note, by: clerk, requestID: "r")
            }
        }
        try await house.desk.decide.refuse(
            key, because: "already-held", note: "上月已签注。\n请明年再来。", by: clerk, requestID: "r")
        #expect(try await house.verbs.standing(number, of: session).letter == .refusal)

        let pdf = try await print(.refusal, number, of: session, house)
        let item = try #require(house.catalogue[CaseHouse.endorsement])
        let values = try await said(.refusal, number, of: session, house)
        #expect(values["reason"] == "您已有同样且有效的证件或结果")
        #expect(values["note"] == "上月已签注。 请明年再来。")
        #expect(values["review"] == item.remedies.review[.mandarin])
        #expect(values["litigation"] == item.remedies.litigation[.mandarin])
        #expect(values["decidedOn"] == "2026-03-02")
        #expect(try await verdict(pdf, house).outcome == .genuine)
        // Also when she has read it; and by nobody else.
        try await house.verbs.standing.read(number, of: session)
        _ = try await print(.refusal, again: true, number, of: session, house)
        let other = try await house.visit(.two, at: 1, for: CaseHouse.endorsement)
        await #expect(throws: CaseRefused.unknownCase) {
            _ = try await house.verbs.print.ticket(number, paper: .refusal, for: other, requestID: "r")
        }
        #expect(try await house.state(number) == .refused)
    }

    /// Written before what is written had to stand on a paper.
    @Test func aNoteOfBeforeThatNamesSomebodyStaysOnTheScreen() async throws {
        let house = try await CaseHouse(.sqlite)
        let clerk = try house.clerk()
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let key = CaseStep.Key(number, "review")
        try await house.claim(number, by: clerk)
        try await house.desk.decide.refuse(key, because: "not-ours", note: "x", by: clerk, requestID: "r")
        let note = "与\(TestPerson.two.number.text)重复"
        try await house.engine.write { [vault = house.vault] db in
            let sealed = try CaseStepStore.sealed(note, of: key, by: vault.subject(session.citizen, in: db))
            try db.run("UPDATE case_steps SET note_sealed = \(sealed) WHERE case_number = \(number)")
        }
        _ = try await print(.refusal, number, of: session, house)
        #expect(try await said(.refusal, number, of: session, house)["note"] == "另有说明，请在办件页面查看")
        #expect(try await house.verbs.standing(number, of: session).note == note)
    }

    /// Letters that no typeface has, and what cannot be seen.
    @Test func aNoteThatCannotBeDrawnStaysOnTheScreen() async throws {
        let house = try await CaseHouse(.sqlite)
        let clerk = try house.clerk()
        for (person, seat, note, wanted) in [
            (TestPerson.one, 0, "请看𒀀", "另有说明，请在办件页面查看"),
            (TestPerson.two, 1, "请\u{200B}看\u{FEFF}公告", "请看公告"),
        ] {
            let session = try await house.visit(person, at: seat, for: CaseHouse.endorsement)
            let number = try await house.handedIn(for: session)
            try await house.claim(number, by: clerk)
            try await house.desk.decide.refuse(
                CaseStep.Key(number, "review"), because: "not-ours", note: note, by: clerk, requestID: "r")
            _ = try await print(.refusal, number, of: session, house)
            #expect(try await said(.refusal, number, of: session, house)["note"] == wanted)
        }
        #expect(
            !CaseLetter.mayStand("与3502\u{200B}05198503129834重复"), "a number is found behind what is not seen"
        )
    }

    @Test(arguments: TestEngine.available)
    func theirCodesTellHowFarTheCaseIsAndRevokeNothing(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let key = CaseStep.Key(number, "review")
        try await house.claim(number, by: clerk)
        try await house.desk.accept(key, by: clerk, requestID: "r")
        _ = try await print(.acceptance, number, of: session, house)
        let progress = CaseProgress(house.parts)
        let notice = try await code(.acceptance, number, of: session, house)
        let deciding = try await progress(
            number: number.rawValue, second: notice.text, requestID: "r"
        ).state
        #expect(deciding == .deciding)
        try await house.desk.decide.refuse(key, because: "not-ours", note: nil, by: clerk, requestID: "r")
        _ = try await print(.refusal, number, of: session, house)
        let decision = try await code(.refusal, number, of: session, house)
        for code in [notice, decision] {
            let state = try await progress(number: number.rawValue, second: code.text, requestID: "r").state
            #expect(state == .refused)
            let revoked = try await RevokePaper(house.parts).number(code.text, for: house.clerk())
            #expect(revoked == nil)
        }
    }

    private func code(
        _ paper: CasePaper, _ number: CaseNumber, of session: IdentifiedSession, _ house: CaseHouse
    ) async throws -> VerificationCode {
        let text = try await house.engine.read { [vault = house.vault] db in
            let record = try #require(
                try DocumentStore.find(paper, caseNumber: number.rawValue, in: db))
            return try DocumentStore.facts(
                record.id, subject: vault.subject(session.citizen, in: db), in: db
            ).code
        }
        return try #require(VerificationCode(text))
    }

    @Test func eachLetterHasALayoutWhoseFieldsItFills() async throws {
        let item = try #require(try await CaseHouse(.sqlite).catalogue[CaseHouse.endorsement])
        let day = try #require(CalendarDate("2026-03-02"))
        let facts = CaseLetter.Facts(
            item: item, holder: Holder(name: try #require(PersonName("陈静")), number: TestPerson.one.number),
            handedInOn: day, due: day)
        let office = CaseHouse.endorsement.department
        let letters: [CaseLetter] =
            [.receipt, .refusal(on: day, by: office, nil, note: nil)]
            + Acceptance.Ground.allCases.map { .acceptance(on: day, $0) }
        for letter in letters {
            let layout = try letter.layout.get()
            let own = Set(PaperField.allCases.map(\.rawValue))
            let missing = layout.fieldsNeeded.subtracting(own).subtracting(letter.content(facts).values.keys)
            #expect(missing.isEmpty, "\(letter.paper)")
            #expect(layout.file == "\(letter.paper.rawValue).yml")
        }
        #expect(Set(letters.map(\.paper)) == Set(CasePaper.allCases.filter(\.isLetter)))
    }

    private func readable(_ page: String) -> String {
        page.replacing(/\/assets\/[0-9a-f]{8}\//, with: "/assets/…/")
            .replacing(/value="[0-9a-z]{26}"/, with: "value=\"…\"")
            .replacing("><", with: ">\n<") + "\n"
    }

    @Test(arguments: Language.allCases) func thePagesLookAsReviewed(_ language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        let clerk = try house.clerk()
        try await house.kiosk(language: language.rawValue) { kiosk in
            let place = try await kiosk.identify(house, for: CaseHouse.endorsement, .one)
            let number = try #require(
                CaseNumber(rawValue: String(place.split(separator: "/").last ?? "")))
            for (question, answer) in CaseHouse.complete.sorted(by: { $0.key < $1.key }) {
                try await kiosk.post("/cases/\(number)/questions/\(question)", ["answer": answer])
            }
            try await kiosk.post("/cases/\(number)/submission")
            #expect(
                try await kiosk.follow("/cases/\(number)/acceptance").path == "/cases/\(number)/standing")
            let key = CaseStep.Key(number, "review")
            try await house.claim(number, by: clerk)
            try await house.desk.accept(key, by: clerk, requestID: "r")
            let accepted = try await kiosk.follow("/cases/\(number)").page
            #expect(accepted.contains("/cases/\(number)/acceptance"))
            #expect(!accepted.contains("/cases/\(number)/receipt"))
            let notice = try await kiosk.follow("/cases/\(number)/acceptance").page
            #expect(notice.contains("name=\"paper\" value=\"acceptance\""))
            try await house.desk.decide.refuse(
                key, because: "conditions-not-met", note: nil, by: clerk, requestID: "r")
            let refused = try await kiosk.follow("/cases/\(number)").page
            #expect(refused.contains("/cases/\(number)/refusal"))
            let decision = try await kiosk.follow("/cases/\(number)/refusal").page
            #expect(decision.contains("name=\"paper\" value=\"refusal\""))
            let trouble = String(
                buffer: try await kiosk.get("/cases/\(number)/refusal?problem=printer-jam").body)
            for (name, page) in [
                ("accepted", accepted), ("notice", notice), ("decision", decision), ("trouble", trouble),
            ] {
                #expect(!page.contains(TestPerson.one.name), "\(name)")
                #expect(page.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing")
                try expectSnapshot(readable(page), named: "letter/\(name)-\(language.rawValue).html")
            }
        }
    }
}
