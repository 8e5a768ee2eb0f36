import Base
import Identity
import Storage
import Support
import Testing
import Vault

@testable import Casework
@testable import Catalogue

/// Cases at a desk, found by whose they are.
@Suite struct FindByPersonTests {
    @Test(arguments: TestEngine.available)
    func aPersonIsFoundByNameNumberOrPhoneInOnesOwnQueueAlone(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        try await house.keep(phone: "13800000001", of: .one, number)
        let clerk = try house.clerk()

        for text in ["陈静", " 陈 静 ", TestPerson.one.number.text, "+86 138-0000-0001"] {
            let clue = try #require(PersonClue(text))
            let found = try await house.desk.findByPerson(clue, for: clerk)
            #expect(found.hits.map(\.step.key.step) == ["review"], "\(text)")
            #expect(Set(found.hits.map(\.name)) == ["陈*"] && !found.isMore)
            #expect(found.hits.allSatisfy { $0.number == TestPerson.one.number.masked })
            #expect(found.hits.allSatisfy { $0.step.key.number == number })
            for queue in ["police/4/350205", "police/3", "insurance/4/350203"] {
                let stranger = try house.clerk("s-0002", queue: queue)
                #expect(try await house.desk.findByPerson(clue, for: stranger).hits.isEmpty, "\(queue)")
            }
        }
        for text in ["陈", "陈小雨", "静", TestPerson.two.number.text, "13800000002"] {
            guard let clue = PersonClue(text) else { continue }
            #expect(try await house.desk.findByPerson(clue, for: clerk).hits.isEmpty, "\(text)")
        }
    }

    @Test(arguments: [
        "", "陈", "张3", "12345", "350203199006159808", "\u{202E}陈静", String(repeating: "长", count: 51),
    ])
    func whatIsNeitherANameNorANumberIsNotLookedFor(_ text: String) throws {
        #expect(PersonClue(text) == nil)
    }

    @Test(arguments: TestEngine.available)
    func namesakesOfTheIndexAreNotTakenForHer(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let term = house.vault.term(CaseTermStore.nameIndex, PersonClue.plain("林伟"))
        try await house.engine.write { db in
            _ = try db.run("UPDATE case_terms SET name_term = \(term) WHERE case_number = \(number)")
        }

        let clue = try #require(PersonClue("林伟"))
        #expect(try await house.desk.findByPerson(clue, for: house.clerk()).hits.isEmpty)
    }

    /// One case whose service nobody has any more keeps no clerk from what she looks for.
    @Test(arguments: TestEngine.available)
    func aCaseOfALostServiceIsFoundLikeTheOthers(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        try await house.keep(phone: "13800000001", of: .one, number)
        // What is given up is given up for the catalogue that all houses share.
        let gone = CaseHouse.id("police/gone-\(engine)")
        let version = try await house.file(number).serviceVersion
        _ = try await house.engine.write { db in
            try db.run("UPDATE cases SET service = \(gone) WHERE number = \(number)")
        }
        let (name, phone) = (try #require(PersonClue("陈静")), try #require(PersonClue("13800000001")))

        // Which answers are telephones its version says; a name is looked for without.
        await #expect(throws: NotYetHere.self) {
            try await house.desk.findByPerson(phone, for: house.clerk())
        }
        for clue in [name, phone] {
            let found = try await house.desk.findByPerson(clue, for: house.clerk())
            #expect(found.hits.map(\.step.key.number) == [number])
            house.catalogue.giveUp([.init(service: gone, number: version)])
        }
    }

    @Test(arguments: TestEngine.available)
    func nothingIsLeftToFindHerByOnceAllHaveDecided(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let clue = try #require(PersonClue("陈静"))
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        #expect(try await house.count("case_terms") == 1)

        try await house.approve(number, "review", by: clerk)
        let left = try await house.desk.findByPerson(clue, for: clerk).hits
        #expect(left.map(\.step.key.step) == ["issue"], "a case once, by what can still be decided")
        try await house.approve(number, "issue", by: clerk)

        #expect(try await house.count("case_terms") == 0)
        #expect(try await house.desk.findByPerson(clue, for: clerk).hits.isEmpty)
        #expect(try await house.desk.queries.search(number.rawValue, for: clerk).count == 2)
    }

    @Test(arguments: TestEngine.available)
    func aRefusalLeavesNothingEither(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        try await house.claim(number, by: clerk)
        try await house.desk.decide.refuse(
            CaseStep.Key(number, "review"), because: "conditions-not-met", note: nil, by: clerk,
            requestID: "r")

        #expect(try await house.count("case_terms") == 0)
    }

    @Test(arguments: TestEngine.available)
    func aWaitingCaseFollowsItsPersonsPhone(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let vault = house.vault
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let other = try await house.handedIn(for: house.visit(.two, at: 1, for: CaseHouse.endorsement))
        try await house.keep(phone: "13800000001", of: .one, number)
        try await house.keep(phone: "13800000001", of: .two, other)
        let person = try await house.engine.read { db in
            try CitizenStore.find(TestPerson.one.number, vault: vault, in: db)
        }

        let citizen = try #require(person)
        let phone = try #require(Phone("13800000009"))
        try await house.engine.write { db in
            try Self.give(phone, to: citizen, vault, in: db)
            try CaseTermStore.follow(citizen.id, from: citizen.phone, to: phone, vault, in: db)
        }

        let found = { (text: String) in
            let clue = try #require(PersonClue(text))
            return try await Set(
                house.desk.findByPerson(clue, for: house.clerk()).hits.map(\.step.key.number))
        }
        #expect(try await found("13800000009") == [number])
        #expect(try await found("13800000001") == [other], "another person's with the same number stays hers")
    }

    @Test(arguments: TestEngine.available)
    func whoIsTheClerkHerselfIsNotAmongWhatSheFinds(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        _ = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let clue = try #require(PersonClue("陈静"))

        #expect(try await house.desk.findByPerson(clue, for: house.clerk(is: .one)).hits.isEmpty)
        await #expect(throws: StepRefused.unknownSelf) {
            try await house.desk.findByPerson(clue, for: house.clerk(is: nil))
        }
    }
}

extension FindByPersonTests {
    fileprivate static func give(
        _ phone: Phone, to citizen: Citizen, _ vault: Vault, in db: any SQLConnection
    ) throws {
        let sealed = try vault.subject(citizen.id, in: db).sealText(
            phone.text, at: .init("citizens", "phone", row: citizen.id.rawValue))
        try db.run("UPDATE citizens SET phone_sealed = \(sealed) WHERE id = \(citizen.id)")
    }
}

extension CaseHouse {
    /// Gives somebody a phone, as if she had had it when the case was handed in.
    fileprivate func keep(phone: String, of person: TestPerson, _ number: CaseNumber) async throws {
        let phone = try #require(Phone(phone))
        let vault = vault
        try await engine.write { db in
            let citizen = try #require(try CitizenStore.find(person.number, vault: vault, in: db))
            try FindByPersonTests.give(phone, to: citizen, vault, in: db)
            try CaseTermStore.remove(number.rawValue, in: db)
            let known = try #require(try CitizenStore.find(person.number, vault: vault, in: db))
            try CaseTermStore.insert(number, of: known, phone: known.phone, vault, in: db)
        }
    }
}
