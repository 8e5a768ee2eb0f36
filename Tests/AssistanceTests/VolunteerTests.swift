import Base
import Staff
import Storage
import Support
import Testing

@testable import Assistance

/// Who may help: two people at the desk begin it, one ends it.
@Suite struct VolunteerTests {
    @Test(arguments: TestEngine.available)
    func oneAsksAndAnotherAgreesAndThenSheHasANumber(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)

        let number = try await house.volunteer()

        let lines = try await house.verbs.volunteers()
        #expect(lines.map(\.volunteer.number) == [number] && number.count == 6)
        #expect(lines.first?.volunteer.name.text == "林帮手")
        #expect(lines.first?.volunteer.station == HelpHouse.here)
        let leaves = try await house.leaves("volunteer.enrolled")
        #expect(leaves.count == 1)
        #expect(!leaves[0].contains(number) && !leaves[0].contains(HelpHouse.phone), "the log names nobody")
    }

    @Test(arguments: TestEngine.available)
    func whoAsksDoesNotAgreeAndWithoutAYesNobodyHelps(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let asker = try await house.officer("s-0001")
        try await house.verbs.enrol(
            house.wish(), by: asker, through: house.staff.requestApproval, requestID: "r")
        let waiting = try #require(try await house.staff.queries.approvals().first)

        await #expect(throws: StaffRefused.ownRequest) {
            try await house.staff.decideApproval(
                waiting.id, .approved, by: house.officer("s-0001"), requestID: "r")
        }
        let second = try await house.officer("s-0002", [.supervisor])
        try await house.staff.decideApproval(waiting.id, .refused, by: second, requestID: "r")

        #expect(try await house.verbs.volunteers().isEmpty)
    }

    @Test(arguments: [
        (name: "", number: HelpHouse.own, phone: HelpHouse.phone, station: HelpHouse.here),
        (name: "林帮手", number: "350203199006159808", phone: HelpHouse.phone, station: HelpHouse.here),
        (name: "林帮手", number: HelpHouse.own, phone: "1234", station: HelpHouse.here),
        (name: "林帮手", number: HelpHouse.own, phone: HelpHouse.phone, station: "nowhere"),
    ])
    func whatCannotBeReadIsRefused(name: String, number: String, phone: String, station: String) async throws
    {
        let house = try await HelpHouse(.sqlite)
        let asker = try await house.officer("s-0001")
        await #expect(throws: AssistanceRefused.volunteerUnreadable) {
            try await house.verbs.enrol(
                house.wish(name: name, number: number, phone: phone, station: station), by: asker,
                through: house.staff.requestApproval, requestID: "r")
        }
    }

    @Test(arguments: TestEngine.available)
    func onlyTheOperatorsDeskEnrolsAndEnds(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let id = try await house.id(of: house.volunteer())
        let clerk = try await house.officer("s-0003", [.clerk])

        await #expect(throws: StaffRefused.rightMissing) {
            try await house.verbs.enrol(
                house.wish(), by: clerk, through: house.staff.requestApproval, requestID: "r")
        }
        await #expect(throws: StaffRefused.rightMissing) {
            try await house.verbs.retire(id, by: clerk, requestID: "r")
        }
        let officer = try await house.officer("s-0001")
        try await house.verbs.retire(id, by: officer, requestID: "r")
        await #expect(throws: AssistanceRefused.volunteerUnknown) {
            try await house.verbs.retire(id, by: officer, requestID: "r")
        }
    }

    /// Those who have ended stay in the list, and hide nobody who helps and could be ended.
    @Test(arguments: TestEngine.available)
    func whoHelpsIsInTheListHoweverManyDidBefore(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let number = try await house.volunteer()
        let (vault, now, name) = (house.vault, house.clock.now, try #require(PersonName("林帮手")))
        let phone = try #require(Phone(HelpHouse.phone))
        let ids = (0..<VolunteerStore.retiredMax).map { _ in Token(house.world) }
        try await house.engine.write { db in
            for (count, id) in ids.enumerated() {
                try VolunteerStore.insert(
                    Volunteer(
                        id: id, number: "0" + String(10_000 + count), name: name, phone: phone,
                        station: HelpHouse.elsewhere, person: Array(id.rawValue.utf8), enrolledAt: now),
                    by: "s-0001", and: "s-0002", vault: vault, in: db)
                _ = try VolunteerStore.retire(id, by: "s-0001", at: now, in: db)
            }
        }

        let lines = try await house.verbs.volunteers()
        #expect(lines.first?.volunteer.number == number && lines.count == ids.count + 1)
    }

    @Test(arguments: [
        ([], 0, 0, false), ([0], 1, 1, false), ([0, 30, 59], 3, 3, false), ([0, 60], 2, 1, false),
        ([0, 1, 2, 3, 4, 5, 6, 7], 8, 8, false), ([0, 1, 2, 3, 4, 5, 6, 7, 8], 9, 9, true),
        ([0, 10, 20, 30, 40, 50, 61, 62, 63, 64, 65, 66, 67, 68, 69], 15, 14, true),
    ])
    func visitsAreCountedByTheFullestHour(minutes: [Int], day: Int, hour: Int, standsOut: Bool) {
        let figures = VolunteerFigures(minutes.map { TestClock.start + .seconds($0 * 60) })

        #expect(figures.visitsOfDay == day && figures.visitsOfFullestHour == hour)
        #expect(figures.standsOut == standsOut)
    }
}
