import Base
import Connectors
import Exchange
import Sandbox
import Testing

/// What came of a case, told to its department over HTTP.
@Suite(.serialized) struct ResultTests {
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
