import Base
import Casework
import Catalogue
import Exchange
import Identity
import Storage
import Support
import Testing
import Vault

@testable import Representation

/// What people let others do for them, and the rules of who may.
@Suite struct MandateTests {
    private func refused(
        _ house: CaseHouse, _ giver: Token, name: String = "林伟", number: String = "350205198503129834",
        scope: String = ManageMandates.everything, days: Int = 7
    ) async -> RepresentationRefused? {
        do {
            _ = try await house.verbs.mandates.give(
                ManageMandates.Wish(name: name, number: number, scope: scope, days: days), by: giver,
                requestID: "r")
            return nil
        } catch {
            return error as? RepresentationRefused
        }
    }

    @Test(arguments: TestEngine.available)
    func whatCannotBeTakenIsSaidFieldByField(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let giver = try await house.visit(.one).citizen

        #expect(await refused(house, giver, name: " ") == .mandateName)
        #expect(await refused(house, giver, number: "350205198503129835") == .mandateNumber)
        #expect(await refused(house, giver, number: "") == .mandateNumber)
        #expect(await refused(house, giver, number: TestPerson.one.number.text) == .mandateSelf)
        #expect(await refused(house, giver, scope: "police/temporary-identity-proof") == .mandateScope)
        #expect(await refused(house, giver, scope: "") == .mandateScope)
        for days in [0, -1, 366, .max] { #expect(await refused(house, giver, days: days) == .mandateDays) }
        #expect(try await house.count("mandates") == 0)
        // Known here or not, the answer is the same.
        #expect(await refused(house, giver, number: "350205 198503 129834") == nil)
        #expect(await refused(house, giver, name: "无人知", number: "350213199202029914") == nil)
        for index in 2..<ManageMandates.holdingMax {
            #expect(await refused(house, giver, days: 7 + index) == nil)
        }
        #expect(await refused(house, giver, days: 30) == .mandateTooMany)
    }

    @Test(arguments: TestEngine.available)
    func whatHoldsAlreadyIsNotGivenTwiceAndNobodyUnderAgeSigns(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let giver = try await house.visit(.one).citizen
        let service = CaseHouse.insurance.rawValue

        #expect(await refused(house, giver) == nil)
        house.clock.advance(by: .seconds(2))
        #expect(await refused(house, giver) == .mandateTwin)
        #expect(await refused(house, giver, scope: service, days: 3) == .mandateTwin, "part of the same")
        #expect(await refused(house, giver, days: 8) == nil, "for longer")
        #expect(try await house.count("mandates") == 2)
        for mandate in try await house.verbs.mandates.all(of: giver) {
            try await house.verbs.mandates.revoke(mandate.id, of: giver, requestID: "r")
        }
        #expect(await refused(house, giver) == nil, "taken back, and given anew")
        #expect(
            await refused(house, giver, name: "林小", number: TestPerson.child.number.text) == .mandateHolderAge
        )
    }

    /// Whom it ties to a case decides none of it, and what holds can be taken back, whatever was given and taken back since.
    @Test(arguments: TestEngine.available)
    func whatCameAfterHidesNoMandate(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let giver = try await house.visit(.one).citizen
        #expect(await refused(house, giver, days: 30) == nil)
        let (vault, later) = (house.vault, house.clock.now + .seconds(1))
        let other = Mandate.Holder(
            name: try #require(PersonName("无人知")), number: try CitizenNumber("350213199202029914"))
        let ids = (0..<120).map { _ in Token(house.world) }
        try await house.engine.write { db in
            for id in ids {
                try MandateStore.insert(
                    Mandate(
                        id: id, giver: giver, holder: other, services: [CaseHouse.insurance], givenAt: later,
                        expiresAt: later + .seconds(86_400), revokedAt: nil), vault: vault, in: db)
                _ = try MandateStore.revoke(id, of: giver, at: later, in: db)
            }
        }

        let all = try await house.verbs.mandates.all(of: giver)
        #expect(all.count == ids.count + 1 && all.last?.holder.number == "350205198503129834")
        let standing = Standing(vault: vault, world: house.world, rules: nil)
        let tied = try await house.engine.read { db in
            try standing.numbersTied(
                to: vault.subject(giver, in: db), TestPerson.one.number, in: db)
        }
        #expect(Set(tied.map(\.text)) == ["350205198503129834", "350213199202029914"])
    }

    @Test(arguments: TestEngine.available)
    func onlyItsGiverTakesItBackAndOnce(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let mandate = try await house.mandate(from: .one, to: .two)
        let (one, two) = (try await house.visit(.one).citizen, try await house.visit(.two, at: 1).citizen)

        for (id, person) in [(mandate, two), (Token(house.world), one)] {
            await #expect(throws: RepresentationRefused.mandateUnknown) {
                try await house.verbs.mandates.revoke(id, of: person, requestID: "r")
            }
        }
        #expect(try await house.verbs.mandates.all(of: two).isEmpty)
        try await house.verbs.mandates.revoke(mandate, of: one, requestID: "r")
        await #expect(throws: RepresentationRefused.mandateUnknown) {
            try await house.verbs.mandates.revoke(mandate, of: one, requestID: "r")
        }
        #expect(try await house.acts("mandate.given") == 1)
        #expect(try await house.acts("mandate.revoked") == 1)
    }

    @Test(arguments: TestEngine.available)
    func theNameMustFitAsWellAsTheNumber(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let giver = try await house.visit(.one).citizen
        #expect(await refused(house, giver, name: "林玮") == nil)
        let session = try await house.visit(.two, at: 1, for: CaseHouse.insurance, forAnother: true)

        #expect(
            try await house.verbs.acting.candidates(
                .mandate, kinds: CaseHouse.allKinds, of: session, requestID: "r"
            ).isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func whoMayActLiesSealedUnderTheGiversKey(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let mandate = try await house.mandate(from: .one, to: .two)
        let (sealed, term) = try await house.engine.read { db in
            let row = try #require(try db.rows("SELECT * FROM mandates WHERE id = \(mandate)").first)
            return (try row.bytes("holder_sealed"), try row.bytes("holder_term"))
        }

        #expect(term.count == 4)
        let text = String(decoding: sealed, as: UTF8.self)
        #expect(!text.contains(TestPerson.two.number.text) && !text.contains(TestPerson.two.name))
    }

    struct Ages: Sendable {
        let kind: RepresentationKind
        let actor: String
        let subject: String
        let may: Bool
    }

    /// Born so, on 2 March 2026: fourteen, sixty and eighteen years, to the day.
    @Test(arguments: [
        Ages(kind: .child, actor: "1990-01-01", subject: "2012-03-03", may: true),
        Ages(kind: .child, actor: "1990-01-01", subject: "2012-03-02", may: false),
        Ages(kind: .child, actor: "2008-03-02", subject: "2025-01-01", may: true),
        Ages(kind: .child, actor: "2008-03-03", subject: "2025-01-01", may: false),
        Ages(kind: .child, actor: "2020-01-01", subject: "2019-01-01", may: false),
        Ages(kind: .parent, actor: "1990-01-01", subject: "1966-03-02", may: true),
        Ages(kind: .parent, actor: "1990-01-01", subject: "1966-03-03", may: false),
        Ages(kind: .parent, actor: "1950-01-01", subject: "1960-01-01", may: false),
        Ages(kind: .mandate, actor: "2008-03-02", subject: "1990-01-01", may: true),
        Ages(kind: .mandate, actor: "2008-03-03", subject: "1990-01-01", may: false),
    ])
    func agesAreCountedToTheDay(ages: Ages) async throws {
        let house = try await CaseHouse(.sqlite)
        let rules = try #require(house.catalogue.representation)

        #expect(
            try rules.permits(
                ages.kind, actorBorn: #require(CalendarDate(ages.actor)),
                subjectBorn: #require(CalendarDate(ages.subject)), on: #require(CalendarDate("2026-03-02")))
                == ages.may)
    }

    private static let person = Citizen(
        id: Token(.frozen()), number: TestPerson.one.number, name: TestPerson.one.name, phone: nil)

    /// A register's answer that is not whole is no answer.
    @Test(arguments: [
        [["name": "陈小雨"]], [["name": "陈小雨", "number": "350203201805129824"]],
        [["name": "", "number": "350203201805129823"]],
        [["name": "陈小雨", "number": "350203201805129823", "phone": "15410000001"]],
        [["name": "陈静", "number": "350203199006159807"]],
        [
            ["name": "陈小雨", "number": "350203201805129823"],
            ["name": "陈晓宇", "number": "350203201805129823"],
        ],
        Array(repeating: ["name": "陈小雨", "number": "350203201805129823"], count: 21),
    ])
    func aTableThatIsNotWholeIsRefused(rows: [[String: String]]) {
        let values: [String: RegisterValue] = [
            "name": .text("陈静"), "number": .text("350203199006159807"), "children": .table(rows),
        ]

        #expect(FamilyRegister.read(values, "children", about: Self.person) == nil)
    }

    @Test func anAnswerAboutAnotherIsRefusedAndOneAboutHerRead() {
        let row = TestPerson.child.row
        var values: [String: RegisterValue] = [
            "name": .text("陈静"), "number": .text("350203199006159807"), "children": .table([row]),
        ]

        #expect(
            FamilyRegister.read(values, "children", about: Self.person)?.map(\.number) == [
                TestPerson.child.number
            ])
        values["number"] = .text(TestPerson.two.number.text)
        #expect(FamilyRegister.read(values, "children", about: Self.person) == nil)
        values["number"] = nil
        #expect(FamilyRegister.read(values, "children", about: Self.person) == nil)
    }
}
