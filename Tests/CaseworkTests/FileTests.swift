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
    private static let complaint = CaseHouse.id("hotline/complaint")
    private static let card = CaseHouse.id("veterans/preferential-card-apply")
    private static let answers = [
        "about": "noise", "where": "350203 样板里1号附近工地", "since": "ongoing", "night": "yes",
        "what": "工地夜里打桩。", "before": "no", "callback": "no", "secret": "yes", "publish": "no",
    ]

    /// Other pixels than the sample's.
    private static let otherPicture: [UInt8] = [UInt8](
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        )
            ?? Data())

    /// A complaint that was begun at a terminal and goes on at her phone.
    private func begun(
        _ house: CaseHouse, _ person: TestPerson = .one, at terminal: Int = 0
    ) async throws -> (account: AccountSession, session: IdentifiedSession, number: CaseNumber) {
        let visit = try await house.visit(person, at: terminal, for: Self.complaint)
        let account = house.account(visit)
        let number = try await house.open(Self.complaint, for: visit)
        let session = try await house.verbs.own.session(number, of: account)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.answer(number, Self.answers, of: session)
        return (account, session, number)
    }

    private func files(_ house: CaseHouse, _ number: CaseNumber) async throws -> [Upload] {
        try await house.engine.read { db in try UploadStore.all(of: number.rawValue, in: db) }
    }

    private func send(
        _ house: CaseHouse, _ texts: [String], _ number: CaseNumber, _ session: IdentifiedSession
    ) async throws {
        try await house.verbs.files(
            texts.map { SampleFiles.pdf($0) }, to: "pictures", in: number, of: session)
    }

    @Test(arguments: TestEngine.available)
    func whatLiesThereIsTheAnswer(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, session, number) = try await begun(house)
        #expect(try await house.file(number).answers["pictures"] == nil)

        try await send(house, ["a", "b"], number, session)
        // The same again is no other file.
        try await send(house, ["a"], number, session)

        let sent = try await files(house, number)
        #expect(sent.count == 2)
        #expect(
            try await Set(FileQuestion.ids(house.file(number).answers["pictures"] ?? ""))
                == Set(sent.map(\.id.rawValue)))
        for file in sent {
            try await house.verbs.files.remove(file.id, from: "pictures", in: number, of: session)
        }
        #expect(try await house.file(number).answers["pictures"] == nil)
        #expect(try await files(house, number).isEmpty)
        await #expect(throws: UploadRefused.unknown) {
            try await house.verbs.files.remove(sent[0].id, from: "pictures", in: number, of: session)
        }
    }

    /// Nothing is kept of a sending of which one file is refused.
    @Test(arguments: TestEngine.available)
    func oneThatIsRefusedRefusesAll(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, session, number) = try await begun(house)

        await #expect(throws: UploadRefused.otherType) {
            try await house.verbs.files(
                [SampleFiles.pdf(), Array("MZ".utf8)], to: "pictures", in: number, of: session)
        }
        await #expect(throws: UploadRefused.tooMany(max: 3)) {
            try await send(house, ["a", "b", "c", "d"], number, session)
        }
        try await send(house, ["a", "b"], number, session)
        await #expect(throws: UploadRefused.tooMany(max: 3)) {
            try await send(house, ["c", "d"], number, session)
        }
        #expect(try await files(house, number).count == 2)
        await #expect(throws: UploadRefused.missing) { try await send(house, [], number, session) }
        await #expect(throws: CaseRefused.unknownQuestion) {
            try await house.verbs.files([SampleFiles.pdf()], to: "what", in: number, of: session)
        }
    }

    /// What a form sends as an answer is nothing that names a file.
    @Test(arguments: TestEngine.available)
    func noAnswerNamesAFileOfAnotherCase(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, session, number) = try await begun(house)
        let (_, other, foreign) = try await begun(house, .two, at: 1)
        try await send(house, ["hers"], foreign, other)
        let id = try await files(house, foreign)[0].id

        try await house.verbs.answer("pictures", with: id.rawValue, in: number, of: session)

        #expect(try await house.file(number).answers["pictures"] == "")
        await #expect(throws: UploadRefused.unknown) {
            _ = try await house.verbs.files.open(id, in: number, of: session, requestID: "r")
        }
        await #expect(throws: CaseRefused.unknownCase) {
            _ = try await house.verbs.files.open(id, in: foreign, of: session, requestID: "r")
        }
        await #expect(throws: CaseRefused.unknownCase) { try await send(house, ["x"], foreign, session) }
        await #expect(throws: CaseRefused.unknownCase) {
            try await house.verbs.files.remove(id, from: "pictures", in: foreign, of: session)
        }
        await #expect(throws: UploadRefused.unknown) {
            try await house.verbs.files.remove(id, from: "pictures", in: number, of: session)
        }
        #expect(try await files(house, foreign).count == 1)
        let (_, bytes) = try await house.verbs.files.open(id, in: foreign, of: other, requestID: "r")
        #expect(bytes == SampleFiles.pdf("hers"))
        #expect(try await house.acts("file.opened") == 1)
    }

    @Test(arguments: TestEngine.available)
    func aRequiredPhotographIsAskedForUntilItIsThere(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: Self.card)
        let number = try await house.open(Self.card, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        func next() async throws -> String? { try await house.verbs.owned.form(number, of: session).next?.id }
        try await house.answer(number, ["holder": "veteran"], of: session)
        #expect(try await next() == "photo")
        await #expect(throws: AnswerRefused.missing(question: "photo")) {
            try await house.verbs.answer("photo", with: "anything", in: number, of: session)
        }
        await #expect(throws: UploadRefused.otherType) {
            try await house.verbs.files([SampleFiles.pdf()], to: "photo", in: number, of: session)
        }

        try await house.verbs.files([SampleFiles.png], to: "photo", in: number, of: session)

        #expect(try await next() == "bankcard")
        let photo = try #require(try await files(house, number).first)
        try await house.verbs.files.remove(photo.id, from: "photo", in: number, of: session)
        #expect(try await next() == "photo")
    }

    /// A file in quarantine answers; one that turns out infected is asked for again, and staff never see it.
    @Test(arguments: TestEngine.available)
    func anInfectedFileIsAskedForAgain(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        house.scanner.fails()
        let session = try await house.visit(for: Self.card)
        let number = try await house.open(Self.card, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.answer(number, ["holder": "veteran"], of: session)
        try await house.verbs.files([SampleFiles.png], to: "photo", in: number, of: session)
        #expect(try await files(house, number).map(\.state) == [.waiting])
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
        let (_, session, number) = try await begun(house)
        house.scanner.fails()
        try await send(house, ["a"], number, session)
        try await house.verbs.submit(number, of: session, requestID: "r")
        let step = try #require(try await house.steps(number).first)
        let file = try #require(try await files(house, number).first)
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
        let (_, other, foreign) = try await begun(house, .two, at: 1)
        try await send(house, ["b"], foreign, other)
        let theirs = try await files(house, foreign)[0].id
        await #expect(throws: UploadRefused.unknown) { _ = try await open(clerk, theirs) }
        #expect(try await house.acts("file.opened") == 1)
        #expect(
            try await desk.queries.view(step.key, for: house.clerk("s-0002", queue: step.queue.rawValue))
                .files.isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func filesGoWithTheirCase(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, session, number) = try await begun(house)
        try await send(house, ["a"], number, session)
        try await house.verbs.own.throwAway(number, of: session, requestID: "r")
        #expect(try await house.count("uploads") == 0)

        let (_, next, later) = try await begun(house, .two, at: 1)
        try await send(house, ["b"], later, next)
        try await house.engine.write { db in
            try CaseRetentionStore.forgetUnfinished(of: next.citizen, in: db)
        }
        #expect(try await house.count("uploads") == 0)
    }

    /// What she took off the route again is not handed in.
    @Test(arguments: TestEngine.available)
    func whatAnswersNothingIsNotHandedIn(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, session, number) = try await begun(house)
        try await send(house, ["a"], number, session)
        let (vault, subject, id) = (house.vault, session.citizen, Token(house.world))
        let received = try await house.parts.intake(SampleFiles.pdf("x"), isPicture: false)
        let at = house.clock.now
        _ = try await house.engine.write { db in
            try UploadStore.insert(
                Upload(
                    id: id, caseNumber: number.rawValue, question: "gone", citizen: subject, type: .pdf,
                    size: received.bytes.count, state: .clean, uploadedAt: at),
                received, subject: vault.subject(subject, in: db), in: db)
        }

        try await house.verbs.submit(number, of: session, requestID: "r")

        #expect(try await files(house, number).map(\.question) == ["pictures"])
        await #expect(throws: CaseRefused.notNow) { try await send(house, ["b"], number, session) }
    }

    @Test(arguments: TestEngine.available)
    func onceSaidAPersonHasNoMoreRoom(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, session, number) = try await begun(house)
        try await send(house, ["a"], number, session)
        let limit = house.verbs.files.limits.bytesOfPerson
        _ = try await house.engine.write { db in
            try db.run("UPDATE uploads SET size_bytes = \(limit) WHERE case_number = \(number)")
        }

        await #expect(throws: UploadRefused.noRoom) { try await send(house, ["b"], number, session) }
        #expect(try await files(house, number).count == 1)
    }

    private func readable(_ page: String) -> String {
        page.replacing(/\/assets\/[0-9a-f]{8}\//, with: "/assets/…/")
            .replacing(/value="[0-9a-z]{26}"/, with: "value=\"…\"")
            .replacing(/value="[0-9a-z]{16}"/, with: "value=\"…\"")
            .replacing(/files\/[0-9a-z]{26}/, with: "files/…")
            .replacing("><", with: ">\n<") + "\n"
    }

    @Test(arguments: TestEngine.available, ["en", "zh-Hans", "nan-Hant"])
    func aPhoneSendsShowsAndTakesBack(_ engine: TestEngine, language: String) async throws {
        let house = try await CaseHouse(engine)
        let (account, _, number) = try await begun(house)
        let path = "/account/cases/\(number)/questions/pictures"
        try await house.phone(account, language: language) { phone in
            let empty = String(buffer: try await phone.get(path).body)
            try expectSnapshot(readable(empty), named: "files/phone-empty-\(language).html")
            let key = Token(house.world)

            let sent = try await phone.send(path + "/files", [SampleFiles.pdf(), SampleFiles.png], key: key)
            #expect(sent.headers[.location] == path)
            // The browser sends it again: the same answer, and nothing twice.
            let again = try await phone.send(path + "/files", [SampleFiles.pdf(), SampleFiles.png], key: key)
            #expect(again.headers[.location] == path)

            let files = try await files(house, number)
            #expect(files.count == 2)
            let full = String(buffer: try await phone.get(path).body)
            try expectSnapshot(readable(full), named: "files/phone-two-\(language).html")
            let file = try await phone.get("/account/cases/\(number)/files/\(files[0].id)")
            #expect(file.status == .ok)
            #expect(file.headers[.cacheControl] == "no-store")
            #expect(file.headers[.xContentTypeOptions] == "nosniff")
            #expect(
                file.headers[.contentDisposition]?.hasPrefix(
                    files[0].type == .pdf ? "attachment" : "inline") == true)
            let removed = try await phone.post(
                path + "/files/\(files[0].id)/removal", key: Token(house.world))
            #expect(removed.headers[.location] == path)
            #expect(try await self.files(house, number).count == 1)
            let on = try await phone.post(path, key: Token(house.world))
            #expect(on.status == .seeOther)
            #expect(on.headers[.location] != path)
        }
    }

    /// Every refusal is a page on which she can go on.
    @Test func whatIsRefusedIsSaidOnThePage() async throws {
        let house = try await CaseHouse(.sqlite)
        let (account, _, number) = try await begun(house)
        let path = "/account/cases/\(number)/questions/pictures"
        try await house.phone(account) { phone in
            func said(_ files: [[UInt8]]) async throws -> (HTTPResponse.Status, String) {
                let answer = try await phone.send(path + "/files", files, key: Token(house.world))
                return (answer.status, String(buffer: answer.body))
            }
            let huge = try await said([[UInt8](repeating: 0xFF, count: 20 << 20)])
            #expect(huge.0 == .contentTooLarge)
            #expect(huge.1.contains("At most 10 MB fit into one sending"))
            let program = try await said([Array("MZ".utf8)])
            #expect(program.0 == .unsupportedMediaType)
            #expect(program.1.contains("This kind of file is not taken"))
            let none = try await said([])
            #expect(none.0 == .unprocessableContent)
            #expect(none.1.contains("No file was chosen"))
            house.scanner.says(.infected("Eicar-Test-Signature"))
            let infected = try await said([SampleFiles.pdf()])
            #expect(infected.0 == .unprocessableContent)
            #expect(infected.1.contains("There is a virus in the file"))
            for page in [huge.1, program.1, none.1, infected.1] {
                #expect(page.contains("enctype=\"multipart/form-data\""))
            }
            #expect(try await files(house, number).isEmpty)
        }
    }

    @Test func aStrangerAndNobodyFindNothing() async throws {
        let house = try await CaseHouse(.sqlite)
        let (_, session, number) = try await begun(house)
        try await send(house, ["a"], number, session)
        let id = try await files(house, number)[0].id
        let stranger = house.account(try await house.visit(.two, at: 1))
        for account in [stranger, nil] {
            try await house.phone(account) { phone in
                let base = "/account/cases/\(number)"
                let answers = [
                    try await phone.get("\(base)/files/\(id)"),
                    try await phone.send(
                        "\(base)/questions/pictures/files", [SampleFiles.pdf("x")], key: Token(house.world)),
                    try await phone.post(
                        "\(base)/questions/pictures/files/\(id)/removal", key: Token(house.world)),
                ]
                for answer in answers {
                    #expect(answer.status.code >= 400)
                    #expect(!String(buffer: answer.body).contains("%PDF"))
                }
            }
        }
        #expect(try await files(house, number).count == 1)
    }

    /// A proof that is no longer fresh shows that a file is there, and not what is in it.
    @Test func anOldProofOpensNoFile() async throws {
        let house = try await CaseHouse(.sqlite)
        let (account, session, number) = try await begun(house)
        try await send(house, ["a"], number, session)
        let id = try await files(house, number)[0].id
        house.clock.advance(by: .seconds(900))
        try await house.phone(account) { phone in
            let answer = try await phone.get("/account/cases/\(number)/files/\(id)")
            #expect(answer.headers[.location]?.hasPrefix("/account/proof?next=") == true)
        }
        #expect(try await house.acts("file.opened") == 0)
    }

    /// A terminal has no door for files: it says so, and offers the phone.
    @Test(arguments: ["en", "zh-Hans", "nan-Hant"])
    func aTerminalSendsToThePhone(language: String) async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk(language: language) { kiosk in
            let place = try await kiosk.identify(house, for: Self.card)
            try await kiosk.post("\(place)/questions/holder", ["answer": "veteran"])
            let page = String(buffer: try await kiosk.get("\(place)/questions/photo").body)
            try expectSnapshot(readable(page), named: "files/terminal-\(language).html")
            #expect(!page.contains("type=\"file\""))
            #expect(page.contains("\(place)/hand-over"))
            let none = try await kiosk.post("\(place)/questions/photo")
            #expect(none.status == .unprocessableContent)
        }
    }
}
