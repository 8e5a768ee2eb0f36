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
import Synchronization
import Testing
import Uploads
import Vault
import Web

@testable import Casework
@testable import Identity

/// The pages of a question that files answer, on a phone and at a terminal.
@Suite struct FilePageTests {
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
        let (account, _, number) = try await house.complaint()
        let path = "/account/cases/\(number)/questions/pictures"
        try await house.phone(account, language: language) { phone in
            let empty = String(buffer: try await phone.get(path).body)
            try expectSnapshot(readable(empty), named: "files/phone-empty-\(language).html")
            let key = Token(house.world)

            let sent = try await phone.send(path + "/files", [SampleFiles.pdf(), SampleFiles.png], key: key)
            #expect(sent.headers[.location] == path)
            // The browser sends it again: the same answer, and nothing twice.
            let again = try await phone.send(
                path + "/files", [SampleFiles.pdf(), SampleFiles.png], key: key, boundary: "second")
            #expect(again.headers[.location] == path)

            let files = try await house.files(number)
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
            #expect(try await house.files(number).count == 1)
            let on = try await phone.post(path, key: Token(house.world))
            #expect(on.status == .seeOther)
            #expect(on.headers[.location] != path)
        }
    }

    /// Of three files two were sent and one only chosen: it goes along with who goes on.
    @Test(arguments: TestEngine.available)
    func whatIsChosenAndNotSentGoesAlong(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (account, _, number) = try await house.complaint()
        let path = "/account/cases/\(number)/questions/pictures"
        let goOn = [("goes-on", "yes")]
        try await house.phone(account) { phone in
            _ = try await phone.send(path + "/files", [SampleFiles.pdf()], key: Token(house.world))
            let along = try await phone.send(
                path + "/files", [SampleFiles.png], key: Token(house.world), fields: goOn)
            #expect(along.status == .seeOther)
            #expect(along.headers[.location] != path)
            #expect(try await house.files(number).count == 2)
            // Nothing chosen: she only goes on.
            let on = try await phone.send(path + "/files", [], key: Token(house.world), fields: goOn)
            #expect(on.headers[.location] == along.headers[.location])
            // What is not taken keeps her here.
            let program = try await phone.send(
                path + "/files", [Array("MZ".utf8)], key: Token(house.world), fields: goOn)
            #expect(program.status == .unsupportedMediaType)
            #expect(try await house.files(number).count == 2)
        }
    }

    /// Every refusal is a page on which she can go on.
    @Test func whatIsRefusedIsSaidOnThePage() async throws {
        let house = try await CaseHouse(.sqlite)
        let (account, _, number) = try await house.complaint()
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
            #expect(try await house.files(number).isEmpty)
        }
    }

    /// A slow body is minutes on its way, and she may shut the phone out that sends it.
    @Test func whoIsSignedOutWhileFilesAreOnTheirWaySendsNone() async throws {
        let house = try await CaseHouse(.sqlite)
        let (account, _, number) = try await house.complaint()
        let path = "/account/cases/\(number)/questions/pictures/files"
        let asked = Mutex(0)
        let isFirst: @Sendable () -> Bool = {
            asked.withLock { count in
                count += 1
                return count == 1
            }
        }
        try await house.phone(account, isSignedIn: isFirst) { phone in
            let answer = try await phone.send(path, [SampleFiles.pdf()], key: Token(house.world))
            #expect(answer.status == .unauthorized)
        }
        #expect(try await house.files(number).isEmpty)
        #expect(asked.withLock { $0 } > 1)
    }

    @Test func aStrangerAndNobodyFindNothing() async throws {
        let house = try await CaseHouse(.sqlite)
        let (_, session, number) = try await house.complaint()
        try await house.send(["a"], number, session)
        let id = try await house.files(number)[0].id
        let stranger = try await house.account(house.visit(.two, at: 1))
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
        #expect(try await house.files(number).count == 1)
    }

    /// A made-up sending would else take her answer away, for *go on* without a file says "none".
    @Test func aQuestionThatTakesNoFilesHasNoDoorForThem() async throws {
        let house = try await CaseHouse(.sqlite)
        let (account, session, number) = try await house.complaint()
        try await house.phone(account) { phone in
            for fields in [[], [("goes-on", "yes")]] {
                let answer = try await phone.send(
                    "/account/cases/\(number)/questions/before/files", [], key: Token(house.world),
                    fields: fields)
                #expect(answer.status == .notFound)
            }
        }
        let form = try await house.verbs.owned.form(number, of: session)
        #expect(form.file.answers["before"] == "no")
    }

    /// Who came to her phone for the sake of a file finds its question first, and passes it once.
    @Test func aPhoneBeginsWithWhatOnlyAPhoneCanSend() async throws {
        let house = try await CaseHouse(.sqlite)
        let (account, _, number) = try await house.complaint()
        let path = "/account/cases/\(number)"
        try await house.phone(account) { phone in
            #expect(try await phone.get(path).headers[.location] == "\(path)/questions/pictures")
            let on = try await phone.post("\(path)/questions/pictures", key: Token(house.world))
            #expect(on.status == .seeOther)
            #expect(try await phone.get(path).headers[.location] == "\(path)/check")
        }
    }

    /// A proof that is no longer fresh shows that a file is there, and not what is in it.
    @Test func anOldProofOpensNoFile() async throws {
        let house = try await CaseHouse(.sqlite)
        let (account, session, number) = try await house.complaint()
        try await house.send(["a"], number, session)
        let id = try await house.files(number)[0].id
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
            let place = try await kiosk.identify(house, for: CaseHouse.card)
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
