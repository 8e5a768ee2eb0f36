import Base
import Catalogue
import Support
import Testing

@testable import Casework

/// When a deadline is due soon.
@Suite struct DeadlineScaleTests {
    /// Handed in on a Monday, three working days: Thursday.
    ///
    /// The house's calendar is the official one: Saturday and Sunday stand between.
    @Test(arguments: [
        (0, 2, false), (0, 3, true), (1, 1, false), (1, 2, true), (2, 0, false), (2, 1, true), (3, 0, true),
    ])
    func aStepIsDueSoonSoManyWorkingDaysBefore(_ days: Int, _ passed: Int, _ isSoon: Bool) async throws {
        let house = try await CaseHouse(.sqlite)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let step = try #require(try await house.steps(number).first)
        let now = house.clock.now + .seconds(86_400 * passed)
        let scale = DeadlineScale(at: now, within: days, house.catalogue.calendar)
        #expect(scale.colour(of: step) == (isSoon ? .soon : .inTime))

        let due = try #require(step.due)
        let after = DeadlineScale(at: due.at + .milliseconds(1), within: days, house.catalogue.calendar)
        #expect(after.colour(of: step) == .over)
        #expect(DeadlineScale(at: due.at, within: days, house.catalogue.calendar).colour(of: due) == .soon)
    }

    /// On Friday, what is due on Monday is due within one working day.
    @Test func whatLiesBetweenAndIsNoWorkingDayIsNotCounted() async throws {
        let calendar = try await CaseHouse(.sqlite).catalogue.calendar
        let friday = try #require(CalendarDate("2026-03-06")).endInChina
        let monday = StepDeadline(at: try #require(CalendarDate("2026-03-09")).endInChina, isFirm: true)
        #expect(DeadlineScale(at: friday, within: 1, calendar).colour(of: monday) == .soon)
        #expect(DeadlineScale(at: friday, within: 0, calendar).colour(of: monday) == .inTime)
    }

    /// What the lists take for a colour is what the rows are painted in.
    @Test(arguments: TestEngine.available)
    func theListsDivideWhereTheColoursDo(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        for (days, passed) in [(0, 0), (3, 0), (1, 2), (0, 3)] {
            var figures = HandlingFigures()
            figures.warningDays = days
            let queries = DeskQueries(house.parts(figures))
            let moment = house.clock.now
            house.clock.advance(by: .seconds(86_400 * passed))
            let step = try #require(try await house.steps(number).first)
            for colour in StepDeadline.Colour.allCases where colour != .over {
                let listed = try await queries.page(DeskList(.ready, colour: colour), for: clerk).steps
                #expect(listed.isEmpty == (queries.scale.colour(of: step) != colour), "\(days) \(colour)")
            }
            house.clock.now = moment
        }
    }
}
