import Base
import Catalogue
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Storage
import Support
import Testing
import Web

@testable import Casework
@testable import Identity

/// An event in life that is begun, or gone on with, at home.
@Suite struct BundleAwayTests {
    private static let newborn = CaseHouse.id("bundles/newborn")
    private static let card = CaseHouse.id("bundles/social-card")
    private static let allowance = CaseHouse.id("medical/maternity-progress")
    private static let visit = CaseHouse.id("police/household-appointment")
    private static let home = "/account/bundles/newborn"

    /// Begins it at home, answers what its services share, and comes to its page.
    private func begin(_ phone: HomePhone, _ house: CaseHouse) async throws -> CaseNumber {
        let begun = try await phone.post(
            "/account/services/\(Self.newborn.rawValue)/start", key: Token(house.world))
        let place = try #require(begun.headers[.location])
        let number = try #require(CaseNumber(rawValue: String(place.split(separator: "/").last ?? "")))
        #expect(try await phone.follow(place).path == "\(place)/questions/born")
        _ = try await phone.post(
            "\(place)/questions/born", ["answer": today(house)], key: Token(house.world))
        let answered = try await phone.post(
            "\(place)/questions/phone", ["answer": "13800138000"], key: Token(house.world))
        #expect(try await phone.follow(answered.headers[.location] ?? "").path == Self.home)
        return number
    }

    private func today(_ house: CaseHouse) -> String { CalendarDate(inChinaAt: house.clock.now).description }

    /// Hands in the one service that a phone may open and that waits for nothing; where it stands then.
    private func handIn(_ phone: HomePhone, _ house: CaseHouse) async throws -> (path: String, page: String) {
        let begun = try await phone.post(
            "\(Self.home)/services/\(Self.allowance.rawValue)", key: Token(house.world))
        let place = try #require(begun.headers[.location])
        #expect(try await phone.follow(place).path == "\(place)/check")
        let done = try await phone.post("\(place)/submission", key: Token(house.world))
        return try await phone.follow(done.headers[.location] ?? "")
    }

    @Test(arguments: TestEngine.available)
    func itIsBegunAtHomeAndEachServiceByItsOwnRules(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let visit = try await house.visit()
        let account = try await house.account(visit)
        try await house.phone(account) { phone in
            let number = try await begin(phone, house)
            #expect(try await house.file(number).terminal == nil)
            let page = String(buffer: try await phone.get(Self.home).body)
            #expect(page.contains("0 of 7 handed in") && page.contains("This one is begun at a station"))
            #expect(page.contains("\(Self.home)/services/\(Self.allowance.rawValue)"))
            // The card's own, what waits for it, and what is the child's.
            for service in [
                "health/birth-registration", Self.visit.rawValue, "health/vaccination-record",
            ] {
                #expect(!page.contains("services/\(service)\""))
                let refused = try await phone.post(
                    "\(Self.home)/services/\(service)", key: Token(house.world))
                #expect(refused.status == .conflict, "\(service)")
            }
            let none = try await phone.post(
                "\(Self.home)/services/\(CaseHouse.details.rawValue)", key: Token(house.world))
            #expect(none.status == .notFound)

            let stands = try await handIn(phone, house)
            #expect(stands.page.contains("href=\"\(Self.home)\""), "\(stands.path)")
            #expect(String(buffer: try await phone.get(Self.home).body).contains("1 of 7 handed in"))
            let list = String(buffer: try await phone.get("/account/cases").body)
            #expect(list.contains(number.spoken) && list.contains("1 of 7 handed in"))
        }
        // Saved, and taken up at a terminal.
        let there = try await house.visit(at: 1, for: Self.newborn)
        let number = try await house.open(Self.newborn, for: there)
        #expect(try await house.file(number).answers == ["born": today(house), "phone": "13800138000"])
        let progress = try await house.verbs.bundle(Self.newborn, of: there)
        #expect(progress.file.number == number && progress.done == 1)
        let open = progress.steps.filter { $0.bar == nil && !$0.isHandedIn }.map(\.item.id.rawValue)
        #expect(open == ["health/birth-registration"])
        let birth = try await house.open(CaseHouse.id("health/birth-registration"), for: there)
        let file = try await house.file(birth)
        #expect(file.answers["born"] == today(house) && file.terminal == house.terminals[1])
    }

    @Test(arguments: TestEngine.available)
    func whatTheEventSaysByItselfCountsForWhoComesForTheEvent(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: Self.newborn)
        _ = try await house.open(Self.newborn, for: session)

        let alone = try await house.verbs.open(Self.visit, for: session, requestID: "r")
        #expect(try await house.file(alone).answers["matter"] == nil)

        try await house.verbs.own.throwAway(alone, of: session, requestID: "r")
        let within = try await house.verbs.open(
            Self.visit, for: session, within: Self.newborn, requestID: "r")
        #expect(try await house.file(within).answers["matter"] == "birth")
    }

    /// A version that another node has published, of one service of the event: her list goes on without saying how far it has come.
    @Test(arguments: TestEngine.available)
    func theListGoesOnWhileOneOfItsServicesIsNotYetHere(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: Self.newborn)
        let number = try await house.open(Self.newborn, for: session)
        _ = try await house.verbs.open(Self.visit, for: session, within: Self.newborn, requestID: "r")
        let before = try await house.verbs.own(of: session.citizen).first { $0.file.number == number }
        #expect(before?.bundle != nil)

        try await house.engine.write { db in
            _ = try db.run(
                "UPDATE cases SET service_version = 99 WHERE service = \(Self.visit.rawValue)")
        }
        let entries = try await house.verbs.own(of: session.citizen)
        #expect(entries.count == 2)
        #expect(entries.contains { $0.file.number == number && $0.bundle == nil })
    }

    @Test(arguments: TestEngine.available)
    func aDayTooLateItIsForgottenAndWhatIsThrownAwayIsGone(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: Self.newborn)
        let number = try await house.open(Self.newborn, for: session)
        house.clock.advance(by: CaseFile.bundleLife)
        let last = try await house.visit(at: 1, for: Self.newborn)
        #expect(try await house.verbs.own(of: last.citizen).map(\.file.number) == [number])
        #expect(try await house.verbs.bundle(Self.newborn, of: last).file.number == number)
        house.clock.advance(by: .milliseconds(1))
        #expect(try await house.verbs.own(of: last.citizen).isEmpty)
        await #expect(throws: CaseRefused.unknownCase) {
            _ = try await house.verbs.bundle(Self.newborn, of: last)
        }

        let anew = try await house.open(Self.newborn, for: last)
        #expect(anew != number)
        try await house.verbs.own.throwAway(anew, of: last, requestID: "r")
        await #expect(throws: CaseRefused.unknownCase) {
            _ = try await house.verbs.bundle(Self.newborn, of: last)
        }
    }

    @Test(arguments: TestEngine.available)
    func itGoesToHerPhoneAndBackAndToNobodyElses(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: Self.newborn)
        let number = try await house.open(Self.newborn, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.verbs.handOver.show(number, for: session, requestID: "r")
        guard case .waiting(let code) = try await house.verbs.handOver.standing(number, for: session) else {
            Issue.record("no picture is shown")
            return
        }
        let stranger = try await house.visit(.two, at: 2, for: Self.newborn)
        try await house.phone(house.account(stranger)) { phone in
            let taken = try await phone.post("/continue", ["code": code], key: Token(house.world))
            #expect(taken.status == .unprocessableContent)
            for path in ["/account/bundles/newborn", "/account/cases/\(number)"] {
                #expect(try await phone.get(path).status == .notFound, "\(path)")
            }
            for path in [
                "/account/bundles/newborn/services/medical/maternity-progress",
                "/account/cases/\(number)/questions/phone", "/account/cases/\(number)/removal",
            ] {
                let answer = try await phone.post(path, ["answer": "13900139000"], key: Token(house.world))
                #expect(answer.status == .notFound, "\(path)")
            }
        }
        await #expect(throws: AccountRefused.levelTooLow) {
            _ = try await house.verbs.handOver.take(
                code, by: house.account(session, level: .basic), requestID: "r")
        }
        try await house.phone(house.account(session)) { phone in
            let taken = try await phone.post("/continue", ["code": code], key: Token(house.world))
            let path = "/account/cases/\(number)"
            #expect(taken.headers[.location] == path)
            #expect(try await phone.follow(path).path == "\(path)/questions/born")
            for (question, answer) in [("born", today(house)), ("phone", "13800138000")] {
                let kept = try await phone.post(
                    "\(path)/questions/\(question)", ["answer": answer], key: Token(house.world))
                #expect(kept.status == .seeOther)
            }
            #expect(try await phone.follow(path).path == "/account/bundles/newborn")
        }
        #expect(try await house.verbs.handOver.standing(number, for: session) == .taken)

        // Back at another terminal she is proved anew, and finds what she said on the phone.
        let back = try await house.visit(at: 1, for: Self.newborn)
        let progress = try await house.verbs.bundle(Self.newborn, of: back)
        #expect(progress.file.number == number && progress.file.answers["phone"] == "13800138000")
        await #expect(throws: CaseRefused.unknownCase) {
            _ = try await house.verbs.bundle(Self.newborn, of: stranger)
        }
        await #expect(throws: CaseRefused.unknownCase) {
            _ = try await house.verbs.owned.form(number, of: stranger)
        }
    }

    @Test(arguments: TestEngine.available)
    func nothingWaitsForWhatSheCannotHave(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: Self.card)
        _ = try await house.open(Self.card, for: session)
        let (loss, replacement) = (
            CaseHouse.id("insurance/card-loss-report"), CaseHouse.id("insurance/card-replacement")
        )
        func bar(_ service: ServiceID) async throws -> BundleProgress.Bar? {
            try await house.verbs.bundle(Self.card, of: session).steps.first { $0.item.id == service }?.bar
        }
        guard case .after(let first) = try await bar(replacement) else {
            Issue.record("it waits for nothing")
            return
        }
        #expect(first.map(\.id) == [loss])
        // The fake register knows no card in use, so there is none to report.
        let number = try await house.open(loss, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        #expect(try await house.verbs.owned.form(number, of: session).isBarred)
        guard case .notForHer = try await bar(loss) else {
            Issue.record("it is offered again")
            return
        }
        #expect(try await bar(replacement) == nil)
    }

    @Test func withThePhoneAloneTheCardsOwnServicesAskForAnotherProof() async throws {
        let house = try await CaseHouse(.sqlite)
        let card = try await house.visit(for: Self.newborn)
        _ = try await house.open(Self.newborn, for: card)
        let visit = card.session
        let phone = try IdentifiedSession(
            Session(
                id: visit.id, terminalID: visit.terminalID, language: visit.language,
                service: visit.service, way: nil, citizen: card.citizen, factors: [.phone],
                startedAt: visit.startedAt, lastSeenAt: visit.lastSeenAt, tokenHash: visit.tokenHash))
        func first(_ session: IdentifiedSession, _ id: String) async throws -> BundleProgress.Step {
            try #require(
                try await house.verbs.bundle(Self.newborn, of: session).steps.first {
                    $0.item.id.rawValue == id
                })
        }

        #expect(phone.terminal != nil)
        guard case .moreProof = try await first(phone, "health/birth-registration").bar else {
            Issue.record("a phone opens what the card opens")
            return
        }
        await #expect(throws: CaseRefused.moreProofNeeded) {
            _ = try await house.open(CaseHouse.id("health/birth-registration"), for: phone)
        }
        #expect(try await first(phone, "medical/maternity-progress").bar == nil)
        #expect(try await first(card, "health/birth-registration").bar == nil)
    }

    private func readable(_ page: String) -> String {
        page.replacing(/\/assets\/[0-9a-f]{8}\//, with: "/assets/…/")
            .replacing(/value="[0-9a-z]{26}"/, with: "value=\"…\"")
            .replacing("><", with: ">\n<") + "\n"
    }

    @Test(arguments: Language.allCases)
    func eachPageLooksAsReviewed(language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk(language: language.rawValue) { kiosk in
            let place = try await kiosk.identify(house, for: Self.newborn)
            _ = try await kiosk.post("\(place)/questions/born", ["answer": today(house)])
            _ = try await kiosk.post("\(place)/questions/phone", ["answer": "13800138000"])
            let session = try await house.identity.current.identified(
                token: kiosk.session, terminal: kiosk.terminal)
            try await house.phone(house.account(session), language: language.rawValue) { phone in
                let stands = try await handIn(phone, house)
                let bundle = String(buffer: try await phone.get(Self.home).body)
                let list = String(buffer: try await phone.get("/account/cases").body)
                for (name, page) in [
                    ("phone-bundle", bundle), ("phone-bundle-list", list), ("phone-bundle-part", stands.page),
                ] {
                    try review(page, name, language)
                }
            }
            let there = try await kiosk.follow("/bundles/newborn")
            #expect(there.page.contains("action=\"\(place)/hand-over\""))
            try review(there.page, "kiosk-bundle", language)
        }
    }

    private func review(_ page: String, _ name: String, _ language: Language) throws {
        #expect(page.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing in \(name)")
        try expectSnapshot(readable(page), named: "away/\(name)-\(language.rawValue).html")
    }
}
