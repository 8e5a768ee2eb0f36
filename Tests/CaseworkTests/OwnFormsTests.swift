import Base
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Storage
import Support
import Testing
import Vault
import Web

@testable import Casework
@testable import Catalogue
@testable import Identity

/// What is begun is kept for its person, for some days, as long as she wants it.
@Suite struct OwnFormsTests {
    private func begun(
        _ house: CaseHouse
    ) async throws -> (session: IdentifiedSession, number: CaseNumber) {
        let session = try await house.visit(for: CaseHouse.insurance)
        let number = try await house.open(CaseHouse.insurance, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.answer(number, ["receiver": "样板小学"], of: session)
        return (session, number)
    }

    @Test(arguments: TestEngine.available)
    func sheSeesItForAFortnightAtAnyTerminalAndNobodyElseDoes(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, number) = try await begun(house)
        house.clock.advance(by: HandlingFigures().draftLife)
        let later = try await house.visit(at: 2)
        #expect(try await house.verbs.own(of: later.citizen).map(\.file.number) == [number])
        #expect(
            try await house.verbs.own(of: house.visit(.two, at: 1).citizen).isEmpty)
        house.clock.advance(by: .milliseconds(1))
        #expect(try await house.verbs.own(of: later.citizen).isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func whatIsThrownAwayIsForgottenAtOnce(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (session, number) = try await begun(house)
        let other = try await house.visit(.two, at: 1, for: CaseHouse.insurance)
        await #expect(throws: CaseRefused.unknownCase) {
            try await house.verbs.own.throwAway(number, of: other, requestID: "r")
        }
        try await house.verbs.own.throwAway(number, of: session, requestID: "r")

        let file = try await house.file(number)
        #expect(file.state == .withdrawn && file.answers.isEmpty && file.record == nil)
        #expect(try await house.verbs.own(of: session.citizen).isEmpty)
        #expect(try await house.acts("case.thrown-away") == 1)
        await #expect(throws: CaseRefused.withdrawn) {
            try await house.verbs.own.throwAway(number, of: session, requestID: "r")
        }
        // It goes with the forms that were never handed in, not with the cases.
        let before = house.clock.now + .seconds(1)
        let due = try await house.engine.read { db in
            try CaseRetentionStore.forgetters.filter { $0.kept == .unfinished }
                .flatMap { try $0.due(before, "", 10, db) }
        }
        #expect(due == [number.rawValue])
    }

    /// One press too many is asked about: what is thrown away cannot be brought back.
    @Test func sheIsAskedOnceMoreBeforeItGoes() async throws {
        let house = try await CaseHouse(.sqlite)
        let (session, number) = try await begun(house)
        let path = "/account/cases/\(number)/removal"
        try await house.phone(house.account(session)) { phone in
            let list = String(buffer: try await phone.get("/account/cases").body)
            #expect(list.contains("href=\"\(path)\"") && !list.contains("action=\"\(path)\""))
            let page = String(buffer: try await phone.get(path).body)
            #expect(page.contains("cannot be brought back") && page.contains("Keep it"))
            let before = try await house.state(number)
            #expect(before == .open, "asking does nothing")
            let gone = try await phone.post(path, key: Token(house.world))
            #expect(gone.headers[.location] == "/account/cases")
        }
        #expect(try await house.state(number) == .withdrawn)
    }

    @Test func whatIsHandedInIsNotThrownAway() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit()
        let number = try await house.issued(for: session)
        await #expect(throws: CaseRefused.notNow) {
            try await house.verbs.own.throwAway(number, of: session, requestID: "r")
        }
        #expect(try await house.state(number) == .issued)
    }

    @Test(arguments: TestEngine.available)
    func aRegistersWordOfYesterdayIsAskedForAnewBeforeItIsHandedIn(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (session, number) = try await begun(house)
        try await house.answer(number, ["purpose": "housing"], of: session)
        let asked = house.registers.asked.count
        house.clock.advance(by: CaseFile.recordLife + .milliseconds(1))
        let back = try await house.visit(at: 1, for: CaseHouse.insurance)
        await #expect(throws: CaseRefused.recordMissing) {
            try await house.verbs.submit(number, of: back, requestID: "r")
        }
        try await house.verbs.fetch(number, of: back, requestID: "r")
        #expect(house.registers.asked.count > asked)
        try await house.verbs.submit(number, of: back, requestID: "r")
        #expect(try await house.state(number) == .issued)
    }

    @Test(arguments: TestEngine.available)
    func aLostVersionIsToldPreciselyAndGoneOnWithOnlyWhenSheSaysSo(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (session, number) = try await begun(house)
        // As it was under a version that nobody has any more: one question less, one more, one of another kind.
        let key = try await house.engine.write { db in try house.vault.subject(session.citizen, in: db) }
        try await house.engine.write { db in
            let sealed = try SealedCase.seal(
                ["receiver": "样板小学", "purpose": "marriage", "employer": "样板公司"], of: number, key: key)
            _ = try db.run(
                "UPDATE cases SET service_version = 0, answers_sealed = \(sealed) WHERE number = \(number)")
        }
        house.catalogue.giveUp([.init(service: CaseHouse.insurance, number: 0)])
        let form = try await house.verbs.owned.form(number, of: session)
        let change = try #require(form.change)
        #expect(change.from == 0 && change.to == form.item.version)
        #expect(change.dropped == ["样板公司"])
        #expect(change.again.map(\.id) == ["purpose"])
        #expect(form.answers == ["receiver": "样板小学", "purpose": nil].compactMapValues(\.self))
        await #expect(throws: CaseRefused.notNow) {
            try await house.verbs.submit(number, of: session, requestID: "r")
        }
        try await house.verbs.own.acceptVersion(number, of: session)
        try await house.verbs.own.acceptVersion(number, of: session)

        let now = try await house.verbs.owned.form(number, of: session)
        #expect(now.change == nil && now.file.serviceVersion == form.item.version)
        #expect(now.file.answers == ["receiver": "样板小学"])
        #expect(now.file.record == nil, "another version may ask other registers")
    }

    /// Another node has read what was published a moment ago: she is asked nothing by what this one offers instead.
    @Test(arguments: TestEngine.available)
    func aFormOfAVersionThatIsNotYetHereWaits(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (session, number) = try await begun(house)
        try await house.engine.write { db in
            _ = try db.run("UPDATE cases SET service_version = service_version + 1")
        }

        await #expect(throws: NotYetHere.self) { try await house.verbs.owned.form(number, of: session) }
        #expect(try await house.verbs.own(of: session.citizen).map(\.file.number) == [number])
    }

    @Test(arguments: TestEngine.available)
    func aServiceIsBegunAtHomeAndGoneOnWithAtATerminal(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let account = try await house.account(house.visit())
        try await house.phone(account) { phone in
            let begun = try await phone.post(
                "/account/services/\(CaseHouse.details.rawValue)/start", key: Token(house.world))
            let place = try #require(begun.headers[.location])
            #expect(try await phone.follow(place).path == "\(place)/questions/span")
            for id in [
                CaseHouse.residence.rawValue, CaseHouse.insurance.rawValue, "police/nothing",
                CaseHouse.endorsement.rawValue,
            ] {
                let refused = try await phone.post(
                    "/account/services/\(id)/start", key: Token(house.world))
                #expect(refused.status == .notFound, "\(id)")
            }
        }
        let there = try await house.visit(at: 1, for: CaseHouse.details)
        let number = try await house.open(CaseHouse.details, for: there)
        #expect(try await house.verbs.own(of: there.citizen).map(\.file.number) == [number])
        #expect(try await house.file(number).terminal == nil)
        try await house.answer(number, ["span": "12"], of: there)
        try await house.verbs.submit(number, of: there, requestID: "r")
        #expect(try await house.state(number) == .issued)
    }

    private func readable(_ page: String) -> String {
        page.replacing(/\/assets\/[0-9a-f]{8}\//, with: "/assets/…/")
            .replacing(/value="[0-9a-z]{26}"/, with: "value=\"…\"")
            .replacing(/src="data:image[^"]*"/, with: "src=\"…\"")
            .replacing(/[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}/, with: "code")
            .replacing("><", with: ">\n<") + "\n"
    }

    @Test(arguments: Language.allCases)
    func eachPageLooksAsReviewed(language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk(language: language.rawValue) { kiosk in
            let front = String(buffer: try await kiosk.get("/services/egret/unfinished").body)
            let place = try await kiosk.identify(house, for: CaseHouse.insurance)
            let number = try #require(
                CaseNumber(rawValue: String(place.split(separator: "/").last ?? "")))
            let shown = try await kiosk.post("\(place)/hand-over")
            #expect(shown.headers[.location] == "\(place)/hand-over")
            let waiting = String(buffer: try await kiosk.get("\(place)/hand-over").body)
            let code = try #require(waiting.firstMatch(of: /([0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4})/)).1
            let session = try await house.identity.current.identified(
                token: kiosk.session, terminal: kiosk.terminal)
            try await house.phone(house.account(session), language: language.rawValue) { phone in
                let page = String(buffer: try await phone.get("/continue").body)
                let wrong = try await phone.post("/continue", ["code": "0"], key: Token(house.world))
                let taken = try await phone.post(
                    "/continue", ["code": String(code)], key: Token(house.world))
                #expect(taken.headers[.location] == "/account/cases/\(number)")
                let question = try await phone.follow("/account/cases/\(number)")
                #expect(question.path == "/account/cases/\(number)/questions/purpose")
                _ = try await phone.post(
                    "/account/cases/\(number)/questions/purpose", ["answer": "housing"],
                    key: Token(house.world))
                _ = try await phone.post(
                    "/account/cases/\(number)/questions/receiver", ["answer": "样板小学"],
                    key: Token(house.world))
                let list = String(buffer: try await phone.get("/account/cases").body)
                let check = try await phone.follow("/account/cases/\(number)")
                let done = try await phone.post(
                    "/account/cases/\(number)/submission", key: Token(house.world))
                let ready = try await phone.follow(done.headers[.location] ?? "")
                for (name, page) in [
                    ("continue", page), ("unknown", String(buffer: wrong.body)), ("question", question.page),
                    ("forms", list), ("check", check.page), ("ready", ready.page),
                ] {
                    try review(page, "away/phone-\(name)", language)
                }
            }
            let taken = String(buffer: try await kiosk.get("\(place)/hand-over").body)
            for (name, page) in [("front", front), ("waiting", waiting), ("taken", taken)] {
                try review(page, "away/kiosk-\(name)", language)
            }
        }
    }

    private func review(_ page: String, _ name: String, _ language: Language) throws {
        #expect(!page.contains(TestPerson.one.name), "\(name)")
        #expect(page.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing in \(name)")
        try expectSnapshot(readable(page), named: "\(name)-\(language.rawValue).html")
    }

    @Test func theVersionPageNamesEachChange() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            let place = try await kiosk.identify(house, for: CaseHouse.insurance)
            try await house.engine.write { db in
                _ = try db.run("UPDATE cases SET service_version = 0")
            }
            house.catalogue.giveUp([.init(service: CaseHouse.insurance, number: 0)])
            let told = try await kiosk.follow(place)
            #expect(told.path == "\(place)/version")
            #expect(told.page.contains("You began under version 0"))
            #expect(told.page.contains("Asked and not answered yet"))
            let accepted = try await kiosk.post("\(place)/version")
            #expect(accepted.headers[.location] == place)
            #expect(try await kiosk.follow(place).path == "\(place)/questions/purpose")
        }
    }
}
