import Base
import Catalogue
import HTTPTypes
import Identity
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
        let holder = try await house.acting(.two, for: .one, by: .mandate, at: 1)
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
}
