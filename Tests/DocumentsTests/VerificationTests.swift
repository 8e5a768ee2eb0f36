import Base
import Foundation
import Hummingbird
import HummingbirdTesting
import HTTPTypes
import NIOCore
import Storage
import Support
import Synchronization
import Testing
import Vault
import Web

@testable import Documents

@Suite("Verification by anybody")
struct VerificationTests {
    private func verify(_ office: TestOffice) -> VerifyDocument {
        VerifyDocument(engine: office.engine, vault: office.vault, audit: office.audit, world: office.world)
    }

    @Test(arguments: TestEngine.available)
    func aGenuinePaperIsKnownByCodeByScanAndByFileWithMaskedFacts(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        let (sealed, _) = try await office.issued()
        let questions: [VerificationQuestion] = [
            .code(sealed.order.code.grouped), .scanned("\(Sample.verifyURL)#\(sealed.codeText)"),
            .file(sealed.pdf),
        ]

        for question in questions {
            let verdict = try await verify(office)(question)
            #expect(verdict.outcome == .genuine)
            #expect(verdict.facts?.holderName == "陈*")
            #expect(verdict.facts?.holderNumber == "3502**********9807")
            #expect(verdict.facts?.issuedOn == CalendarDate(inChinaAt: office.clock.now))
        }
        #expect(try await office.leaves("document.verified") == 3)
    }

    @Test(arguments: TestEngine.available)
    func unknownAndMalformedGetTheSameAnswerAndNoLeaf(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        _ = try await office.issued()

        for text in ["0000-0000-0000-0000", "x", "", "'; DROP TABLE documents; --"] {
            #expect(try await verify(office)(.code(text)) == .unknown, "\(text)")
        }
        #expect(try await verify(office)(.file(Array("%PDF-1.4 nothing".utf8))) == .unknown)
        #expect(try await office.leaves("document.verified") == 0)
    }

    @Test(arguments: TestEngine.available)
    func alteredFilesAndCodesAreToldApartFromUnknownOnes(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        let (sealed, _) = try await office.issued()
        var changed = sealed.pdf
        changed[2_000] ^= 1
        var letters = Array(sealed.codeText)
        letters[60] = letters[60] == "0" ? "1" : "0"

        #expect(try await verify(office)(.file(changed)) == .altered)
        #expect(try await verify(office)(.file(sealed.pdf + [10])) == .altered)
        #expect(try await verify(office)(.scanned(String(letters))) == .altered)
    }

    @Test(arguments: TestEngine.available)
    func whoAsksAboutNothingOfOursHoldsUpNobodyWhoWrites(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        let (sealed, _) = try await office.issued()
        let watched = WatchedEngine(office.engine)
        let verify = VerifyDocument(
            engine: watched, vault: office.vault, audit: office.audit, world: office.world)

        #expect(try await verify(.file(sealed.pdf + [10])) == .altered)
        #expect(try await verify(.file(Array("%PDF-1.4 nothing".utf8))) == .unknown)
        #expect(try await verify(.code("0000-0000-0000-0000")) == .unknown)

        #expect(watched.writes == 0)
    }

    @Test(arguments: TestEngine.available)
    func revokedSupersededAndExpiredPapersAreCalledSo(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        let (sealed, kept) = try await office.issued()
        let now = office.clock.now

        office.clock.advance(by: .seconds(31 * 86_400))
        #expect(try await verify(office)(.file(sealed.pdf)).outcome == .expired)
        office.clock.now = now
        try await office.engine.write { db in
            _ = try DocumentStore.end(kept.id, as: .superseded, reason: "new-edition", at: now, in: db)
        }
        #expect(try await verify(office)(.file(sealed.pdf)).outcome == .superseded)
        try await office.engine.write { db in
            _ = try db.run("UPDATE documents SET state = 'revoked' WHERE id = \(kept.id)")
        }
        #expect(try await verify(office)(.code(sealed.order.code.text)).outcome == .revoked)
    }

    @Test(arguments: TestEngine.available)
    func anErasedHoldersPaperIsStillGenuineButNamesNobody(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        let (sealed, _) = try await office.issued()
        let (vault, chen) = (office.vault, office.chen)
        try await office.engine.write { db in try vault.shred(chen, in: db) }

        let verdict = try await verify(office)(.code(sealed.order.code.text))

        #expect(verdict.outcome == .genuine)
        #expect(verdict.facts?.holderName == nil && verdict.facts?.holderNumber == nil)
    }
}

@Suite("Verification over HTTP")
struct VerifyRoutesTests {
    private func application(_ office: TestOffice) throws -> some ApplicationProtocol {
        let frame = try Frame(rooms: [VerifyRoutes.bundle])
        let listener = Listener(.public, frame: frame, world: office.world)
        let router = listener.router()
        VerifyRoutes(
            verify: VerifyDocument(
                engine: office.engine, vault: office.vault, audit: office.audit, world: office.world),
            ring: office.vault.ring, frame: frame
        ).add(to: router)
        return listener.application(router)
    }

    private static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

    @Test func thePageAsksInThreeWaysAndPrefillsACode() async throws {
        let office = try await TestOffice(.sqlite)
        try await application(office).test(.router) { client in
            let page = try await client.execute(uri: "/verify?c=0123456789ABCDEF", method: .get)
            let text = String(buffer: page.body)

            #expect(page.status == .ok)
            #expect(text.contains("value=\"0123-4567-89AB-CDEF\""))
            for id in ["verify-code", "verify-text", "verify-file"] { #expect(text.contains("id=\"\(id)\"")) }
            #expect(text.contains("multipart/form-data"))
            #expect(text.contains("verify.js"))
        }
    }

    @Test func aCodeATextAndAFileAreAnsweredAsAPageThatShowsOnlyMaskedFacts() async throws {
        let office = try await TestOffice(.sqlite)
        let (sealed, _) = try await office.issued()
        let boundary = "----egret"
        var upload = Array(
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n".utf8)
        upload += sealed.pdf + Array("\r\n--\(boundary)--\r\n".utf8)
        let bodies: [(HTTPFields, [UInt8])] = [
            (Self.form, Array("code=\(sealed.order.code.grouped)".utf8)),
            (Self.form, Array("text=\(sealed.codeText)".utf8)),
            ([.contentType: "multipart/form-data; boundary=\(boundary)"], upload),
        ]
        try await application(office).test(.router) { client in
            for (headers, body) in bodies {
                let page = try await client.execute(
                    uri: "/verify", method: .post, headers: headers, body: ByteBuffer(bytes: body))
                let text = String(buffer: page.body)

                #expect(page.status == .ok)
                #expect(text.contains("这份证明是真的，现在有效"))
                #expect(text.contains("3502**********9807"))
                #expect(!text.contains("350203199006159807") && !text.contains("陈静"))
            }
        }
    }

    /// As a scanner types it into a form: the address before it, a line end after it, folded where a line was full.
    @Test(arguments: [
        "text=%0D%0A{0}%0D%0A", "text=https%3A%2F%2Fverify.example%2Fverify%23{0}%0A", "code={0}%0A",
        "text={1}%0D%0A{2}%0A", "text={1}%0B{2}%00", "text=%EF%BB%BF{1}%E2%80%8B{2}%09",
    ])
    func theWholeTextOfTheCodeIsTakenAsTheScannerGivesIt(pasted: String) async throws {
        let office = try await TestOffice(.sqlite)
        let (sealed, _) = try await office.issued()
        let text = sealed.codeText
        let body = pasted.replacing("{0}", with: text).replacing("{1}", with: text.prefix(60))
            .replacing("{2}", with: text.dropFirst(60))
        try await application(office).test(.router) { client in
            let page = try await client.execute(
                uri: "/verify", method: .post, headers: Self.form, body: ByteBuffer(string: body))

            #expect(page.status == .ok)
            #expect(String(buffer: page.body).contains("这份证明是真的，现在有效"))
            let blank = try await client.execute(
                uri: "/verify", method: .post, headers: Self.form,
                body: ByteBuffer(string: "text=%0D%0A%E2%80%8B"))
            #expect(String(buffer: blank.body).contains("请填写验证码"))
        }
    }

    @Test func anEmptyQuestionIsAskedAgainAndALargeFileRefused() async throws {
        let office = try await TestOffice(.sqlite)
        try await application(office).test(.router) { client in
            let empty = try await client.execute(
                uri: "/verify", method: .post, headers: Self.form, body: ByteBuffer(string: "code="))
            let large = try await client.execute(
                uri: "/api/v1/verifications", method: .post, headers: [.contentType: "application/pdf"],
                body: ByteBuffer(repeating: 0x20, count: VerifyDocument.fileBytesMax + 1))

            #expect(String(buffer: empty.body).contains("请填写验证码"))
            #expect(large.status == .contentTooLarge)
        }
    }

    /// What somebody may hold out instead of the file, and what she is told to do next.
    @Test func eachBadFileIsAnsweredWithWhatToDoNext() async throws {
        let office = try await TestOffice(.sqlite)
        let (sealed, _) = try await office.issued()
        let boundary = "----egret"
        func upload(_ bytes: [UInt8]) -> [UInt8] {
            Array(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n".utf8)
                + bytes + Array("\r\n--\(boundary)--\r\n".utf8)
        }
        let large = [UInt8](repeating: 0x20, count: VerifyDocument.fileBytesMax + 1)
        let said: [(body: [UInt8], status: HTTPResponse.Status, words: String)] = [
            (upload([]), .ok, "Choose the PDF file first"),
            (upload([0xFF, 0xD8, 0xFF]), .ok, "This is no PDF"),
            (upload(large), .contentTooLarge, "larger than 4 megabytes"),
            (Array(upload(sealed.pdf).dropLast(20)), .badRequest, "did not arrive whole"),
            (upload(Array("%PDF-1.4 nothing".utf8)), .ok, "This PDF has no seal"),
            (upload(sealed.pdf + [10]), .ok, "send the PDF anew"),
        ]
        let headers: HTTPFields = [
            .contentType: "multipart/form-data; boundary=\(boundary)", .acceptLanguage: "en",
        ]
        try await application(office).test(.router) { client in
            for (body, status, words) in said {
                let page = try await client.execute(
                    uri: "/verify", method: .post, headers: headers, body: ByteBuffer(bytes: body))
                let text = String(buffer: page.body)

                #expect(page.status == status, "\(words)")
                #expect(text.contains(words), "\(text.suffix(600))")
                #expect(!text.contains("character by character"), "that is said of codes")
                #expect(text.contains("id=\"verify-file\"") || text.contains("href=\"/verify\""))
            }
        }
    }

    /// A file that somebody else has sealed, or that is ours and not kept, is told apart for its reader alone.
    @Test(arguments: Language.allCases)
    func everyFindingAndMistakeHasItsWords(language: Language) throws {
        let phrases = try Frame(rooms: [VerifyRoutes.bundle]).words.phrases(language)
        let keys =
            VerifyPage.Mistake.allCases.map { "verify.\($0.rawValue)" }
            + ["not-pdf", "unsealed", "foreign", "whole", "broken"].map { "verify.file.\($0)" }
        for key in keys { #expect(phrases.has(key), "\(key)") }
    }

    @Test func programsGetJSONAndTheKeysToCheckWithoutUs() async throws {
        let office = try await TestOffice(.sqlite)
        let (sealed, _) = try await office.issued()
        let json: HTTPFields = [.contentType: "application/json"]
        try await application(office).test(.router) { client in
            let known = try await client.execute(
                uri: "/api/v1/verifications", method: .post, headers: json,
                body: ByteBuffer(string: "{\"text\":\"\(Sample.verifyURL)#\(sealed.codeText)\"}"))
            let unknown = try await client.execute(
                uri: "/api/v1/verifications", method: .post, headers: json,
                body: ByteBuffer(string: "{\"code\":\"nothing\"}"))
            let keys = try await client.execute(uri: "/verify/keys.json", method: .get)
            let published = try #require(
                try JSONSerialization.jsonObject(with: Data(keys.body.readableBytesView)) as? [String: Any])
            let first = try #require((published["codeKeys"] as? [[String: String]])?.first)

            #expect(String(buffer: known.body).contains("\"outcome\":\"genuine\""))
            #expect(String(buffer: unknown.body) == "{\"outcome\":\"unknown\"}")
            let key = try PublicKey(pem: try #require(first["publicKeyPEM"]))
            #expect(try CodePayload(sealed.codeText, keys: [key]).code == sealed.order.code)
        }
    }

    @Test(arguments: [("en", "We know of no such paper"), ("nan-Hant", "揣無這份證明"), ("zh-Hans", "没有找到这份证明")])
    func theAnswerSpeaksTheReadersLanguage(language: String, words: String) async throws {
        let office = try await TestOffice(.sqlite)
        var headers = Self.form
        headers[.acceptLanguage] = language
        let asked = headers
        try await application(office).test(.router) { client in
            let page = try await client.execute(
                uri: "/verify", method: .post, headers: asked, body: ByteBuffer(string: "code=x"))

            #expect(String(buffer: page.body).contains(words))
            #expect(!String(buffer: page.body).contains("[verify."))
        }
    }
}

/// Counts the write transactions of an engine.
private final class WatchedEngine: SQLEngine {
    private let engine: any SQLEngine
    private let count = Mutex(0)

    var writes: Int { count.withLock { $0 } }
    var dialect: SQLDialect { engine.dialect }
    var announcements: Announcements { engine.announcements }

    init(_ engine: any SQLEngine) { self.engine = engine }

    func read<T: Sendable>(
        _ body: @Sendable @escaping (any SQLConnection) throws -> T
    ) async throws -> T {
        try await engine.read(body)
    }

    func write<T: Sendable>(
        _ body: @Sendable @escaping (any SQLConnection) throws -> T
    ) async throws -> T {
        count.withLock { $0 += 1 }
        return try await engine.write(body)
    }

    func close() async { await engine.close() }
}
