import Base
import Catalogue
import Exchange
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Storage
import Support
import Testing
import Web

@testable import Casework
@testable import Identity
@testable import Representation

/// Services of an event in life that are the child's: begun by a parent, for the child, and seen by nobody else.
@Suite struct LifeEventForChildTests {
    private static let school = CaseHouse.id("bundles/school-entry")
    private static let vaccination = CaseHouse.id("health/vaccination-record")
    private static let aid = CaseHouse.id("education/student-aid")
    private static let permit = CaseHouse.id("police/residence-permit-apply")
    private static let entry = CaseHouse.id("education/primary-entry")
    private static let page = "/bundles/school-entry"
    private static let press = "\(page)/services/\(vaccination.rawValue)"
    private static let masked = PersonName(TestPerson.child.name)?.masked ?? ""

    /// A parent's visit, and her own case of the event with what it asks.
    private func begin(_ house: CaseHouse, _ person: TestPerson = .one, at terminal: Int = 0) async throws
        -> (session: IdentifiedSession, event: CaseNumber)
    {
        let session = try await house.visit(person, at: terminal, for: Self.school)
        let event = try await house.open(Self.school, for: session)
        try await house.answer(event, ["home": "rent", "phone": "13800138000"], of: session)
        return (session, event)
    }

    /// As she turns to the child the first time, and says which.
    private func turn(_ session: IdentifiedSession, _ house: CaseHouse) async throws -> IdentifiedSession {
        let progress = try await house.verbs.bundle(Self.school, of: session)
        let chosen = try await house.verbs.child(progress, of: session, anew: false, requestID: "r")
        #expect(chosen == nil, "nobody has been chosen before")
        let found = try await house.engine.read { db in
            try house.identity.current.visit(session.session.id, in: db)
        }
        let turned = try IdentifiedSession(try #require(found))
        return try await house.choose(.child, by: .child, of: turned, kinds: [.child])
    }

    /// The child's record, begun for the event and handed in.
    private func handIn(_ session: IdentifiedSession, _ house: CaseHouse) async throws -> CaseNumber {
        let number = try await house.verbs.open(
            Self.vaccination, for: session, within: Self.school, requestID: "r")
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.verbs.submit(number, of: session, requestID: "r")
        return number
    }

    private func step(_ service: ServiceID, of progress: BundleProgress) throws -> BundleProgress.Step {
        try #require(progress.steps.first { $0.item.id == service })
    }

    @Test(arguments: TestEngine.available)
    func theChildIsTheSubjectOfWhatAParentBeginsForHer(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (session, event) = try await begin(house)
        var progress = try await house.verbs.bundle(Self.school, of: session)
        #expect(progress.steps.filter(\.isForChild).count == 3)
        #expect(progress.childName == nil && !progress.isForChild)
        #expect(try step(Self.vaccination, of: progress).door == .button)
        await #expect(throws: CaseRefused.notNow, "not in her own name") {
            _ = try await house.verbs.open(
                Self.vaccination, for: session, within: Self.school, requestID: "r")
        }
        #expect(try await house.count("actings") == 0)

        let forChild = try await turn(session, house)
        progress = try await house.verbs.bundle(Self.school, of: forChild)
        #expect(progress.isForChild && progress.childName == Self.masked)
        #expect(progress.file.number == event)
        let own = try step(Self.permit, of: progress)
        guard case .ownVisit = own.bar, own.door == nil else {
            Issue.record("her own is begun in a visit for the child")
            return
        }
        await #expect(throws: RepresentationRefused.notPermitted) {
            _ = try await house.verbs.open(Self.permit, for: forChild, within: Self.school, requestID: "r")
        }

        let number = try await handIn(forChild, house)
        let file = try await house.file(number)
        let acting = try #require(try await house.verbs.acting.acting(of: forChild))
        #expect(file.citizen == acting.subject && file.actor == session.citizen)
        #expect(file.citizen != session.citizen && file.event == event)
        #expect(file.answers["purpose"] == "school", "the event says it")
        let asked = house.registers.asked.filter { $0.resource == "health/vaccinations" }
        #expect(asked.map(\.subject) == [TestPerson.child.number])
        progress = try await house.verbs.bundle(Self.school, of: forChild)
        #expect(try step(Self.vaccination, of: progress).number == number && progress.done == 1)
    }

    @Test(arguments: TestEngine.available)
    func whatSheToldForTheEventCountsForTheChildsServicesOfIt(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (session, _) = try await begin(house)
        let forChild = try await turn(session, house)

        let within = try await house.verbs.open(
            Self.aid, for: forChild, within: Self.school, requestID: "r")
        #expect(try await house.file(within).answers == ["phone": "13800138000"])

        // Who comes for the service alone has told nothing for it.
        try await house.verbs.own.throwAway(within, of: forChild, requestID: "r")
        let alone = try await house.verbs.open(Self.aid, for: forChild, requestID: "r")
        let file = try await house.file(alone)
        #expect(file.answers.isEmpty && file.event == nil)
    }

    @Test(arguments: TestEngine.available)
    func theChildIsChosenOnceForTheWholeEvent(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (session, event) = try await begin(house)
        let number = try await handIn(turn(session, house), house)

        let back = try await house.visit(at: 1, for: Self.school)
        let progress = try await house.verbs.bundle(Self.school, of: back)
        #expect(progress.file.number == event && progress.childName == Self.masked)
        let handedIn = try step(Self.vaccination, of: progress)
        #expect(handedIn.number == number && handedIn.isHandedIn && handedIn.door == .button)
        #expect(try step(Self.entry, of: progress).door == .button, "nothing waits for it any more")
        let taken = try await house.verbs.child(progress, of: back, anew: false, requestID: "r")
        let chosen = try #require(taken)
        let acting = try #require(try await house.verbs.acting.acting(of: chosen.session))
        #expect(try await house.file(number).citizen == acting.subject)
        let again = try await house.verbs.open(
            Self.vaccination, for: chosen.session, within: Self.school, requestID: "r")
        #expect(again == number, "it is not begun twice")
        #expect(try await house.verbs.owned(number, of: chosen.session).acting == acting.id)

        // A parent of several says that it is for another; who cannot be asked about is not chosen.
        let third = try await house.visit(at: 2, for: Self.school)
        let same = try await house.verbs.bundle(Self.school, of: third)
        #expect(try await house.verbs.child(same, of: third, anew: true, requestID: "r") == nil)
        house.registers.become(.down, at: "police/relations")
        #expect(try await house.verbs.child(same, of: third, anew: false, requestID: "r") == nil)
        house.registers.become(.nothing, at: "police/relations")
        #expect(try await house.verbs.child(same, of: third, anew: false, requestID: "r") == nil)
        #expect(try await house.verbs.acting.acting(of: third) == nil)
    }

    @Test(arguments: TestEngine.available)
    func nothingOfTheChildIsSeenAsSoonAsSheMayActForHerNoMore(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (session, _) = try await begin(house)
        let number = try await handIn(turn(session, house), house)

        house.clock.advance(by: .seconds(24 * 3_600 + 1))
        let later = try await house.visit(at: 1, for: Self.school)
        let progress = try await house.verbs.bundle(Self.school, of: later)
        let hidden = try step(Self.vaccination, of: progress)
        #expect(progress.childName == nil && progress.done == 0)
        #expect(hidden.number == nil && hidden.state == nil && hidden.door == .button)
        #expect(try await house.verbs.own(of: later.citizen).first?.bundle?.done == 0)
        try await house.phone(house.account(later)) { phone in
            let page = String(buffer: try await phone.get("/account\(Self.page)").body)
            #expect(page.contains("For your child") && page.contains("0 of 7 handed in"))
            #expect(page.contains("This one is for your child: begin it at a station"))
            #expect(!page.contains(Self.masked) && !page.contains("\(number)"))
        }

        // The register says it once more, and nobody is asked which child.
        let chosen = try await house.verbs.child(progress, of: later, anew: false, requestID: "r")
        let seen = try await house.verbs.bundle(Self.school, of: try #require(chosen).session)
        #expect(seen.childName == Self.masked && seen.done == 1)
    }

    @Test(arguments: TestEngine.available)
    func toWhoeverElseThereIsNoSuchThing(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (session, _) = try await begin(house)
        let forChild = try await turn(session, house)
        let number = try await handIn(forChild, house)

        // Another person, with an event of her own and without.
        let stranger = try await house.visit(.two, at: 1, for: Self.school)
        await #expect(throws: CaseRefused.unknownCase) {
            _ = try await house.verbs.bundle(Self.school, of: stranger)
        }
        let (other, _) = try await begin(house, .two, at: 1)
        let progress = try await house.verbs.bundle(Self.school, of: other)
        #expect(progress.done == 0 && progress.childName == nil && progress.child == nil)
        #expect(progress.steps.allSatisfy { $0.number == nil })
        for session in [stranger, other] {
            await #expect(throws: CaseRefused.unknownCase) {
                _ = try await house.verbs.owned(number, of: session)
            }
        }
        // The mother herself, when she is there for herself, or for the child and not for the event.
        let herself = try await house.visit(at: 2, for: Self.school)
        await #expect(throws: CaseRefused.unknownCase) {
            _ = try await house.verbs.owned(number, of: herself)
        }
        let elsewhere = try await house.acting(.one, for: .child, by: .child, at: 2)
        await #expect(throws: CaseRefused.unknownCase) {
            _ = try await house.verbs.bundle(Self.school, of: elsewhere)
        }
        // Neither does the visit for the child know what is her own.
        let own = try await house.verbs.bundle(Self.school, of: herself).file.number
        await #expect(throws: CaseRefused.unknownCase) {
            _ = try await house.verbs.owned(own, of: forChild)
        }
    }

    @Test(arguments: TestEngine.available)
    func aPhoneAloneTurnsToNobody(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (card, _) = try await begin(house)
        let visit = card.session
        let phone = try IdentifiedSession(
            Session(
                id: visit.id, terminalID: visit.terminalID, language: visit.language,
                service: visit.service, way: nil, citizen: card.citizen, factors: [.phone],
                startedAt: visit.startedAt, lastSeenAt: visit.lastSeenAt, tokenHash: visit.tokenHash))
        let progress = try await house.verbs.bundle(Self.school, of: phone)
        guard case .moreProof = try step(Self.vaccination, of: progress).bar else {
            Issue.record("a phone acts for a child")
            return
        }
        await #expect(throws: RepresentationRefused.cardNeeded) {
            _ = try await house.verbs.child(progress, of: phone, anew: false, requestID: "r")
        }
    }

    private func readable(_ page: String) -> String {
        page.replacing(/\/assets\/[0-9a-f]{8}\//, with: "/assets/…/")
            .replacing(/value="[0-9a-z]{26}"/, with: "value=\"…\"")
            .replacing("><", with: ">\n<") + "\n"
    }

    @Test(arguments: Language.allCases)
    func fromThePageToTheChildsPaperAndBack(language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk(language: language.rawValue) { kiosk in
            let event = try await kiosk.identify(house, for: Self.school)
            _ = try await kiosk.post("\(event)/questions/home", ["answer": "rent"])
            _ = try await kiosk.post("\(event)/questions/phone", ["answer": "13800138000"])
            let first = try await kiosk.post(Self.press)
            #expect(first.headers[.location] == "/acting" && first.headers[.egretActingFor] == nil)
            let whom = String(buffer: try await kiosk.get("/acting").body)
            #expect(whom.contains("value=\"child\"") && !whom.contains("value=\"parent\""))
            let list = String(buffer: try await kiosk.post("/acting", ["whom": "child"]).body)
            let choice = try #require(list.firstMatch(of: /name="choice" value="([0-9a-f]{32})"/)).1
            let chosen = try await kiosk.post(
                "/acting/choice", ["kind": "child", "choice": String(choice)])
            #expect(chosen.headers[.location] == Self.page && chosen.headers[.egretActingFor]?.count == 64)

            let bundle = String(buffer: try await kiosk.get(Self.page).body)
            #expect(bundle.contains(Self.masked))
            for text in [TestPerson.child.name, TestPerson.child.number.text] {
                #expect(!bundle.contains(text))
            }
            #expect(bundle.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing")
            try expectSnapshot(readable(bundle), named: "away/kiosk-bundle-child-\(language.rawValue).html")

            #expect(try await kiosk.get(event).status == .notFound, "her own answers are not the child's")
            let begun = try await kiosk.post(Self.press)
            let place = try #require(begun.headers[.location])
            #expect(try await kiosk.follow(place).path == "\(place)/check")
            let done = try await kiosk.post("\(place)/submission")
            let stands = try await kiosk.follow(done.headers[.location] ?? "")
            #expect(stands.page.contains("href=\"\(Self.page)\""), "no way back at \(stands.path)")
        }
    }

    @Test func theNextVisitIsTurnedWithoutAQuestion() async throws {
        let house = try await CaseHouse(.sqlite)
        let (session, _) = try await begin(house)
        let number = try await handIn(turn(session, house), house)
        try await house.kiosk(1) { kiosk in
            _ = try await kiosk.identify(house, for: Self.school)
            let page = String(buffer: try await kiosk.get(Self.page).body)
            #expect(page.contains("For your child \(Self.masked)") && page.contains("1 of 7 handed in"))
            #expect(page.contains("For another child"))
            let former = kiosk.session
            let turned = try await kiosk.post(Self.press)
            #expect(turned.headers[.location] == "/cases/\(number)")
            #expect(turned.headers[.egretActingFor]?.count == 64 && turned.headers[.egretSubject] == nil)
            #expect(kiosk.session != former)
            #expect(try await kiosk.follow("/cases/\(number)").page.contains("href=\"\(Self.page)\""))
        }
        // A page of before leads nobody to another child in the same visit.
        try await house.kiosk(2) { kiosk in
            _ = try await kiosk.identify(house, for: Self.school)
            let other = try await kiosk.post(Self.press, ["child": "anew"])
            #expect(other.headers[.location] == "/acting" && other.headers[.egretActingFor] == nil)
        }
    }

    @Test func atHomeSheSeesHowItStandsAndNoMore() async throws {
        let house = try await CaseHouse(.sqlite)
        let (session, _) = try await begin(house)
        let number = try await handIn(turn(session, house), house)
        try await house.phone(house.account(session)) { phone in
            let page = String(buffer: try await phone.get("/account\(Self.page)").body)
            #expect(page.contains("For your child \(Self.masked)") && page.contains("1 of 7 handed in"))
            #expect(!page.contains("\(number)") && !page.contains("/account\(Self.press)\""))
            let refused = try await phone.post("/account\(Self.press)", key: Token(house.world))
            #expect(refused.status == .conflict)
        }
        let stranger = try await house.account(house.visit(.two, at: 1))
        try await house.phone(stranger) { phone in
            for path in ["", "/check", "/standing"] {
                let answer = try await phone.get("/account/cases/\(number)\(path)")
                #expect(answer.status == .notFound)
            }
        }
    }
}
