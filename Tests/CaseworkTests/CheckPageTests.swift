import Base
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

@testable import Casework

/// The page on which a person agrees to what she hands in.
@Suite struct CheckPageTests {
    private static func mark(_ page: String) throws -> String {
        String(try #require(page.firstMatch(of: #/name="seen" value="([0-9a-z]+)"/#)?.1))
    }

    @Test(arguments: TestEngine.available)
    func whatThePageDidNotShowIsNotHandedIn(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await house.kiosk { kiosk in
            let path = try await kiosk.identify(house)
            for (question, answer) in ["reason": "lost", "place": "hotel"] {
                try await kiosk.post("\(path)/questions/\(question)", ["answer": answer])
            }
            let shown = String(buffer: try await kiosk.get("\(path)/check").body)
            // Her other screen changes an answer meanwhile.
            let session = try await house.identity.current.identified(
                token: kiosk.session, terminal: kiosk.terminal)
            let number = try #require(
                path.split(separator: "/").last.flatMap { CaseNumber(rawValue: String($0)) })
            try await house.answer(number, ["place": "train"], of: session)

            kiosk.repeats = false
            let refused = try await kiosk.post("\(path)/submission", ["seen": try Self.mark(shown)])
            let page = String(buffer: refused.body)
            #expect(refused.status == .conflict)
            #expect(page.contains("Something has changed since the page that you saw"))
            let (state, papers) = (try await house.state(number), try await house.count("documents"))
            #expect(state == .open && papers == 0)

            let done = try await kiosk.post("\(path)/submission", ["seen": try Self.mark(page)])
            #expect(done.headers[.location] == "\(path)/paper")
            #expect(try await house.state(number) == .issued)
            // Pressed once more on the old page: it is handed in, and stays so.
            let late = try await kiosk.post("\(path)/submission", ["seen": try Self.mark(shown)])
            #expect(late.headers[.location] == "\(path)/paper")
        }
    }

    /// Two threads: the form was judged, and an answer comes in before it is handed in.
    @Test(arguments: TestEngine.available)
    func anAnswerThatComesInBetweenIsNotHandedInUnjudged(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.complete(for: session)
        let shown = try await house.verbs.owned.form(number, of: session)
        let seen = AnswerMark(of: shown, house.parts.vault)
        try await house.answer(number, ["place": "train"], of: session)
        await #expect(throws: CaseRefused.answeredElsewhere) {
            try await house.verbs.submit(number, of: session, seen: seen, requestID: "r")
        }
        let (state, jobs) = (try await house.state(number), try await house.count("jobs"))
        #expect(state == .open && jobs == 0)
        try await house.verbs.submit(number, of: session, requestID: "r")
        #expect(try await house.state(number) == .issued)
    }

    /// A form that is taken up after a day has its registers asked anew: what they say now, an older page did not show.
    @Test(arguments: TestEngine.available)
    func whatARegisterSaysByNowIsNotHandedInUnseen(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: CaseHouse.insurance)
        let number = try await house.complete(
            CaseHouse.insurance, ["purpose": "housing", "receiver": "样板小学"], for: session)
        let path = "/account/cases/\(number)"
        try await house.phone(house.account(session)) { phone in
            let shown = String(buffer: try await phone.get("\(path)/check").body)
            house.clock.advance(by: CaseFile.recordLife + .milliseconds(1))
            house.registers.become(.otherEmployer)
            #expect(try await phone.follow(path).path == "\(path)/check", "her other screen")

            let refused = try await phone.post(
                "\(path)/submission", ["seen": try Self.mark(shown)], key: Token(house.world))
            let page = String(buffer: refused.body)
            #expect(refused.status == .conflict)
            #expect(page.contains("Something has changed since the page that you saw"))
            #expect(try await house.state(number) == .open)

            let done = try await phone.post(
                "\(path)/submission", ["seen": try Self.mark(page)], key: Token(house.world))
            #expect(done.headers[.location] == "\(path)/standing")
            #expect(try await house.state(number) == .issued)
        }
    }

    /// Two threads again: the form was judged, and what counts in it changes before it is handed in.
    @Test(arguments: TestEngine.available, [true, false])
    func whatWasNotJudgedIsNotHandedIn(_ engine: TestEngine, _ isAnswer: Bool) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.complete(for: session)
        let judged = try await house.verbs.owned.form(number, of: session)
        if isAnswer {
            try await house.answer(number, ["place": "train"], of: session)
        } else {
            var record = try #require(judged.file.record)
            record["issuer"] = record["name"]
            let (vault, now) = (house.vault, house.clock.now)
            try await house.engine.write { [record] db in
                let sealed = try SealedCase.seal(
                    record, of: number, key: vault.subject(session.citizen, in: db))
                try CaseStore.keepRecord(sealed, for: number, at: now, in: db)
            }
        }
        await #expect(throws: CaseRefused.answeredElsewhere) {
            try await house.verbs.submit.submit(judged, session, "r")
        }
        #expect(try await house.state(number) == .open)
    }

    @Test func whatWasLeftOutStandsThereWithItsWayBack() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit(for: CaseHouse.insurance)
        let number = try await house.open(CaseHouse.insurance, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.answer(number, ["purpose": "housing", "receiver": ""], of: session)
        let account = try await house.account(session)
        try await house.phone(account) { phone in
            let page = String(buffer: try await phone.get("/account/cases/\(number)/check").body)
            #expect(page.contains("Left out"))
            #expect(page.contains("/questions/receiver?from=check"))
            let question = String(
                buffer: try await phone.get("/account/cases/\(number)/questions/receiver?from=check").body)
            #expect(question.contains("You may leave this out"))
            let must = String(
                buffer: try await phone.get("/account/cases/\(number)/questions/purpose?from=check").body)
            #expect(!must.contains("You may leave this out"))
        }
    }

    @Test(arguments: [
        ("", "******"), ("单身", "******"), ("310", "3******"), ("12345", "1******"),
        ("987654321", "987******"),
        ("11010119900307", "110******"),
    ])
    func aMaskShowsAThirdAtMost(_ value: String, _ masked: String) {
        #expect(Mask.stars(value) == masked)
    }
}
