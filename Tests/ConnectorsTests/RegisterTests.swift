import Base
import Connectors
import Exchange
import Sandbox
import Support
import Testing
import Vault

/// What departments' registers answer, over HTTP.
@Suite(.serialized) struct RegisterTests {
    @Test(arguments: [
        ("police/residents", ["name", "sex", "nation", "birthDate", "address", "number", "issuer"]),
        ("insurance/participation", ["name", "number", "employer", "insuredSince", "status", "months"]),
        (
            "fund/contributions",
            ["name", "number", "employer", "account", "monthlyDeposit", "balance", "paidUntil", "deposits"]
        ),
    ])
    func registersAnswerWithExactlyTheFieldsAsked(resource: String, fields: [String]) async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("lin-wei")

        try await house.open { doors in
            for asked in [fields, Array(fields.prefix(1))] {
                let record = try await doors.registers.record(for: .about(citizen, asked, resource))
                guard case .found(let subject, let values) = record else {
                    Issue.record("nothing found")
                    continue
                }
                #expect(subject == citizen.number)
                #expect(Set(values.keys) == Set(asked))
                #expect(values["name"] == .text(citizen.name))
            }
        }
    }

    @Test func tablesCarryTwelveMonths() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("lin-wei")

        try await house.open { doors in
            for (resource, field) in [
                ("fund/contributions", "deposits"), ("insurance/participation", "months"),
            ] {
                let record = try await doors.registers.record(for: .about(citizen, [field], resource))
                guard case .found(_, let values) = record, case .table(let rows) = values[field] else {
                    Issue.record("no table")
                    continue
                }
                #expect(rows.count == 12)
                #expect(rows.first?["month"] == "2026-02")
                #expect(rows.last?["month"] == "2025-03")
            }
        }
    }

    @Test(
        arguments: [
            ("trouble-down", "failed 503"), ("trouble-other", "untrustworthy other-subject"),
            ("trouble-unsigned", "untrustworthy unsigned"),
            ("trouble-extra", "untrustworthy fields other than those asked"),
            ("trouble-garbled", "untrustworthy malformed"), ("trouble-nothing", "nothing"),
        ], ["police/residents", "insurance/participation", "fund/contributions"])
    func everyMisbehaviourIsCaught(fault: (id: String, outcome: String), resource: String) async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen(fault.id)

        try await house.open { doors in
            let found: String
            do throws(PortError) {
                let record = try await doors.registers.record(for: .about(citizen, ["name"], resource))
                found = record == .nothing ? "nothing" : "found"
            } catch {
                found = error.kind
            }
            #expect(found == fault.outcome)
        }
    }

    @Test func personOutsideTheCityIsAnsweredWithNothing() async throws {
        let house = try SandboxHouse()
        let stranger = try CitizenNumber("11010519491231002X")

        try await house.open { doors in
            let record = try await doors.registers.record(
                for: RegisterQuestion(
                    resource: "police/residents", subject: stranger, caseNumber: "C1", purpose: "P",
                    fields: ["name"]))
            #expect(record == .nothing)
        }
    }

    @Test func slowRegisterTimesOutWhileAnotherAnswers() async throws {
        let house = try SandboxHouse()
        let slow = try house.citizen("trouble-slow")
        let citizen = try house.citizen("chen-jing")

        try await house.open(deadline: .seconds(8)) { doors in
            let clock = ContinuousClock()
            async let late = clock.measure {
                await #expect(throws: PortError.timedOut(system: "police")) {
                    try await doors.registers.record(for: .about(slow, ["name"]))
                }
            }
            try await Task.sleep(for: .milliseconds(100))
            let record = try await doors.registers.record(
                for: .about(citizen, ["name"], "fund/contributions"))
            #expect(record == .found(subject: citizen.number, values: ["name": .text(citizen.name)]))
            #expect(await late < .seconds(20))
        }
    }

    @Test func questionWithoutPurposeOrCaseIsRefused() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("chen-jing")

        try await house.open { doors in
            for (purpose, number) in [("", "C1"), ("P", "")] {
                await #expect(throws: PortError.failed(system: "police", code: "403")) {
                    try await doors.registers.record(
                        for: RegisterQuestion(
                            resource: "police/residents", subject: citizen.number, caseNumber: number,
                            purpose: purpose, fields: ["name"]))
                }
            }
        }
    }

    @Test func questionSignedByAnotherIsRefused() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("chen-jing")
        let stranger = try SigningKey.generate(.p256)

        try await house.open { doors in
            let registers = SignedRegisters(
                departments: [
                    "police": SignedRegisters.Department(
                        base: doors.base, certificate: house.certificate,
                        call: ForeignCall(system: "police", client: doors.client, world: house.world))
                ], key: stranger, world: house.world)
            await #expect(throws: PortError.failed(system: "police", code: "401")) {
                try await registers.record(for: .about(citizen, ["name"]))
            }
        }
    }

    @Test(arguments: [0.05, 0.3, 0.6, 0.95])
    func changedByteOfAnAnswerIsUntrustworthy(part: Double) async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("chen-jing")

        try await house.open(altered: { _, answer in
            var changed = answer
            changed[Int(Double(answer.count) * part)] ^= 0x01
            return changed
        }) { doors in
            await #expect(throws: PortError.untrustworthy(system: "police", reason: "signature")) {
                try await doors.registers.record(for: .about(citizen, ["name", "address"]))
            }
        }
    }

    @Test func otherDepartmentsKeySignsNothingHere() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("chen-jing")

        try await house.open { doors in
            let fund = try #require(house.keys.departments["fund"])
            let registers = SignedRegisters(
                departments: [
                    "police": SignedRegisters.Department(
                        base: doors.base, certificate: fund.certificate,
                        call: ForeignCall(system: "police", client: doors.client, world: house.world))
                ], key: house.key, world: house.world)
            await #expect(throws: PortError.untrustworthy(system: "police", reason: "signature")) {
                try await registers.record(for: .about(citizen, ["name"]))
            }
        }
    }
}

extension RegisterQuestion {
    static func about(
        _ citizen: SampleCitizen, _ fields: [String], _ resource: String = "police/residents"
    ) -> RegisterQuestion {
        RegisterQuestion(
            resource: resource, subject: citizen.number, caseNumber: "C-1", purpose: "000117051000",
            fields: fields)
    }
}
