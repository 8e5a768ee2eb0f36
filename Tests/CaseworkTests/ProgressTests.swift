import Base
import Catalogue
import Documents
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Storage
import Support
import Testing
import Vault
import Web

@testable import Casework

/// How far a case is, told to who knows its number and one thing more, and nothing to anybody else.
@Suite struct ProgressTests {
    private static let tail = String(TestPerson.one.number.text.suffix(4))

    private func site(
        _ house: CaseHouse, language: String = "en",
        _ test:
            @Sendable (_ post: @Sendable (String, String) async throws -> TestResponse) async throws -> Void
    ) async throws {
        let listener = Listener(.public, frame: house.frame, world: house.world)
        let router = listener.router()
        ProgressRoutes(
            frame: house.frame, catalogue: house.catalogue, progress: CaseProgress(house.parts)
        ).add(to: router)
        try await listener.application(router).test(.router) { client in
            let head: HTTPFields = [
                .accept: "text/html", .acceptLanguage: language,
                .contentType: "application/x-www-form-urlencoded",
            ]
            try await test { number, second in
                try await client.execute(
                    uri: "/progress", method: .post, headers: head,
                    body: ByteBuffer(string: "number=\(number)&second=\(second)"))
            }
        }
    }

    private func readable(_ page: String) -> String {
        page.replacing(/\/assets\/[0-9a-f]{8}\//, with: "/assets/…/").replacing("><", with: ">\n<") + "\n"
    }

    @Test(arguments: TestEngine.available)
    func whoKnowsBothSeesHowFarItIsAndHerPersonSeesThatSomebodyLooked(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let progress = CaseProgress(house.parts)
        let view = try await progress(number: number.rawValue, second: Self.tail, requestID: "r")
        #expect(view.state == .deciding && view.due != nil)
        #expect(view.steps.map(\.key.step) == ["review", "issue"])
        #expect(try await house.acts("case.progress-shown") == 1)
    }

    /// Cases of several services have the same digits on the same day.
    @Test(arguments: TestEngine.available)
    func whoCopiedTheDigitsOfThePageSaysWhichServiceItIs(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let other = try #require(house.catalogue.items.first { $0.id != CaseHouse.endorsement })
        try await site(house) { post in
            let asked = try await post(number.spoken, Self.tail)
            let page = String(buffer: asked.body)
            #expect(asked.status == .ok && page.contains("Which service is it about?"))
            #expect(page.contains("<optgroup label=\"Xiamen Public Security Bureau"), "by department")
            #expect(page.contains("value=\"\(number.spoken)\"") && page.contains("value=\"\(Self.tail)\""))
            #expect(page.contains("value=\"\(CaseHouse.endorsement.rawValue)\""))
            let found = try await post(
                number.spoken, "\(Self.tail)&service=\(CaseHouse.endorsement.rawValue)")
            #expect(found.status == .ok && String(buffer: found.body).contains(number.spoken))
            for wrong in [
                "\(Self.tail)&service=\(other.id.rawValue)", "0000&service=\(CaseHouse.endorsement.rawValue)",
            ] {
                #expect(try await post(number.spoken, wrong).status == .notFound, "\(wrong)")
            }
        }
        #expect(try await house.acts("case.progress-shown") == 1)
    }

    @Test(arguments: Language.allCases)
    func thePagesNameNobody(language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        try await site(house, language: language.rawValue) { post in
            let shown = try await post(number.rawValue, Self.tail)
            let unknown = try await post(number.rawValue, "0000")
            #expect(shown.status == .ok && unknown.status == .notFound)
            for (name, answer) in [("shown", shown), ("unknown", unknown)] {
                let page = String(buffer: answer.body)
                #expect(!page.contains(TestPerson.one.name) && !page.contains(TestPerson.one.number.text))
                #expect(!page.contains("same") && page.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil)
                try expectSnapshot(readable(page), named: "progress/\(name)-\(language.rawValue).html")
            }
        }
    }

    @Test func whoIsRefusedIsToldWhereTheReasonStands() async throws {
        let house = try await CaseHouse(.sqlite)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let clerk = try house.clerk()
        try await house.claim(number, by: clerk)
        try await house.desk.decide.refuse(
            CaseStep.Key(number, "review"), because: "not-ours", note: nil, by: clerk, requestID: "r")
        try await site(house) { post in
            let page = String(buffer: try await post(number.rawValue, Self.tail).body)
            #expect(page.contains("come to any terminal, which prints the decision"))
        }
    }

    @Test func aLicencesIdentifierIsOnThePaperAndReadOnceItIsIssued() async throws {
        let house = try await CaseHouse(.sqlite)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let item = try #require(house.catalogue[CaseHouse.endorsement])
        let licence = try #require(item.licenceIdentifier(of: number.rawValue)).description
        try await site(house) { post in
            let page = String(buffer: try await post(number.rawValue, Self.tail).body)
            #expect(!page.contains(licence))
        }

        for step in ["review", "issue"] { try await house.approve(number, step, by: house.clerk()) }
        #expect(try await house.runJobs() == 1)

        try await site(house) { post in
            let page = String(buffer: try await post(number.rawValue, Self.tail).body)
            #expect(page.contains(licence))
        }
        let vault = house.parts.vault
        let found = try await house.engine.read { db in try CaseStore.find(number, vault: vault, in: db) }
        let file = try #require(found)
        let form = house.parts.form(file, item, person: TestPerson.one.number)
        let content = PaperContent.make(of: form, record: try #require(file.record))
        #expect(content.values[LicenceIdentifier.field] == licence)
    }

    @Test(arguments: TestEngine.available)
    func aWrongSecondThingAndNoCaseAtAllLookTheSame(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let absent = number.rawValue.dropLast() + "7"
        let other = String(TestPerson.two.number.text.suffix(4))
        try await site(house) { post in
            let wrong = try await post(number.rawValue, other)
            let none = try await post(String(absent), other)
            let malformed = try await post("1", other)
            #expect(wrong.status == .notFound)
            for answer in [none, malformed] {
                #expect(answer.status == wrong.status)
            }
            let text = String(buffer: wrong.body)
            #expect(
                text.replacing(number.rawValue, with: "…")
                    == String(buffer: none.body).replacing(absent, with: "…"))
            for second in ["123", "12345", "99", "ABCD-EFGH-JKMN-PQRS"] {
                let status = try await post(number.rawValue, second).status
                #expect(status == .notFound || status == .tooManyRequests, "\(second)")
            }
        }
        #expect(try await house.acts("case.progress-shown") == 0)
    }

    @Test(arguments: TestEngine.available)
    func whatIsLeftEmptyIsSaidToBeSoAndCostsNoTry(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement)).rawValue
        try await site(house) { post in
            for (typed, second) in [(number, ""), ("", Self.tail)]
                + Array(repeating: (number, "%20"), count: 6)
            {
                let answer = try await post(typed, second)
                let page = String(buffer: answer.body)
                #expect(answer.status == .unprocessableContent)
                #expect(page.contains("Something is still empty. Please fill it in below."))
                #expect(page.contains("href=\"#\(typed.isEmpty ? "number" : "second")\""))
            }
            #expect(try await post(number, Self.tail).status == .ok)
        }
    }

    @Test(arguments: TestEngine.available)
    func guessingWaitsAlikeWhetherOrNotThereIsSuchACase(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement)).rawValue
        let progress = CaseProgress(house.parts)
        for subject in [number, number.dropLast() + "7"] {
            var refusals: [ProgressRefused] = []
            for guess in 0..<7 {
                do {
                    _ = try await progress(number: subject, second: "000\(guess)", requestID: "r")
                } catch let refusal as ProgressRefused { refusals.append(refusal) }
            }
            #expect(
                refusals == Array(repeating: .unknown, count: 5)
                    + Array(repeating: .wait(seconds: 31), count: 2))
        }
        // What is right is not listened to either, until the wait is over; the wait ends.
        await #expect(throws: ProgressRefused.wait(seconds: 31)) {
            _ = try await progress(number: number, second: Self.tail, requestID: "r")
        }
        house.clock.advance(by: .seconds(31))
        _ = try await progress(number: number, second: Self.tail, requestID: "r")
    }

    @Test func theCodeOnThePaperOpensWithTwelveDigitsAndWaitsForNobody() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit()
        let number = try await house.issued(for: session)
        let progress = CaseProgress(house.parts)
        for _ in 1...6 {
            _ = try? await progress(number: number.rawValue, second: "0000", requestID: "r")
        }
        let other = try await house.issued(for: house.visit(.two, at: 1))
        // The house keeps the code's digest alone, so the paper gets another one.
        let code = "0123-4567-89AB-CDEF"
        let digest = Digest.sha256(Array("egret verification code 1\n0123456789ABCDEF".utf8))
        try await house.engine.write { db in
            _ = try db.run("UPDATE documents SET code_hash = \(digest) WHERE case_number = \(number)")
        }
        let view = try await progress(number: number.spoken, second: code, requestID: "r")
        #expect(view.number == number && view.state == .issued)
        await #expect(throws: ProgressRefused.unknown) {
            _ = try await progress(number: other.rawValue, second: code, requestID: "r")
        }
    }
}
