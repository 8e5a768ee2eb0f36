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
            (2, "all", false, 12_300), (2, "oldest", false, 5_000), (1, nil, false, 12_300),
            (2, nil, true, 0),
        ] as [(Int, String?, Bool, Int64)])
    func aFineIsTheRegisters(_ open: Int, _ which: String?, _ dispute: Bool, _ fen: Int64) throws {
        let item = try Self.item("police/traffic-violation-handling")
        let known = facts([
            "police/violations.openCount": .number(open), "police/violations.openFines": .number(12_300),
            "police/violations.oldestFine": .number(5_000),
            "answer.which": which.map(RuleValue.text) ?? .nothing, "answer.dispute": .flag(dispute),
        ])
        #expect(item.fee.due(in: known).fen == fen)
    }

    @Test(
        arguments: [
            (0, -2_400, 3_650), (1, -2_400, 2_191), (0, -6_000, nil), (2, -6_000, 2_191),
        ] as [(Int, Int, Int?)])
    func aLicenceHoldsSixYearsTenOrForGood(_ full: Int, _ issued: Int, _ days: Int?) throws {
        let item = try Self.item("police/driving-licence-renewal")
        let first = CalendarDate(daysSince1970: Self.today.daysSince1970 + issued)
        let known = facts([
            "police/driving-licences.fullCycles": .number(full),
            "police/driving-licences.firstIssued": .date(first),
        ])
        let last = item.result.lastDay(issuedOn: Self.today, in: known)
        #expect(last.map { $0.daysSince1970 - Self.today.daysSince1970 } == days)
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
