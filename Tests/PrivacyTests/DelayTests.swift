import Base
import Catalogue
import Foundation
import HTTPTypes
import HummingbirdTesting
import Storage
import Support
import Testing
import Web

@testable import Audit
@testable import Privacy
@testable import Staff

/// Lawful delay: one asks, two others agree, the person sees it on its day.
@Suite struct DelayTests {
    @Test(arguments: TestEngine.available)
    func aLookIsToldOnItsDayOnceTwoOthersAgreedAlsoAfterARestart(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let desk = try DelayDesk(house)
        let asker = try await desk.official("s-0001", [.supervisor])
        let security = try await desk.official("s-0002", [.security])
        let privacy = try await desk.official("s-0003", [.privacy])
        let (number, act) = try await desk.opened(person, by: asker)
        let all = try await house.verbs.looked(person).looks.count

        try await desk.ask(desk.wish(number, act), by: asker)
        try await desk.decide(.approved, by: security)
        #expect(try await house.verbs.looked.one(act, of: person) != nil, "one yes is none")
        await #expect(throws: StaffRefused.saidAlready) { try await desk.decide(.approved, by: security) }
        try await DelayDesk(house).decide(.approved, by: privacy)

        #expect(try await house.verbs.looked.one(act, of: person) == nil)
        #expect(try await house.verbs.looked(person).looks.count == all - 1)
        #expect(try await house.leaves("look.delayed").count == 2)
        #expect(try await house.leaves("approval.agreed").count == 1)
        let held = try #require(try await house.verbs.delay.recent().first)
        #expect(held.approvers == ["s-0002", "s-0003"] && held.index == act)
        house.clock.now = held.releaseAt - .milliseconds(1)
        #expect(try await house.verbs.looked.one(act, of: person) == nil)
        house.clock.now = held.releaseAt
        let look = try #require(try await house.verbs.looked.one(act, of: person))
        #expect(look.delay?.basis == house.basis, "with the reason, by itself")
    }

    @Test(arguments: TestEngine.available)
    func aSearchForLooksLeavesALeafThatNamesRecordsAndNobody(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let desk = try DelayDesk(house)
        let asker = try await desk.official("s-0001", [.supervisor])
        let (number, act) = try await desk.opened(person, by: asker)
        let before = try await house.verbs.looked(person).looks.count

        let found = try await house.verbs.askForDelay.looks(
            at: number.rawValue, for: asker.presence, requestID: "r")
        await #expect(throws: StaffRefused.noOpenCase) {
            try await house.verbs.askForDelay.looks(at: "nothing", for: asker.presence, requestID: "r")
        }

        #expect(found.map(\.index) == [act])
        let leaves = try await house.leaves("look.delay-searched")
        #expect(leaves.count == 2)
        try await house.integrate()
        #expect(try await house.verbs.looked(person).looks.count == before, "it would tell her of the delay")
    }

    /// What somebody asks for wrongly.
    struct Wrong: CustomTestStringConvertible, Sendable {
        let what: String
        var role = StaffRole.supervisor
        var number: String?
        var act: Int64?
        var basis: String?
        var days = 30
        let refused: String

        var testDescription: String { what }
    }

    @Test(arguments: [
        Wrong(what: "a clerk", role: .clerk, refused: "staff-right-missing"),
        Wrong(what: "an approver", role: .security, refused: "staff-right-missing"),
        Wrong(what: "no such request", number: "R202603029999", refused: "staff-no-open-case"),
        Wrong(what: "no number", number: "x", refused: "staff-no-open-case"),
        Wrong(what: "an act that is not there", act: 999, refused: "act-unknown"),
        Wrong(what: "her own act", act: 0, refused: "act-unknown"),
        Wrong(what: "a law of one's own", basis: "because", refused: "delay-basis-unknown"),
        Wrong(what: "today", days: 0, refused: "delay-release-range"),
        Wrong(what: "a day longer than the law lets", days: 181, refused: "delay-release-range"),
        Wrong(what: "a hundred years", days: 36_500, refused: "delay-release-range"),
    ])
    func whatCouldNotStandIsNotAskedFor(_ wrong: Wrong) async throws {
        let house = try await PrivacyHouse(.sqlite)
        let person = try await house.person()
        let desk = try DelayDesk(house)
        let asker = try await desk.official("s-0001", [wrong.role])
        let (number, act) = try await desk.opened(person, by: asker)
        let right = desk.wish(number, act, days: wrong.days)
        let wish = AskForDelay.Wish(
            act: wrong.act ?? right.act, concerns: wrong.number ?? right.concerns,
            basis: wrong.basis ?? right.basis, release: right.release, reason: right.reason)

        var slug = ""
        do {
            try await desk.ask(wish, by: asker)
        } catch let refused as StaffRefused {
            slug = refused.slug
        } catch let refused as PrivacyRefused {
            slug = refused.slug
        }

        #expect(slug == wrong.refused)
        #expect(try await desk.staff.queries.approvals() == [])
    }

    @Test(arguments: TestEngine.available)
    func aNoAndASecondYesThatComesTooLateChangeNothing(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let desk = try DelayDesk(house)
        let asker = try await desk.official("s-0001", [.supervisor])
        let security = try await desk.official("s-0002", [.security])
        let privacy = try await desk.official("s-0003", [.privacy])
        let (number, act) = try await desk.opened(person, by: asker)

        try await desk.ask(desk.wish(number, act), by: asker)
        try await desk.decide(.approved, by: security)
        try await desk.decide(.refused, by: privacy)
        try await desk.ask(desk.wish(number, act, days: 1), by: asker)
        try await desk.decide(.approved, by: security)
        house.clock.advance(by: .seconds(86_400))
        await #expect(throws: PrivacyRefused.releaseOutOfRange) {
            try await desk.decide(.approved, by: privacy)
        }

        #expect(try await house.verbs.looked.one(act, of: person) != nil)
        #expect(try await house.leaves("look.delayed").isEmpty)
        #expect(try await desk.staff.queries.approvals().first?.verdict == nil, "the yes was not given")
    }

    @Test(arguments: TestEngine.available)
    func whoLookedDoesNotAgreeToHideIt(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let desk = try DelayDesk(house)
        let asker = try await desk.official("s-0001", [.supervisor])
        let looker = try await desk.official("s-0002", [.privacy])
        let security = try await desk.official("s-0003", [.security])
        let (number, act) = try await desk.opened(person, by: looker)
        try await desk.ask(desk.wish(number, act), by: asker)
        try await desk.decide(.approved, by: security)

        await #expect(throws: PrivacyRefused.notTwoApprovers) {
            try await desk.decide(.approved, by: looker)
        }
        #expect(try await house.verbs.looked.one(act, of: person) != nil)
    }

    @Test(arguments: TestEngine.available)
    func aLookIsShownEarlyByOneAndNeverHiddenAgain(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let desk = try DelayDesk(house)
        let officer = try await desk.official("s-0001", [.privacy])
        let clerk = try await desk.official("s-0002", [.clerk])
        let number = try await house.make(.init(.explanation, topic: .rules), of: person)
        let act = try await house.act(
            about: person, by: .staff("s-0009"), caseNumber: number.rawValue)
        try await house.delay(
            act: act, until: house.clock.now + .seconds(86_400), basis: house.basis, approvers: ("a", "b"))
        house.clock.advance(by: .seconds(60))

        await #expect(throws: StaffRefused.rightMissing) {
            try await house.verbs.delay.release(act, by: clerk.presence, requestID: "r")
        }
        try await house.verbs.delay.release(act, by: officer.presence, requestID: "r")

        let look = try #require(try await house.verbs.looked.one(act, of: person))
        #expect(look.delay?.shownAt == house.clock.now && look.delay?.early?.by == "s-0001")
        #expect(try await house.verbs.delay.counts() == (0, 1))
        #expect(try await house.leaves("look.released").count == 1)
        await #expect(throws: PrivacyRefused.unknownAct) {
            try await house.verbs.delay.release(act, by: officer.presence, requestID: "r")
        }
        await #expect(throws: PrivacyRefused.shownAlready) {
            try await house.delay(
                act: act, until: house.clock.now + .seconds(60), basis: house.basis, approvers: ("a", "b"))
        }
    }

    @Test(arguments: TestEngine.available)
    func whatIsKeptBackLeavesNeitherGapNorEmptyPartNorCount(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let (person, twin) = (try await house.person(1), try await house.person(2))
        for _ in 0..<13 { try await house.act(about: twin, by: .staff("s-0009")) }
        var acts: [Int64] = []
        for _ in 0..<30 { acts.append(try await house.act(about: person, by: .staff("s-0009"))) }
        // Thirteen stay: seventeen are kept back, the oldest ten of them in one piece at the end.
        let hidden =
            acts.prefix(10)
            + acts.enumerated().filter { $0.offset >= 16 && $0.offset % 2 == 0 }.map(\.element)
        let release = house.clock.now + .seconds(86_400)
        for act in hidden {
            try await house.delay(act: act, until: release, basis: house.basis, approvers: ("a", "b"))
        }

        for someone in [person, twin] {
            let first = try await house.verbs.looked(someone)
            let second = try await house.verbs.looked(someone, before: first.before)
            #expect(first.looks.count == 10 && first.before == first.looks.last?.act.index)
            #expect(second.looks.count == 3 && second.before == nil, "no way to a part that is empty")
            try await house.pages(.public) { client in
                let usage = try await client.get("/api/v1/me/usage", as: someone, accept: "application/json")
                #expect(usage.text.contains("\"totalUsages\":13"), "\(usage.text.prefix(300))")
                #expect(!usage.text.contains("hiddenUntil\":\""))
            }
        }
        house.clock.now = release
        try await house.pages(.public) { client in
            let usage = try await client.get("/api/v1/me/usage", as: person, accept: "application/json")
            #expect(usage.text.contains("\"totalUsages\":30"))
            #expect(usage.text.contains(house.basis))
        }
    }

    @Test(arguments: [Language.mandarin, .english, .minnan])
    func thePagesOfTheDeskSayItInEveryLanguage(language: Language) async throws {
        let house = try await PrivacyHouse(.sqlite)
        let person = try await house.person()
        let desk = try DelayDesk(house)
        let asker = try await desk.official("s-0001", [.supervisor])
        let privacy = try await desk.official("s-0002", [.privacy])
        let (number, act) = try await desk.opened(person, by: privacy)
        let second = try await house.make(.init(.correction, topic: .name), of: person)
        let other = try await house.act(
            about: person, by: .staff("s-0009"), caseNumber: second.rawValue)
        try await house.delay(
            act: other, until: house.clock.now + .seconds(86_400), basis: house.basis, approvers: ("a", "b"))

        try await desk.pages { client in
            let list = try await client.desk(.get, "/delays", as: privacy, language: language.rawValue)
            let form = try await client.desk(
                .post, "/delays/looks", as: asker, ["number": "\(number)"], language: language.rawValue)
            let day = desk.wish(number, act).release
            let asked = try await client.desk(
                .post, "/delays", as: asker,
                [
                    "number": "\(number)", "act": "\(act)", "basis": house.basis.escaped,
                    "release": "\(day)", "reason": "fraud",
                ])
            let shown = try await client.desk(.post, "/delays/\(other)/release", as: privacy)
            let requests = try await client.desk(.get, "/requests", as: privacy, language: language.rawValue)
            let one = try await client.desk(
                .get, "/requests/\(number)", as: privacy, language: language.rawValue)

            #expect(list.text.contains("/delays/\(other)/release") && list.text.contains("《"))
            #expect(form.text.contains("value=\"\(act)\"") && !form.text.contains("value=\"\(other)\""))
            #expect(asked.location == "/approvals", "\(asked.text.prefix(600))")
            #expect(shown.location == "/delays")
            #expect(requests.text.contains("/requests/\(number)") && !requests.text.contains("王小明"))
            #expect(one.text.contains("/requests/\(number)/refusal"))
            for page in [list, form, requests, one] {
                #expect(page.status == 200)
                #expect(page.text.firstMatch(of: /\[[a-z]+\.[a-zA-Z.-]+\]/) == nil, "a word is missing")
            }
        }
    }

    @Test func theDeskAnswersAndRefusesWithReasonsAndMarksWhatIsLate() async throws {
        let house = try await PrivacyHouse(.sqlite)
        let person = try await house.person()
        let desk = try DelayDesk(house)
        let first = try await desk.official("s-0001", [.privacy])
        let supervisor = try await desk.official("s-0002", [.supervisor])
        let late = try await desk.opened(person, by: first).number
        let other = try await house.make(
            .init(.correction, topic: .name, aboutIndex: nil, text: nil), of: person)
        house.clock.advance(by: .seconds(31 * 86_400))
        let later = try await desk.official("s-0003", [.privacy])

        try await desk.pages { client in
            let list = try await client.desk(.get, "/requests", as: later)
            let taken = try await client.desk(.post, "/requests/\(late)/take", as: later)
            let noReason = try await client.desk(.post, "/requests/\(late)/refusal", as: later)
            let refused = try await client.desk(
                .post, "/requests/\(late)/refusal", as: later, ["reason": "other-body"])
            let empty = try await client.desk(.post, "/requests/\(other)/answer", as: later, ["text": ""])
            let answered = try await client.desk(
                .post, "/requests/\(other)/answer", as: later, ["text": "mended"])
            let again = try await client.desk(
                .post, "/requests/\(other)/answer", as: later, ["text": "mended"])
            let none = try await client.desk(.get, "/requests/nothing", as: later)

            #expect(list.text.components(separatedBy: "class=\"overdue\"").count == 3)
            #expect(taken.location == "/requests" && refused.location == "/requests")
            #expect(noReason.status == 422 && empty.status == 422 && again.status == 409)
            #expect(answered.location == "/requests" && none.status == 404)
        }
        #expect(try await house.verbs.work.open().isEmpty)
        #expect(await house.told.numbers == [late, other])
        await #expect(throws: StaffRefused.sessionOver) {
            _ = try await desk.staff.current(token: supervisor.token.rawValue)
        }
    }
}

extension String {
    /// As a value of a form.
    fileprivate var escaped: String {
        addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}
