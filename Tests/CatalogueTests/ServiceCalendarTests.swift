import Base
import Testing

@testable import Catalogue

/// Services whose law or rule speaks of months, years and days of the year: open on the first day and no sooner.
@Suite struct ServiceCalendarTests {
    /// A service, the date that it judges, the day on which somebody comes, and whether she may.
    static let days: [(service: String, field: String, date: String, today: String, may: Bool)] = [
        // The month before each full year, however long that month is.
        (permit, permitEnd, "2026-03-15", "2026-02-14", false),
        (permit, permitEnd, "2026-03-15", "2026-02-15", true),
        (permit, permitEnd, "2026-08-31", "2026-07-30", false),
        (permit, permitEnd, "2026-08-31", "2026-07-31", true),
        (permit, permitEnd, "2026-03-31", "2026-02-27", false),
        (permit, permitEnd, "2026-03-31", "2026-02-28", true),
        (permit, permitEnd, "2024-03-31", "2024-02-28", false),
        (permit, permitEnd, "2024-03-31", "2024-02-29", true),
        // Half a year of residence.
        (residence, since, "2025-08-31", "2026-02-27", false),
        (residence, since, "2025-08-31", "2026-02-28", true),
        (residence, since, "2026-01-01", "2026-06-30", false),
        (residence, since, "2026-01-01", "2026-07-01", true),
        // Nine months left.
        (
            "police/hongkong-macau-endorsement", "police/hk-macau-permits.endsOn", "2027-02-28", "2026-05-31",
            true
        ),
        (
            "police/hongkong-macau-endorsement", "police/hk-macau-permits.endsOn", "2027-02-27", "2026-05-31",
            false
        ),
        ("police/taiwan-endorsement", "police/taiwan-permits.endsOn", "2027-02-01", "2026-05-01", true),
        ("police/taiwan-endorsement", "police/taiwan-permits.endsOn", "2027-01-31", "2026-05-01", false),
        // A photograph of the last twelve months.
        (card, photo, "2025-03-20", "2026-03-20", true), (card, photo, "2025-03-20", "2026-03-21", false),
        (card, photo, "2024-02-29", "2025-02-28", true), (card, photo, "2024-02-29", "2025-03-01", false),
        // Ninety days are days and stay days; six months of a medical and a year of lateness are not.
        (licence, "police/driving-licences.licenceUntil", "2026-05-30", "2026-03-01", true),
        (licence, "police/driving-licences.licenceUntil", "2026-05-31", "2026-03-01", false),
        (licence, "police/driving-licences.licenceUntil", "2024-02-29", "2025-02-27", true),
        (licence, "police/driving-licences.licenceUntil", "2024-02-29", "2025-02-28", false),
        // Twelve months between two withdrawals, half a year of rest.
        ("fund/withdrawal-rent", "fund/withdrawals.lastRent", "2025-04-01", "2026-03-31", false),
        ("fund/withdrawal-rent", "fund/withdrawals.lastRent", "2025-04-01", "2026-04-01", true),
        ("fund/withdrawal-purchase", "fund/withdrawals.lastPurchase", "2024-04-01", "2025-03-31", false),
        ("fund/withdrawal-purchase", "fund/withdrawals.lastPurchase", "2024-04-01", "2025-04-01", true),
        ("fund/withdrawal-leaving", "fund/sealed.restingSince", "2025-10-01", "2026-03-31", false),
        ("fund/withdrawal-leaving", "fund/sealed.restingSince", "2025-10-01", "2026-04-01", true),
        ("fund/early-repayment-booking", "fund/loans.loanedOn", "2025-04-01", "2026-03-31", false),
        ("fund/early-repayment-booking", "fund/loans.loanedOn", "2025-04-01", "2026-04-01", true),
        ("insurance/skill-subsidy", "insurance/skills.skillIssuedOn", "2025-04-01", "2026-04-01", true),
        ("insurance/skill-subsidy", "insurance/skills.skillIssuedOn", "2025-04-01", "2026-04-02", false),
        ("disabled/certificate-renew", "disabled/certificates.endsOn", "2026-08-01", "2026-05-01", true),
        ("disabled/certificate-renew", "disabled/certificates.endsOn", "2026-08-02", "2026-05-01", false),
        ("disabled/certificate-renew", "disabled/certificates.endsOn", "2020-01-01", "2026-05-01", true),
    ]

    private static let (permit, permitEnd) = (
        "police/residence-permit-endorsement", "police/residence-permits.endorsedUntil"
    )
    private static let (residence, since) = ("police/residence-permit-apply", "police/residence.registeredOn")
    private static let (card, photo) = ("police/identity-card-renewal", "police/identity-cards.photoTakenOn")
    private static let licence = "police/driving-licence-renewal"

    @Test(arguments: days.indices) func aTermEndsOnItsDay(_ index: Int) throws {
        let example = Self.days[index]
        let facts = RuleFacts(
            today: try #require(CalendarDate(example.today)),
            values: [example.field: .date(try #require(CalendarDate(example.date)))])
        let rules = try Self.item(example.service).eligibility.map(\.rule).filter {
            $0.names == [example.field]
        }

        #expect(!rules.isEmpty && rules.allSatisfy { $0.holds(in: facts) } == example.may, "\(example)")
    }

    /// Who has no photograph on record reads that, and not that hers is old; who has an old one reads that.
    @Test(
        arguments: [(nil, "No photograph"), ("2024-01-01", "older than a year"), ("2026-03-01", nil)]
            as [(String?, String?)])
    func nobodyReadsOfADayThatIsNotKnown(_ taken: String?, _ said: String?) throws {
        let day = taken.flatMap { CalendarDate($0) }
        let facts = RuleFacts(
            today: try #require(CalendarDate("2026-03-20")),
            values: day.map { [Self.photo: .date($0)] } ?? [:])
        let unmet = try Self.item(Self.card).eligibility.filter {
            $0.rule.names == [Self.photo] && !$0.rule.holds(in: facts)
        }

        #expect(unmet.count == (said == nil ? 0 : 1))
        if let said { #expect(unmet.first?.otherwise[.english].contains(said) == true) }
    }

    /// Nobody is told of a term that counts from a day which nobody knows.
    @Test(
        arguments: [
            ("insurance/skill-subsidy", "insurance/skills.skillIssuedOn", "No certificate"),
            ("fund/withdrawal-leaving", "fund/sealed.restingSince", "No day was found"),
            (licence, "police/driving-licences.licenceUntil", "without end needs no renewal"),
        ]) func whatIsNotOnRecordIsSaidOnce(_ service: String, _ field: String, _ said: String) throws
    {
        let facts = RuleFacts(today: CalendarDate(daysSince1970: 20_780), values: [field: .nothing])
        let unmet = try Self.item(service).eligibility.filter {
            $0.rule.names == [field] && !$0.rule.holds(in: facts)
        }

        #expect(unmet.count == 1 && unmet.first?.otherwise[.english].contains(said) == true)
    }

    /// A medical counts for six calendar months.
    @Test(arguments: [("2025-09-20", true), ("2025-09-19", false)])
    func aMedicalHoldsSixMonths(_ day: String, _ may: Bool) throws {
        let facts = RuleFacts(
            today: try #require(CalendarDate("2026-03-20")),
            values: [
                "police/driving-licences.medicalResult": .text("合格"),
                "police/driving-licences.medicalOn": .date(try #require(CalendarDate(day))),
            ])
        let rules = try Self.item(Self.licence).eligibility.map(\.rule).filter {
            $0.names.contains("police/driving-licences.medicalOn")
        }

        #expect(rules.count == 1 && rules.allSatisfy { $0.holds(in: facts) } == may)
    }

    /// A report is late from 1 July to the end of the year, and then it is last year's or none.
    @Test(
        arguments: [
            ("2026-01-01", false), ("2026-06-30", false), ("2026-07-01", true), ("2026-12-31", true),
        ]) func aReportIsLateAfterJune(_ today: String, _ isLate: Bool) throws
    {
        let question = try #require(try Self.item("market/trader-annual-report").question("late"))
        let today = try #require(CalendarDate(today))

        #expect(question.when?.holds(in: RuleFacts(today: today, values: [:])) == isLate)
        for (answer, may) in [("yes", true), ("no", false)] {
            let facts = RuleFacts(today: today, values: ["answer.late": question.value(answer)])
            #expect((question.unmet(in: facts) == nil) == may)
        }
    }

    /// What holds for a year holds to the same day of the next, on paper and in the register.
    @Test(
        arguments: [
            ("insurance/pension-eligibility", "confirmedUntil", 12),
            ("transit/senior-card-review", "reviewedUntil", 12),
            ("transport/vehicle-permit-review", "reviewedUntil", 12),
            ("police/residence-permit-apply", "endorsedUntil", 12),
            ("police/taiwan-endorsement", "entryUntil", 6),
        ]) func aPaperEndsWithTheRegister(_ service: String, _ field: String, _ months: Int) throws
    {
        let result = try Self.item(service).result
        for day in ["2027-08-31", "2028-02-29", "2026-11-23"] {
            let day = try #require(CalendarDate(day))
            let facts = RuleFacts(today: day, values: [:])
            let known = ServiceResult.Change.Known(answers: [:], day: day, facts: facts, tables: [:])
            let told = result.changes.compactMap { $0.effect(known).values[field] }

            #expect(told == [try #require(day.adding(months: months)).description])
            #expect(result.lastDay(issuedOn: day, in: facts)?.description == told.first)
        }
    }

    @Test(
        arguments: [
            ("civil/old-age-allowance-living", "confirmUntil", 12),
            ("veterans/benefits-confirm", "confirmBy", 12),
            ("insurance/pension-application", "confirmedUntil", 12),
            ("disabled/two-subsidies", "reviewBy", 12),
            ("disabled/certificate-apply", "endsOn", 120), ("disabled/certificate-renew", "endsOn", 120),
        ]) func aTermIsWrittenInCalendarMonths(_ service: String, _ field: String, _ months: Int) throws
    {
        let day = try #require(CalendarDate("2027-08-31"))
        let known = ServiceResult.Change.Known(
            answers: [:], day: day, facts: RuleFacts(today: day, values: [:]), tables: [:])
        let told = try Self.item(service).result.changes.compactMap { $0.effect(known).values[field] }

        #expect(told == [try #require(day.adding(months: months)).description])
    }

    /// Who missed two visits at the hall in three months takes a number there; of whom nothing is known books.
    @Test(arguments: [(nil, true), (0, true), (1, true), (2, false), (3, false)] as [(Int?, Bool)])
    func whoMissedTwoVisitsBooksNoMore(_ missed: Int?, _ may: Bool) throws {
        let item = try Self.item("housing/registration-appointment")
        let facts = RuleFacts(
            today: CalendarDate(daysSince1970: 20_780),
            values: missed.map { ["housing/bookings.missed": .number($0)] } ?? [:])

        #expect(item.eligibility.allSatisfy { $0.rule.holds(in: facts) } == may)
        #expect(item.slots?.noShow?.missed == 2)
    }

    /// Legal aid is examined where the matter is, and hardship where she is registered.
    @Test func eachStepOfLegalAidHasItsOwnDistrict() throws {
        let aid = try Self.item("justice/legal-aid-apply").steps
        #expect(aid.first { $0.id == "check" }?.region == .answer("place"))
        #expect(aid.first { $0.id == "hardship" }?.region == .register(field: "address"))
    }

    private static let catalogue = Result { try Catalogue.load(Repository.services) }

    private static func item(_ name: String) throws -> ServiceItem {
        let id = try #require(ServiceID(rawValue: name))
        return try #require(try catalogue.get()[id])
    }
}
