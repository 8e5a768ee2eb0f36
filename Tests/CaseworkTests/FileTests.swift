import Audit
import Base
import Catalogue
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Storage
import Support
import Testing
import Uploads
import Vault
import Web

@testable import Casework
@testable import Identity

/// Files as answers: sent by phone, kept sealed, checked for viruses, opened by who may, and gone with their case.
@Suite struct FileTests {
    /// Other pixels than the sample's.
    private static let otherPicture: [UInt8] = [UInt8](
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        )
            ?? Data())

    @Test(arguments: TestEngine.available)
    func whatLiesThereIsTheAnswer(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, session, number) = try await house.complaint()
        #expect(try await house.file(number).answers["pictures"] == nil)

        try await house.send(["a", "b"], number, session)
        // The same again is no other file.
        try await house.send(["a"], number, session)

        let sent = try await house.files(number)
        #expect(sent.count == 2)
        #expect(
            try await Set(FileQuestion.ids(house.file(number).answers["pictures"] ?? ""))
                == Set(sent.map(\.id.rawValue)))
        for file in sent {
            try await house.verbs.files.remove(file.id, from: "pictures", in: number, of: session)
        }
        #expect(try await house.file(number).answers["pictures"] == nil)
        #expect(try await house.files(number).isEmpty)
        await #expect(throws: UploadRefused.unknown) {
            try await house.verbs.files.remove(sent[0].id, from: "pictures", in: number, of: session)
        }
    }

    /// Nothing is kept of a sending of which one file is refused.
    @Test(arguments: TestEngine.available)
    func oneThatIsRefusedRefusesAll(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, session, number) = try await house.complaint()

        await #expect(throws: UploadRefused.otherType) {
            try await house.verbs.files(
                [SampleFiles.pdf(), Array("MZ".utf8)], to: "pictures", in: number, of: session)
        }
        await #expect(throws: UploadRefused.tooMany(max: 3)) {
            try await house.send(["a", "b", "c", "d"], number, session)
        }
        try await house.send(["a", "b"], number, session)
        await #expect(throws: UploadRefused.tooMany(max: 3)) {
            try await house.send(["c", "d"], number, session)
        }
        #expect(try await house.files(number).count == 2)
        await #expect(throws: UploadRefused.missing) { try await house.send([], number, session) }
        await #expect(throws: CaseRefused.unknownQuestion) {
            try await house.verbs.files([SampleFiles.pdf()], to: "what", in: number, of: session)
        }
    }

    /// What a form sends as an answer is nothing that names a file.
    @Test(arguments: TestEngine.available)
    func noAnswerNamesAFileOfAnotherCase(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, session, number) = try await house.complaint()
        let (_, other, foreign) = try await house.complaint(.two, at: 1)
        try await house.send(["hers"], foreign, other)
        let id = try await house.files(foreign)[0].id

        try await house.verbs.answer("pictures", with: id.rawValue, in: number, of: session)

        #expect(try await house.file(number).answers["pictures"] == "")
        await #expect(throws: UploadRefused.unknown) {
            _ = try await house.verbs.files.open(id, in: number, of: session, requestID: "r")
        }
        await #expect(throws: CaseRefused.unknownCase) {
            _ = try await house.verbs.files.open(id, in: foreign, of: session, requestID: "r")
        }
        await #expect(throws: CaseRefused.unknownCase) { try await house.send(["x"], foreign, session) }
        await #expect(throws: CaseRefused.unknownCase) {
            try await house.verbs.files.remove(id, from: "pictures", in: foreign, of: session)
        }
        await #expect(throws: UploadRefused.unknown) {
            try await house.verbs.files.remove(id, from: "pictures", in: number, of: session)
        }
        #expect(try await house.files(foreign).count == 1)
        let (_, bytes) = try await house.verbs.files.open(id, in: foreign, of: other, requestID: "r")
        #expect(bytes == SampleFiles.pdf("hers"))
        #expect(try await house.acts("file.opened") == 1)
    }

    @Test(arguments: TestEngine.available)
    func aRequiredPhotographIsAskedForUntilItIsThere(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: CaseHouse.card)
        let number = try await house.open(CaseHouse.card, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        func next() async throws -> String? { try await house.verbs.owned.form(number, of: session).next?.id }
        try await house.answer(number, ["holder": "veteran"], of: session)
        #expect(try await next() == "photo")
        await #expect(throws: AnswerRefused.missing(question: "photo")) {
            try await house.verbs.answer("photo", with: "anything", in: number, of: session)
        }
        await #expect(throws: UploadRefused.noPicture) {
            try await house.verbs.files([SampleFiles.pdf()], to: "photo", in: number, of: session)
        }

        try await house.verbs.files([SampleFiles.png], to: "photo", in: number, of: session)

        #expect(try await next() == "bankcard")
        let photo = try #require(try await house.files(number).first)
        try await house.verbs.files.remove(photo.id, from: "photo", in: number, of: session)
        #expect(try await next() == "photo")
    }

    /// A file in quarantine answers; one that turns out infected is asked for again, and staff never see it.
    @Test(arguments: TestEngine.available)
    func anInfectedFileIsAskedForAgain(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        house.scanner.fails()
        let session = try await house.visit(for: CaseHouse.card)
        let number = try await house.open(CaseHouse.card, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.answer(number, ["holder": "veteran"], of: session)
        try await house.verbs.files([SampleFiles.png], to: "photo", in: number, of: session)
        #expect(try await house.files(number).map(\.state) == [.waiting])
        #expect(try await house.verbs.owned.form(number, of: session).next?.id == "bankcard")

        house.scanner.says(.infected("Eicar-Test-Signature"))
        _ = try await rescan(house).once()

        #expect(try await house.verbs.owned.form(number, of: session).next?.id == "photo")
        house.scanner.says(.clean)
        try await house.phone(house.account(session)) { phone in
            let page = try await phone.get("/account/cases/\(number)/questions/photo")
            #expect(String(buffer: page.body).contains("Has a virus"))
        }
        // The place of the infected one is free.
        let other = try await house.verbs.owned.form(number, of: session)
        #expect(other.question("photo") != nil)
        await #expect(throws: Never.self) {
            try await house.verbs.files([Self.otherPicture], to: "photo", in: number, of: session)
        }
    }

    private func rescan(_ house: CaseHouse) -> RescanUploads {
        RescanUploads(
            intake: house.parts.intake, engine: house.engine, vault: house.vault,
            audit: AuditLog(world: house.world), world: house.world, logger: Logger(label: "test"),
            found: house.verbs.files.infected)
    }

    @Test(arguments: TestEngine.available)
    func aClerkOpensWhatAScannerFoundCleanInACaseOfHers(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, session, number) = try await house.complaint()
        house.scanner.fails()
        try await house.send(["a"], number, session)
        try await house.verbs.submit(number, of: session, requestID: "r")
        let step = try #require(try await house.steps(number).first)
        let file = try #require(try await house.files(number).first)
        let clerk = try house.clerk(queue: step.queue.rawValue)
        let desk = house.desk
        func open(_ clerk: Clerk, _ id: Token = file.id, in number: CaseNumber = number) async throws
            -> [UInt8]
        {
            try await desk.openFile(id, at: CaseStep.Key(number, step.key.step), by: clerk, requestID: "r")
                .bytes
        }

        await #expect(throws: StepRefused.notClaimed) { _ = try await open(clerk) }
        try await house.claim(number, step.key.step, by: clerk)
        await #expect(throws: UploadRefused.notScanned) { _ = try await open(clerk) }
        house.scanner.says(.clean)
        #expect(try await rescan(house).once() == 1)

        #expect(try await open(clerk) == SampleFiles.pdf("a"))

        #expect(try await house.acts("file.opened") == 1)
        #expect(try await desk.queries.view(step.key, for: clerk).files.map(\.id) == [file.id])
        // Another clerk, another queue, a clerk whose own case it is, another case's file.
        await #expect(throws: StepRefused.notClaimed) {
            _ = try await open(house.clerk("s-0002", queue: step.queue.rawValue))
        }
        await #expect(throws: StepRefused.otherQueue) { _ = try await open(house.clerk("s-0001")) }
        await #expect(throws: StepRefused.ownCase) {
            _ = try await open(house.clerk(queue: step.queue.rawValue, is: .one))
        }
        let (_, other, foreign) = try await house.complaint(.two, at: 1)
        try await house.send(["b"], foreign, other)
        let theirs = try await house.files(foreign)[0].id
        await #expect(throws: UploadRefused.unknown) { _ = try await open(clerk, theirs) }
        #expect(try await house.acts("file.opened") == 1)
        #expect(
            try await desk.queries.view(step.key, for: house.clerk("s-0002", queue: step.queue.rawValue))
                .files.isEmpty)
        try await desk.decide.refuse(
            step.key, because: "conditions-not-met", note: nil, by: clerk, requestID: "r")
        await #expect(throws: StepRefused.decided, "nobody's work any more") { _ = try await open(clerk) }
    }

    /// The scanner was down when it was handed in, and comes back after the office has said that nothing is missing.
    @Test(arguments: TestEngine.available)
    func whatTurnsOutInfectedAfterAcceptanceIsToldAndAskedForAgain(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, session, number) = try await house.complaint()
        house.scanner.fails()
        try await house.send(["a", "b"], number, session)
        try await house.verbs.submit(number, of: session, requestID: "r")
        let step = try #require(try await house.steps(number).first)
        let clerk = try house.clerk(queue: step.queue.rawValue)
        let files = try await house.files(number)
        try await house.claim(number, step.key.step, by: clerk)
        try await house.desk.accept(step.key, by: clerk, requestID: "r")
        let ask = { (question: String) in
            try await house.desk.askForCorrection(
                [question], at: step.key, because: "unclear", note: nil, by: clerk, requestID: "r")
        }
        await #expect(throws: StepRefused.accepted) { try await ask("pictures") }

        house.scanner.says(.infected("Eicar-Test-Signature"))
        #expect(try await rescan(house).once() == 2)
        house.scanner.says(.clean)

        #expect(try await house.told().count { $0 == "file-infected" } == 1, "one message for both")
        #expect(try await house.events(number).count { $0 == .fileInfected } == 2)
        let holders = try await house.engine.read { db in
            try house.verbs.files.holders(of: files[0], in: db)
        }
        #expect(holders == [clerk.account])
        let view = try await house.desk.queries.view(step.key, for: clerk)
        #expect(view.files.map(\.state) == [.infected, .infected])
        for file in files {
            await #expect(throws: UploadRefused.unknown) {
                _ = try await house.desk.openFile(file.id, at: step.key, by: clerk, requestID: "r")
            }
        }
        // That file and nothing else, and the acceptance stands.
        await #expect(throws: StepRefused.accepted) { try await ask("what") }
        try await ask("pictures")
        #expect(try await house.desk.queries.view(step.key, for: clerk).acceptance?.isAccepted == true)
        house.clock.advance(by: .seconds(1))
        try await house.send(["c"], number, session)
        try await house.verbs.correct(number, of: session, requestID: "r")
        let sent = try #require(try await house.files(number).first { $0.state == .clean })
        let (_, bytes) = try await house.desk.openFile(sent.id, at: step.key, by: clerk, requestID: "r")
        #expect(bytes == SampleFiles.pdf("c"))
    }

    /// While a clerk waits for a correction, that is changed which she asked for, and nothing else.
    @Test(arguments: TestEngine.available)
    func aCorrectionChangesWhatWasAskedFor(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, session, number) = try await house.complaint()
        try await house.send(["a"], number, session)
        try await house.verbs.submit(number, of: session, requestID: "r")
        let step = try #require(try await house.steps(number).first)
        let clerk = try house.clerk(queue: step.queue.rawValue)
        func ask(_ question: String) async throws {
            try await house.desk.askForCorrection(
                [question], at: step.key, because: "unclear", note: nil, by: clerk, requestID: "r")
        }
        try await house.claim(number, step.key.step, by: clerk)
        try await ask("pictures")
        let first = try await house.files(number)[0]

        try await house.send(["b"], number, session)
        try await house.verbs.files.remove(first.id, from: "pictures", in: number, of: session)
        try await house.verbs.correct(number, of: session, requestID: "r")

        let sent = try await house.files(number)
        #expect(sent.count == 1 && sent[0].id != first.id)
        #expect(try await house.file(number).answers["pictures"] == sent[0].id.rawValue)
        let (_, bytes) = try await house.desk.openFile(sent[0].id, at: step.key, by: clerk, requestID: "r")
        #expect(bytes == SampleFiles.pdf("b"))
        await #expect(throws: CaseRefused.notNow) { try await house.send(["c"], number, session) }
        await #expect(throws: CaseRefused.notNow) {
            try await house.verbs.files.remove(sent[0].id, from: "pictures", in: number, of: session)
        }

        let (_, other, second) = try await house.complaint(.two, at: 1)
        try await house.send(["d"], second, other)
        try await house.verbs.submit(second, of: other, requestID: "r")
        let key = CaseStep.Key(second, step.key.step)
        try await house.claim(second, key.step, by: clerk)
        try await house.desk.askForCorrection(
            ["what"], at: key, because: "unclear", note: nil, by: clerk, requestID: "r")
        let kept = try await house.files(second)[0]
        await #expect(throws: CaseRefused.notNow) {
            try await house.verbs.files.remove(kept.id, from: "pictures", in: second, of: other)
        }
        await #expect(throws: CaseRefused.notNow) { try await house.send(["e"], second, other) }
        #expect(try await house.files(second) == [kept])
    }

    /// A file that becomes necessary while another answer is corrected is sent, and she goes on.
    @Test(arguments: TestEngine.available)
    func whatACorrectionMakesNecessaryIsTaken(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        house.scanner.fails()
        let session = try await house.visit(for: CaseHouse.card)
        let number = try await house.open(CaseHouse.card, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.answer(number, ["holder": "veteran"], of: session)
        try await house.verbs.files([SampleFiles.png], to: "photo", in: number, of: session)
        try await house.answer(
            number, ["bankcard": "yes", "get": "station", "phone": "15410000001"], of: session)
        try await house.verbs.submit(number, of: session, requestID: "r")
        let step = try #require(try await house.steps(number).first)
        let clerk = try house.clerk(queue: step.queue.rawValue)
        try await house.claim(number, step.key.step, by: clerk)
        try await house.desk.askForCorrection(
            ["get"], at: step.key, because: "unclear", note: nil, by: clerk, requestID: "r")
        house.scanner.says(.infected("Eicar-Test-Signature"))
        try await rescan(house).once()
        house.scanner.says(.clean)
        house.clock.advance(by: .seconds(1))

        try await house.verbs.files([Self.otherPicture], to: "photo", in: number, of: session)
        try await house.verbs.answer("photo", with: "", in: number, of: session)
        let sent = try #require(try await house.files(number).last)
        try await house.verbs.files.remove(sent.id, from: "photo", in: number, of: session)
        try await house.verbs.files([Self.otherPicture], to: "photo", in: number, of: session)
        try await house.verbs.answer("get", with: "bank", in: number, of: session)
        try await house.verbs.correct(number, of: session, requestID: "r")

        #expect(try await house.file(number).answers["photo"] != nil)
    }

    @Test(arguments: TestEngine.available)
    func filesGoWithTheirCase(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, session, number) = try await house.complaint()
        try await house.send(["a"], number, session)
        try await house.verbs.own.throwAway(number, of: session, requestID: "r")
        #expect(try await house.count("uploads") == 0)

        let (_, next, later) = try await house.complaint(.two, at: 1)
        try await house.send(["b"], later, next)
        try await house.engine.write { db in
            try CaseRetentionStore.forgetUnfinished(of: next.citizen, in: db)
        }
        #expect(try await house.count("uploads") == 0)
    }

    /// What she took off the route again is not handed in.
    @Test(arguments: TestEngine.available)
    func whatAnswersNothingIsNotHandedIn(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, session, number) = try await house.complaint()
        try await house.send(["a"], number, session)
        let (vault, subject, id) = (house.vault, session.citizen, Token(house.world))
        let received = try await house.parts.intake([SampleFiles.pdf("x")], isPicture: false)[0]
        let at = house.clock.now
        _ = try await house.engine.write { db in
            try UploadStore.insert(
                Upload(
                    id: id, caseNumber: number.rawValue, question: "gone", citizen: subject, type: .pdf,
                    size: received.bytes.count, state: .clean, uploadedAt: at),
                received, subject: vault.subject(subject, in: db), in: db)
        }

        try await house.verbs.submit(number, of: session, requestID: "r")

        #expect(try await house.files(number).map(\.question) == ["pictures"])
        await #expect(throws: CaseRefused.notNow) { try await house.send(["b"], number, session) }
    }

    @Test(arguments: TestEngine.available)
    func onceSaidAPersonHasNoMoreRoom(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, session, number) = try await house.complaint()
        try await house.send(["a"], number, session)
        let limit = house.verbs.files.limits.bytesOfPerson
        _ = try await house.engine.write { db in
            try db.run("UPDATE uploads SET size_bytes = \(limit) WHERE case_number = \(number)")
        }

        await #expect(throws: UploadRefused.noRoom) { try await house.send(["b"], number, session) }
        #expect(try await house.files(number).count == 1)
    }
}
