import Base
import Catalogue
import Connectors
import Exchange
import Foundation
import Sandbox
import Support
import Testing

/// What came of a case, told to its department over HTTP.
@Suite(.serialized) struct ResultTests {
    /// As the departments of the project declared them; read once.
    private static let declared = Result {
        try Catalogue.load(
            URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "Services")
        ).registers
    }

    private func result(
        _ citizen: SampleCitizen, number: String = "C1", of department: String = "insurance",
        resource: String = "insurance/participation", status: String = "已停保"
    ) -> CaseResult {
        CaseResult(
            department: department, kind: "register", subject: citizen.number, caseNumber: number,
            purpose: "003011001000", day: CalendarDate(daysSince1970: 20_000), answers: ["why": "employed"],
            changes: [CaseResult.Change(resource: resource, values: ["status": status])])
    }

    private func status(_ citizen: SampleCitizen, _ doors: SandboxHouse.Doors) async throws -> RegisterValue?
    {
        let record = try await doors.registers.record(
            for: .about(citizen, ["status", "employer"], "insurance/participation"))
        guard case .found(_, let values) = record else { return nil }
        #expect(values.count == 2)
        return values["status"]
    }

    @Test func theRegisterSaysFromThenOnWhatItWasToldOnceACase() async throws {
        let house = try SandboxHouse()
        let (citizen, other) = (try house.citizen("lin-wei"), try house.citizen("chen-jing"))
        try await house.open { doors in
            let before = try await status(other, doors)
            let first = try await doors.registers.deliver(result(citizen))
            #expect(first == .recorded(reference: "INSURANCE-000001"))
            #expect(try await status(citizen, doors) == .text("已停保"))
            // The same case again, even with other words, is the same receipt and no second change.
            #expect(try await doors.registers.deliver(result(citizen, status: "参保缴费")) == first)
            #expect(try await status(citizen, doors) == .text("已停保"))
            #expect(try await status(other, doors) == before, "nobody else's record moves")
            let next = try await doors.registers.deliver(result(citizen, number: "C2", status: "参保缴费"))
            #expect(next == .recorded(reference: "INSURANCE-000002"))
            #expect(try await status(citizen, doors) == .text("参保缴费"))
        }
    }

    @Test func aSandboxThatIsStartedAgainOnItsBooksKeepsWhatItSignedFor() async throws {
        let (house, books) = (try SandboxHouse(), SandboxBooks())
        let citizen = try house.citizen("lin-wei")
        try await house.open(books: books) { doors in _ = try await doors.registers.deliver(result(citizen)) }

        try await house.open(books: books) { doors in
            #expect(try await status(citizen, doors) == .text("已停保"))
            let again = try await doors.registers.deliver(result(citizen, status: "参保缴费"))
            #expect(again == .recorded(reference: "INSURANCE-000001"))
            #expect(try await status(citizen, doors) == .text("已停保"))
        }
        try await house.open { doors in
            let fresh = try await status(citizen, doors)
            #expect(fresh != .text("已停保"), "one on books of its own knows nothing of it")
        }
    }

    /// What was handled is open nowhere: neither in the list nor in what is counted from it, until it is taken back.
    @Test func aRowThatIsSettledIsListedNoMore() async throws {
        let house = try SandboxHouse(registers: Self.declared.get())
        let citizen = try house.citizen("citizen-01")
        let fields = ["violations", "openCount", "openFines", "noticeNumber", "oldestOn"]
        @Sendable func said(_ doors: SandboxHouse.Doors) async throws -> [String: RegisterValue] {
            let record = try await doors.registers.record(for: .about(citizen, fields, "police/violations"))
            guard case .found(_, let values) = record else { return [:] }
            return values
        }
        @Sendable func settled(_ number: String, _ gone: [[String: String]]) -> CaseResult {
            CaseResult(
                department: "police", kind: "register", subject: citizen.number, caseNumber: number,
                purpose: "003011001000", day: CalendarDate(daysSince1970: 20_000), answers: [:],
                changes: [
                    CaseResult.Change(
                        resource: "police/violations", values: [:], removed: ["violations": gone])
                ])
        }
        try await house.open { doors in
            let before = try await said(doors)
            guard case .table(let rows)? = before["violations"], let oldest = rows.last else {
                Issue.record("no table: \(before)")
                return
            }
            #expect(before["openCount"] == .text("\(rows.count)") && rows.count >= 2)
            #expect(before["noticeNumber"] == .text(oldest["notice"] ?? ""))
            #expect(rows.map { $0["on"] ?? "" } == rows.map { $0["on"] ?? "" }.sorted(by: >))
            #expect(
                before["openFines"]
                    == .text("\(rows.compactMap { $0["fine"].flatMap(Int.init) }.reduce(0, +))"))

            _ = try await doors.registers.deliver(settled("C1", [["notice": oldest["notice"] ?? ""]]))
            let after = try await said(doors)
            #expect(after["violations"] == .table(rows.dropLast()))
            #expect(after["openCount"] == .text("\(rows.count - 1)"))
            #expect(after["noticeNumber"] == .text(rows.dropLast().last?["notice"] ?? ""))

            // As the service says it: by the notice, for the days of the rows move with today.
            let notices = rows.map { ["notice": $0["notice"] ?? ""] }
            _ = try await doors.registers.deliver(settled("C2", notices))
            house.clock.advance(by: .seconds(57_600))
            let none = try await said(doors)
            #expect(none["violations"] == .table([]) && none["openCount"] == .text("0"))
            #expect(none["openFines"] == .text("0") && none["oldestOn"] == .text("-"))

            for number in ["C2", "C1"] {
                _ = try await doors.registers.withdraw(
                    ResultWithdrawal(
                        department: "police", subject: citizen.number, caseNumber: number,
                        purpose: "003011001000", day: CalendarDate(daysSince1970: 20_001)))
            }
            let again = try await said(doors)
            #expect(
                again["openCount"] == before["openCount"] && again["noticeNumber"] == before["noticeNumber"])
            #expect(again["oldestOn"] != before["oldestOn"], "it is another day")
        }
    }

    @Test func sumsMoveByWhatTheyAreToldAndRowsComeOnTop() async throws {
        let house = try SandboxHouse(registers: Self.declared.get())
        let citizen = try house.citizen("chen-jing")
        @Sendable func said(_ field: String, _ resource: String, _ doors: SandboxHouse.Doors) async throws
            -> RegisterValue?
        {
            guard
                case .found(_, let values) = try await doors.registers.record(
                    for: .about(citizen, [field], resource))
            else { return nil }
            return values[field]
        }
        let row = ["day": "2026-01-05", "kind": "租房提取", "amount": "900000", "state": "已批准，待到账"]
        try await house.open { doors in
            guard case .text(let text)? = try await said("balance", "fund/contributions", doors),
                let balance = Int(text),
                case .table(let rows)? = try await said("withdrawals", "fund/withdrawals", doors)
            else {
                Issue.record("no register")
                return
            }
            for number in ["C1", "C2"] {
                _ = try await doors.registers.deliver(
                    CaseResult(
                        department: "fund", kind: "money", subject: citizen.number, caseNumber: number,
                        purpose: "003011001000", day: CalendarDate(daysSince1970: 20_000), answers: [:],
                        changes: [
                            CaseResult.Change(
                                resource: "fund/contributions", values: [:], added: ["balance": -900_000]),
                            CaseResult.Change(
                                resource: "fund/withdrawals", values: [:], rows: ["withdrawals": [row]]),
                        ]))
            }
            #expect(try await said("balance", "fund/contributions", doors) == .text("\(balance - 1_800_000)"))
            #expect(try await said("withdrawals", "fund/withdrawals", doors) == .table([row, row] + rows))
        }
    }

    @Test func aLicencesIdentifierGoesWithItsResult() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("lin-wei")
        let issuer = try CreditCode("11440232MB2D06811W")
        @Sendable func result(_ root: String) throws -> CaseResult {
            let licence = try LicenceIdentifier(
                root: root, type: "11100000000013338W001", issuer: issuer, serial: "2024000001")
            return CaseResult(
                department: "insurance", kind: "licence", subject: citizen.number, caseNumber: root,
                purpose: "003011001000", day: CalendarDate(daysSince1970: 20_000), answers: [:], changes: [],
                licence: licence)
        }
        try await house.open { doors in
            let told = try await doors.registers.deliver(try result("1.2.156.3005.2"))
            #expect(told == .recorded(reference: "INSURANCE-000001"))
            await #expect(throws: PortError.self, "a department refuses what is no licence's identifier") {
                try await doors.registers.deliver(try result("1.2.3"))
            }
        }
    }

    @Test func whatIsTakenBackIsSaidNoMoreAndWhatComesLateNeither() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("lin-wei")
        @Sendable func withdrawal(_ number: String, of other: SampleCitizen? = nil) -> ResultWithdrawal {
            ResultWithdrawal(
                department: "insurance", subject: (other ?? citizen).number, caseNumber: number,
                purpose: "003011001000", day: CalendarDate(daysSince1970: 20_001))
        }
        try await house.open { doors in
            let before = try await status(citizen, doors)
            _ = try await doors.registers.deliver(result(citizen, status: "甲"))
            _ = try await doors.registers.deliver(result(citizen, number: "C2", status: "乙"))
            let first = try await doors.registers.withdraw(withdrawal("C2"))
            #expect(first == .recorded(reference: "INSURANCE-W-000001"))
            #expect(try await status(citizen, doors) == .text("甲"), "what the other case said stands")
            #expect(try await doors.registers.withdraw(withdrawal("C2")) == first)
            #expect(
                try await doors.registers.withdraw(withdrawal("C2", of: house.citizen("chen-jing")))
                    == .refused(code: "other-person"))
            _ = try await doors.registers.withdraw(withdrawal("C1"))
            #expect(try await status(citizen, doors) == before)
            // The result was on its way when its paper was revoked.
            _ = try await doors.registers.withdraw(withdrawal("C3"))
            _ = try await doors.registers.deliver(result(citizen, number: "C3", status: "丙"))
            #expect(try await status(citizen, doors) == before)
        }
    }

    @Test func aReceiptForAWithdrawalThatWasChangedOnItsWayIsNotBelieved() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("lin-wei")
        let altered: Meddler.Change = { _, answer in
            Array(String(decoding: answer, as: UTF8.self).replacing("000001", with: "000009").utf8)
        }
        try await house.open(altered: altered) { doors in
            await #expect(throws: PortError.untrustworthy(system: "insurance", reason: "signature")) {
                try await doors.registers.withdraw(
                    ResultWithdrawal(
                        department: "insurance", subject: citizen.number, caseNumber: "C1",
                        purpose: "003011001000", day: CalendarDate(daysSince1970: 20_001)))
            }
        }
    }

    @Test(arguments: [
        ("trouble-down", "failed 503"), ("trouble-other", "untrustworthy other-subject"),
        ("trouble-unsigned", "untrustworthy unsigned"), ("trouble-garbled", "untrustworthy malformed"),
        ("trouble-nothing", "refused unknown-person"), ("trouble-extra", "recorded POLICE-000001"),
    ])
    func everyMisbehaviourIsCaught(fault: (id: String, outcome: String)) async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen(fault.id)
        try await house.open { doors in
            let found: String
            do throws(PortError) {
                switch try await doors.registers.deliver(
                    result(citizen, of: "police", resource: "police/residents"))
                {
                case .recorded(let word): found = "recorded \(word)"
                case .refused(let code): found = "refused \(code)"
                }
            } catch {
                found = error.kind
            }
            #expect(found == fault.outcome)
        }
    }

    @Test func aReceiptThatWasChangedOnItsWayIsNotBelieved() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("lin-wei")
        let altered: Meddler.Change = { _, answer in
            Array(String(decoding: answer, as: UTF8.self).replacing("000001", with: "000009").utf8)
        }
        try await house.open(altered: altered) { doors in
            await #expect(throws: PortError.untrustworthy(system: "insurance", reason: "signature")) {
                try await doors.registers.deliver(result(citizen))
            }
        }
    }

    @Test func aDepartmentChangesItsOwnRegistersAndAnUnknownOneNone() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("lin-wei")
        try await house.open { doors in
            await #expect(throws: PortError.failed(system: "insurance", code: "403")) {
                try await doors.registers.deliver(result(citizen, resource: "police/residents"))
            }
            await #expect(throws: PortError.failed(system: "nowhere", code: "unknown")) {
                try await doors.registers.deliver(result(citizen, of: "nowhere"))
            }
        }
    }

    @Test(arguments: [
        ("A-1", true), ("x", true), (String(repeating: "9", count: 40), true), ("", false), ("a b", false),
        ("张三", false), (String(repeating: "9", count: 41), false), ("<b>", false),
    ])
    func aWordIsAWord(_ word: (String, Bool)) {
        #expect(ResultReceipt.isWord(word.0) == word.1)
    }
}
