import Base
import Catalogue
import HTTPTypes
import HummingbirdTesting
import Identity
import NIOCore
import Storage
import Support
import Testing
import Web

@testable import Casework

/// The telephone at which a person gets her codes stands in a form that asks everybody for one.
@Suite struct OwnPhoneTests {
    private static let repair = CaseHouse.id("water/repair")
    private static let household = CaseHouse.id("police/household-appointment")
    private static let newborn = CaseHouse.id("bundles/newborn")
    /// As ``CaseHouse/registerPhone()`` takes it down for the first person.
    private static let number = "13800138000"
    private static let masked = "138****8000"

    @Test(arguments: TestEngine.available)
    func whoHasLeftHerNumberIsNotAskedForItAgain(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await house.registerPhone()
        let session = try await house.visit(for: Self.repair)
        let number = try await house.complete(
            Self.repair, ["fault": "none", "where": "350205 样板里2号", "danger": "no"], for: session)

        let form = try await house.verbs.owned.form(number, of: session)
        #expect(form.answers["phone"] == Self.number && form.next == nil)
        let leaf = try #require(try await house.leaves().first { $0.contains("\"case.opened\"") })
        #expect(leaf.contains("phone") && !leaf.contains(Self.number))
        try await house.verbs.submit(number, of: session, requestID: "r")
        #expect(try await house.state(number) == .deciding)
    }

    @Test(arguments: TestEngine.available)
    func whoHasLeftNoneIsAsked(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await house.registerPhone()
        let other = try await house.visit(.two, for: Self.repair)
        let number = try await house.complete(
            Self.repair, ["fault": "none", "where": "350205 样板里2号", "danger": "no"], for: other)
        #expect(try await house.verbs.owned.form(number, of: other).next?.id == "phone")
    }

    /// The office calls whoever is there, not the child.
    @Test(arguments: TestEngine.available)
    func whoActsForAnotherIsCalledHerself(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await house.registerPhone()
        let parent = try await house.acting(.one, for: .child, by: .child)
        let file = try await house.file(house.open(Self.household, for: parent))
        #expect(file.citizen != parent.citizen && file.answers == ["phone": Self.number])

        // The one who acts has left none; that of the person herself is not hers to be called at.
        try await house.mandate(from: .one, to: .two, scope: Self.household.rawValue)
        let visit = try await house.visit(.two, at: 1, for: Self.household, forAnother: true)
        let holder = try await house.choose(.one, by: .mandate, of: visit)
        let other = try await house.file(house.open(Self.household, for: holder))
        #expect(other.citizen == parent.citizen && other.answers.isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func anEventHasItForAllItsServices(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await house.registerPhone()
        let session = try await house.visit(for: Self.newborn)
        let event = try await house.open(Self.newborn, for: session)
        #expect(try await house.file(event).answers == ["phone": Self.number])

        // What she says for the event counts in its services, whatever is registered.
        try await house.answer(event, ["phone": "13900139000"], of: session)
        let visit = try await house.verbs.open(
            Self.household, for: session, within: Self.newborn, requestID: "r")
        #expect(try await house.file(visit).answers == ["matter": "birth", "phone": "13900139000"])
    }

    @Test func itStandsBehindStarsUntilAskedForAndCanBeChanged() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.registerPhone()
        try await house.kiosk { kiosk in
            let place = try await kiosk.identify(house, for: Self.repair)
            for (question, answer) in [("fault", "none"), ("where", "350205 样板里2号"), ("danger", "no")] {
                try await kiosk.post("\(place)/questions/\(question)", ["answer": answer])
            }
            let shown = try await kiosk.follow(place)
            #expect(shown.path == "\(place)/check")
            #expect(shown.page.contains(Self.masked) && !shown.page.contains(Self.number))
            #expect(shown.page.contains("\(place)/questions/phone?from=check"))
            #expect(try await kiosk.follow("\(place)/check?show=all").page.contains(Self.number))

            // What she types she reads as she typed it.
            try await kiosk.post("\(place)/questions/phone", ["answer": "13900139000"])
            let changed = try await kiosk.follow("\(place)/check").page
            #expect(changed.contains("13900139000") && !changed.contains(Self.masked))
        }
    }

    /// A telephone is what codes go to: who has her signed-in browser alone does not read it off.
    @Test func aPhoneWithoutAFreshProofReadsItsEndsAlone() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.registerPhone()
        let session = try await house.visit(for: Self.repair)
        let number = try await house.complete(
            Self.repair, ["fault": "none", "where": "350205 样板里2号", "danger": "no"], for: session)
        let place = "/account/cases/\(number)/questions/phone"
        try await house.phone(house.account(session)) { phone in
            #expect(String(buffer: try await phone.get(place).body).contains(Self.number))

            house.clock.advance(by: AccountSession.proofFreshFor + .seconds(1))
            let shown = String(buffer: try await phone.get(place).body)
            #expect(shown.contains(Self.masked) && !shown.contains(Self.number))
            // Nor by an answer from a page that is older than what counts.
            let late = try await phone.post(
                place, ["answer": "13900139000", "seen": "old"], key: Token(house.world))
            #expect(late.status == .conflict && !String(buffer: late.body).contains(Self.number))
        }
    }

    /// An event in life brings it to questions that are not filled in by themselves.
    @Test func itStandsBehindStarsWhateverAsksForIt() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.registerPhone()
        let proposal = CaseHouse.id("hotline/proposal")
        let session = try await house.visit(for: proposal)
        let number = try await house.complete(
            proposal, ["area": "road", "idea": "缓坡", "benefit": "all", "reply": "yes"], for: session)
        try await house.answer(number, ["phone": Self.number], of: session)
        let place = "/account/cases/\(number)"
        try await house.phone(house.account(session)) { phone in
            house.clock.advance(by: AccountSession.proofFreshFor + .seconds(1))
            for path in ["\(place)/check", "\(place)/questions/phone"] {
                let page = String(buffer: try await phone.get(path).body)
                #expect(page.contains(Self.masked) && !page.contains(Self.number), "\(path)")
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func whoChangesItFindsTheNewOneInWhatSheHasNotHandedIn(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await house.registerPhone()
        let session = try await house.visit(for: Self.newborn)
        let event = try await house.open(Self.newborn, for: session)
        let repair = try await house.open(Self.repair, for: session)
        try await house.answer(repair, ["phone": "13900139000"], of: session)

        let follow = FollowPhone(house.vault, house.catalogue)
        let (former, phone) = (try #require(Phone(Self.number)), try #require(Phone("15410000009")))
        try await house.engine.write { db in
            try follow(session.citizen, from: former, to: phone, in: db)
        }

        #expect(try await house.file(event).answers == ["phone": phone.text])
        #expect(try await house.file(repair).answers == ["phone": "13900139000"], "she typed another")
    }

    /// For whom she acts gets no other number in the form than the one at which she is called.
    @Test(arguments: TestEngine.available)
    func itFollowsHerIntoWhatSheFillsInForAnother(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await house.registerPhone()
        let parent = try await house.acting(.one, for: .child, by: .child)
        let number = try await house.open(Self.household, for: parent)
        let child = try await house.file(number).citizen

        let follow = FollowPhone(house.vault, house.catalogue)
        let (former, phone) = (try #require(Phone(Self.number)), try #require(Phone("15410000009")))
        try await house.engine.write { db in try follow(child, from: former, to: phone, in: db) }
        #expect(try await house.file(number).answers == ["phone": Self.number], "the child's is not hers")

        try await house.engine.write { db in
            try follow(parent.citizen, from: former, to: phone, in: db)
        }
        #expect(try await house.file(number).answers == ["phone": phone.text])
    }

    /// Her copy gives a person what is hers; the number of who acted for her is not.
    @Test(arguments: TestEngine.available)
    func theCopyOfWhoWasActedForDoesNotHoldIt(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await house.registerPhone()
        let parent = try await house.acting(.one, for: .child, by: .child)
        let child = try await house.file(house.open(Self.household, for: parent)).citizen
        try await house.answer(
            house.open(Self.household, for: parent), ["matter": "birth"], of: parent)
        let own = try await house.visit(at: 1, for: Self.household)
        _ = try await house.open(Self.household, for: own)

        let exporter = try #require(
            CaseCopyStore.exporters(house.vault, house.catalogue).first { $0.table == "cases" })
        let copies = try await house.engine.read { db in
            try [child, own.citizen].map { citizen in try String(describing: exporter.rows(citizen, db)) }
        }
        #expect(copies[0].contains("birth") && !copies[0].contains(Self.number))
        #expect(copies[1].contains(Self.number))
    }

    /// What a clerk asks again stands there as it was filled in, until she has typed it.
    @Test func aCorrectionShowsItBehindStarsUntilItIsTyped() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.registerPhone()
        let session = try await house.visit(for: Self.repair)
        let number = try await house.complete(
            Self.repair, ["fault": "none", "where": "350205 样板里2号", "danger": "no"], for: session)
        try await house.verbs.submit(number, of: session, requestID: "r")
        let step = try #require(try await house.steps(number).first)
        let clerk = try house.clerk(queue: step.queue.rawValue)
        try await house.claim(number, step.key.step, by: clerk)
        try await house.desk.askForCorrection(
            ["phone"], at: step.key, because: "unclear", note: nil, by: clerk, requestID: "r")

        try await house.phone(house.account(session)) { phone in
            let place = "/account/cases/\(number)"
            let asked = try await phone.follow("\(place)/standing").page
            #expect(asked.contains(Self.masked) && !asked.contains(Self.number))
            try await house.answer(number, ["phone": "13900139000"], of: session)
            #expect(try await phone.follow("\(place)/standing").page.contains("13900139000"))
        }
    }
}
