import Base
import Testing

@testable import Catalogue

/// What a case costs and how long its paper holds, by rules.
@Suite struct FeeTests {
    private static let today = CalendarDate("2026-11-27") ?? CalendarDate(daysSince1970: 0)

    private func facts(_ values: [String: RuleValue]) -> RuleFacts {
        RuleFacts(today: Self.today, values: values)
    }

    private static func item(_ id: String) throws -> ServiceItem {
        let catalogue = try Catalogue.load(Repository.services)
        let id = try #require(ServiceID(rawValue: id))
        return try #require(catalogue[id])
    }

    @Test(
        arguments: [
            ("1", nil, 1_500), ("2", nil, 3_000), (nil, "2", 1_500), ("1", "2", 3_000), ("2", "2", 4_500),
            (nil, nil, 0),
        ] as [(String?, String?, Int64)])
    func anEndorsementCostsByPlaceAndJourney(_ hk: String?, _ macau: String?, _ fen: Int64) throws {
        let item = try Self.item("police/hongkong-macau-endorsement")
        let known = facts([
            "answer.hk-times": hk.map(RuleValue.text) ?? .nothing,
            "answer.macau-times": macau.map(RuleValue.text) ?? .nothing,
        ])
        #expect(item.fee.due(in: known) == ServiceFee.Due(fen: fen, exemption: nil))
        #expect(item.fee.fen == 1_500, "what is said before anything is known")
    }

    @Test(
        arguments: [
            (2, "all", 12_300), (2, "oldest", 5_000), (1, nil, 12_300), (2, nil, 0),
        ] as [(Int, String?, Int64)])
    func aFineIsTheRegisters(_ open: Int, _ which: String?, _ fen: Int64) throws {
        let item = try Self.item("police/traffic-violation-handling")
        let known = facts([
            "police/violations.openCount": .number(open), "police/violations.openFines": .number(12_300),
            "police/violations.oldestFine": .number(5_000),
            "answer.which": which.map(RuleValue.text) ?? .nothing,
        ])
        #expect(item.fee.due(in: known).fen == fen)
    }

    @Test(
        arguments: [
            (0, -2_400, "2037-01-15"), (1, -2_400, "2033-01-15"), (0, -6_000, nil), (2, -6_000, "2033-01-15"),
        ] as [(Int, Int, String?)])
    func aLicenceHoldsSixYearsTenOrForGoodFromItsFormerEnd(_ full: Int, _ issued: Int, _ end: String?) throws
    {
        let item = try Self.item("police/driving-licence-renewal")
        let first = CalendarDate(daysSince1970: Self.today.daysSince1970 + issued)
        let known = facts([
            "police/driving-licences.fullCycles": .number(full),
            "police/driving-licences.firstIssued": .date(first),
            "police/driving-licences.licenceUntil": .date(try #require(CalendarDate("2027-01-15"))),
        ])
        #expect(item.result.lastDay(issuedOn: Self.today, in: known)?.description == end)
    }

    @Test(
        arguments: [
            ("1", nil, "2027-02-27"), (nil, "1", "2027-02-27"), ("1", "1", "2027-02-27"),
            ("2", nil, "2027-11-27"), ("1", "2", "2027-11-27"), ("2", "1", "2027-11-27"),
        ] as [(String?, String?, String)])
    func aPaperOfEndorsementsHoldsAsLongAsTheLongest(_ hk: String?, _ macau: String?, _ end: String) throws {
        let item = try Self.item("police/hongkong-macau-endorsement")
        let known = facts([
            "answer.hk-times": hk.map(RuleValue.text) ?? .nothing,
            "answer.macau-times": macau.map(RuleValue.text) ?? .nothing,
        ])
        #expect(item.result.lastDay(issuedOn: Self.today, in: known)?.description == end)
    }

    /// One for a year ends with a permit that has less than a year; of three months there are always enough.
    @Test(
        arguments: [
            ("2", "2027-11-26", "2027-11-26"), ("2", "2027-11-27", "2027-11-27"),
            ("2", "2027-11-28", "2027-11-27"), ("1", "2027-08-27", "2027-02-27"),
        ])
    func noEndorsementOutlastsThePermit(_ times: String, _ permit: String, _ end: String) throws {
        let item = try Self.item("police/hongkong-macau-endorsement")
        let known = facts([
            "answer.hk-times": .text(times),
            "police/hk-macau-permits.endsOn": .date(try #require(CalendarDate(permit))),
        ])
        #expect(item.result.lastDay(issuedOn: Self.today, in: known)?.description == end)
    }

    /// Handed in when the permit had a year left to the day, and issued when it had less.
    @Test(arguments: [0, 1, 40])
    func noEndorsementOutlastsThePermitHoweverLateItIsIssued(_ days: Int) throws {
        let item = try Self.item("police/hongkong-macau-endorsement")
        let known = facts([
            "answer.hk-times": .text("2"),
            "police/hk-macau-permits.endsOn": .date(try #require(CalendarDate("2027-11-27"))),
        ])
        let day = CalendarDate(daysSince1970: Self.today.daysSince1970 + days)
        #expect(item.result.lastDay(issuedOn: day, in: known)?.description == "2027-11-27")
    }

    /// Who came before the end is not late because the office took until after it; who is late has a year from the day of issue.
    @Test(arguments: [("2026-11-27", "2027-11-27"), ("2026-11-26", "2027-12-07")])
    func whoCameInTimeStaysInTime(_ former: String, _ end: String) throws {
        let item = try Self.item("police/residence-permit-endorsement")
        let known = facts([
            "police/residence-permits.endorsedUntil": .date(try #require(CalendarDate(former)))
        ])
        let day = CalendarDate(daysSince1970: Self.today.daysSince1970 + 10)
        #expect(item.result.lastDay(issuedOn: day, in: known)?.description == end)
        let told = item.result.changes.compactMap {
            $0.effect(.init(answers: [:], day: day, facts: known, tables: [:])).values["endorsedUntil"]
        }
        #expect(told == [end], "the register says the same")
    }

    /// What is owed is said before it is handed in, and no guide says that it is taken here.
    @Test(arguments: ["water", "gas", "power"]) func aBillIsTheRegisters(_ company: String) throws {
        let item = try Self.item("\(company)/bill-payment")
        let known = facts(["\(company)/accounts.due": .number(12_300)])
        #expect(item.fee.due(in: known) == ServiceFee.Due(fen: 12_300, exemption: nil))
        #expect(item.fee.fen == 0, "before the register was asked nothing is known")
        #expect(item.paper?.statement.contains("尚未缴费") == true)
    }

    @Test func whereSomethingIsOwedTheGuideEndsWithHowItIsPaid() throws {
        let catalogue = try Catalogue.load(Repository.services)
        let charged = catalogue.items.filter { $0.fee.fen > 0 || !$0.fee.lines.isEmpty }
        #expect(charged.count == 12)
        for item in charged { #expect(item.guide.last?.picture == "pay.svg", "\(item.id.rawValue)") }
    }

    @Test func whoIsLetOffOwesNothingAndReadsWhy() throws {
        let basis = LocalText(mandarin: "免", english: "Free below fourteen", minnan: "免")
        let fee = ServiceFee(
            fen: 1_000, basis: basis,
            exemptions: [ServiceFee.Exemption(when: try Rule("person.age < 14"), basis: basis)])
        #expect(
            fee.due(in: facts(["person.age": .number(13)])) == ServiceFee.Due(fen: 0, exemption: basis))
        #expect(
            fee.due(in: facts(["person.age": .number(14)])) == ServiceFee.Due(fen: 1_000, exemption: nil))
    }
}
