import Base
import Catalogue
import Exchange
import Identity
import Storage
import Support
import Testing
import Web

@testable import Audit
@testable import Privacy

/// The house's own register, from which the list of looks becomes a paper.
@Suite struct LooksRegisterTests {
    private func register(_ house: PrivacyHouse) throws -> LooksRegister {
        let frame = try Frame(
            rooms: [PrivacyResources.bundle, AuditResources.bundle, IdentityResources.bundle])
        return LooksRegister(house.parts, catalogue: house.catalogue, words: frame.words) { "驿站 \($0)" }
    }

    private func question(
        _ house: PrivacyHouse, _ person: PersonHere, fields: [String] = ["name", "number", "looks"],
        resource: String = LooksRegister.resource
    ) async throws -> RegisterQuestion {
        let vault = house.vault
        let citizen = try #require(
            try await house.engine.read { db in try CitizenStore.find(person.citizen, vault: vault, in: db) })
        return RegisterQuestion(
            resource: resource, subject: citizen.number, caseNumber: "35020026112600001",
            purpose: "000999001001", fields: fields)
    }

    private func rows(_ record: RegisterRecord) throws -> [[String: String]] {
        guard case .found(_, let values) = record, case .table(let rows) = values["looks"] else { return [] }
        return rows
    }

    @Test(
        "ASVS 14.2.1: a person's looks are told to her paper, the latest first, and nobody else's",
        arguments: TestEngine.available)
    func hersAndNobodyElses(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let (person, other) = (try await house.person(1), try await house.person(2))
        try await house.act(about: person, by: .staff("clerk-1"))
        try await house.act(about: other, by: .staff("clerk-2"))
        try await house.act("case.looked", about: person, by: .staff("clerk-3"))

        let record = try await register(house).record(for: question(house, person))

        guard case .found(let subject, let values) = record else {
            Issue.record("nothing found")
            return
        }
        #expect(subject == (try await question(house, person)).subject)
        #expect(Set(values.keys) == ["name", "number", "looks"])
        #expect(values["name"] == .text("王小明"))
        let rows = try rows(record)
        #expect(rows.map { $0["who"]?.contains("clerk-3") } == [true, false])
        #expect(rows.allSatisfy { !"\($0)".contains("clerk-2") })
        #expect(rows.allSatisfy { Set($0.keys) == ["at", "who", "what"] })
    }

    @Test(arguments: TestEngine.available)
    func whatIsKeptBackIsOnNoPaper(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let index = try await house.act(about: person, by: .staff("clerk-1"))
        let release = house.clock.now + .seconds(86_400)
        try await house.delay(
            act: index, until: release, basis: house.basis, approvers: ("officer-1", "officer-2"))

        #expect(try rows(await register(house).record(for: question(house, person))).isEmpty)
        house.clock.now = release
        let row = try #require(try rows(await register(house).record(for: question(house, person))).first)
        #expect(row["what"]?.contains("第三十五条") == true, "and says that it was kept back")
    }

    @Test func onlyWhatIsAskedForIsAnswered() async throws {
        let house = try await PrivacyHouse(.sqlite)
        let person = try await house.person()

        let record = try await register(house).record(for: question(house, person, fields: ["name"]))

        #expect(
            record
                == .found(
                    subject: (try await question(house, person)).subject, values: ["name": .text("王小明")]))
        await #expect(throws: PortError.self) {
            try await register(house).record(for: question(house, person, fields: ["phone"]))
        }
        await #expect(throws: PortError.self) {
            try await register(house).record(for: question(house, person, resource: "platform/other"))
        }
    }

    @Test func aPersonOfWhomNothingIsKeptHasNoRecord() async throws {
        let house = try await PrivacyHouse(.sqlite)
        let person = try await house.person()
        let asked = try await question(house, person)
        try await house.erase(person)

        #expect(try await register(house).record(for: asked) == .nothing)
    }

    @Test func aPaperHoldsTheYoungestHundred() async throws {
        let house = try await PrivacyHouse(.sqlite)
        let person = try await house.person()
        let subject = try await house.commitment(person)
        for index in 0..<(LooksRegister.actsMax + 5) {
            house.clock.advance(by: .milliseconds(1))
            _ = try await house.engine.write { [audit = house.audit] db in
                try audit.append(
                    AuditAct(
                        "document.opened", actor: .staff("clerk-\(index)"), purpose: nil, caseNumber: nil,
                        subject: subject),
                    in: db)
            }
        }
        try await house.integrate()

        let rows = try rows(await register(house).record(for: question(house, person)))

        #expect(rows.count == LooksRegister.actsMax)
        #expect(rows.first?["who"]?.contains("clerk-104") == true)
    }
}
