import Base
import Catalogue
import Foundation
import Support
import Testing

@testable import Casework

/// Regulation on Residence Permits (Decree 663), article 10: within the month before each full year; late is allowed.
@Suite struct EndorsementWindowTests {
    /// The permit of the tests' person is endorsed until 2026-03-20.
    @Test(arguments: [
        ("2026-02-19", false), ("2026-02-20", true), ("2026-03-20", true), ("2026-05-02", true),
    ])
    func aPermitIsEndorsedInItsLastMonthOrLate(_ day: String, _ isOpen: Bool) async throws {
        let date = try #require(CalendarDate(day))
        let clock = TestClock()
        clock.now = Instant(milliseconds: Int64(date.daysSince1970) * 86_400_000 + 3_600_000)
        let house = try await CaseHouse(.sqlite, clock: clock)
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.open(CaseHouse.endorsement, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")

        let form = try await house.verbs.owned.form(number, of: session)

        #expect(form.unmet.isEmpty == isOpen)
        guard !isOpen else { return }
        #expect(form.unmet.first?.otherwise[.mandarin].contains("到期前一个月内再来") == true)
        await #expect(throws: CaseRefused.notEligible) {
            try await house.answer(number, CaseHouse.complete, of: session)
            try await house.verbs.submit(number, of: session, requestID: "r")
        }
    }
}
