import Base
import Catalogue
import Identity
import Storage
import Support
import Testing
import Vault

@testable import Casework

/// What a person was told reads the same whatever becomes of the list that it was chosen from.
@Suite struct GivenReasonTests {
    private func handedIn(_ house: CaseHouse, at seat: Int = 0) async throws -> CaseStep.Key {
        let number = try await house.handedIn(for: house.visit(at: seat, for: CaseHouse.endorsement))
        try await house.claim(number, by: house.clerk())
        return CaseStep.Key(number, "review")
    }

    @Test(arguments: TestEngine.available)
    func aReasonThatIsTakenOutOfTheListIsReadAsItWasGiven(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (key, clerk) = (try await handedIn(house), try house.clerk())
        try await house.desk.askForCorrection(
            ["basis"], at: key, because: "address-not-found", note: nil, by: clerk, requestID: "r")
        try await forget("address-not-found", in: house)
        let session = try await house.visit(at: 1, for: CaseHouse.endorsement)
        let asked = try await house.verbs.standing(key.number, of: session)
        #expect(asked.corrections.map(\.reason.words).map { $0[.mandarin] } == ["地址与标准地址对不上，请写明门牌"])

        try await house.answer(key.number, ["basis": "study"], of: session)
        try await house.verbs.correct(key.number, of: session, requestID: "r")
        try await house.desk.decide.refuse(
            key, because: "conditions-not-met", note: nil, by: clerk, requestID: "r")
        try await forget("conditions-not-met", in: house)
        let view = try await house.verbs.standing(key.number, of: session)
        #expect(view.steps.first?.reason?.words[.minnan] == "無合條件")
    }

    /// As if a release had come whose list no longer has the reason.
    private func forget(_ reason: String, in house: CaseHouse) async throws {
        try await house.engine.write { db in
            try db.run("UPDATE case_steps SET reason = 'gone' WHERE reason = \(reason)")
            try db.run("UPDATE case_corrections SET reason = 'gone' WHERE reason = \(reason)")
        }
    }

    @Test(arguments: TestEngine.available)
    func whatWasGivenBeforeReasonsWereDataHasItsWords(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (key, clerk) = (try await handedIn(house), try house.clerk())
        try await house.desk.askForCorrection(
            ["basis"], at: key, because: "outdated", note: nil, by: clerk, requestID: "r")
        let session = try await house.visit(at: 1, for: CaseHouse.endorsement)
        try await house.answer(key.number, ["basis": "study"], of: session)
        try await house.verbs.correct(key.number, of: session, requestID: "r")
        try await house.desk.decide.refuse(
            key, because: "already-held", note: nil, by: clerk, requestID: "r")
        try await house.engine.write { db in
            try db.run("UPDATE case_steps SET reason_words = NULL")
            try db.run("UPDATE case_corrections SET reason_words = ''")
            for statement in CaseworkMigrations.reasonsGiven.statements.dropFirst(2) {
                try db.run(SQLStatement(stringLiteral: statement.text(for: db.dialect)))
            }
        }
        let view = try await house.verbs.standing(key.number, of: session)
        #expect(view.steps.first?.reason?.words[.english] == "You hold a valid one already")
        let asked = try await house.engine.read { [vault = house.vault] db in
            try CorrectionStore.all(of: key.number, by: vault.subject(session.citizen, in: db), in: db)
        }
        #expect(asked.map(\.reason.words).map { $0[.minnan] } == ["有的回答過時矣"])
    }

    @Test func whatIsNotOfferedAtTheStepIsNotGiven() async throws {
        let house = try await CaseHouse(.sqlite)
        let (key, clerk) = (try await handedIn(house), try house.clerk())
        // Of another act, of another department, of another service, and of none.
        for reason in ["unclear", "bill-unpaid", "violations-open", "because"] {
            await #expect(throws: StepRefused.choiceUnknown, "\(reason)") {
                try await house.desk.decide.refuse(
                    key, because: reason, note: nil, by: clerk, requestID: "r")
            }
        }
        await #expect(throws: StepRefused.choiceUnknown) {
            try await house.desk.askForCorrection(
                ["basis"], at: key, because: "already-held", note: nil, by: clerk, requestID: "r")
        }
        #expect(try await house.steps(key.number).first?.state == .claimed)
    }

    /// It stands under the seal on the decision of each of them.
    @Test(arguments: TestEngine.available)
    func whatIsSaidToSeveralAtOnceNamesNoneOfThem(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (clerk, other) = (try house.clerk(), try house.clerk("s-0002"))
        var keys: [CaseStep.Key] = []
        for (index, person) in [TestPerson.one, .two].enumerated() {
            let session = try await house.visit(person, at: index, for: CaseHouse.endorsement)
            keys.append(CaseStep.Key(try await house.handedIn(for: session), "review"))
        }
        let spoken = keys[1].number.spoken
        let naming = ["陈静已在别处办理", "见林伟一案", "见 \(spoken.prefix(8)) \(spoken.suffix(4))"]

        // What nobody has claimed, or another has, tells whoever ticks it nothing.
        for note in naming { try await house.desk.decide.requireForAll(note, at: keys, by: clerk) }
        for key in keys { try await house.claim(key.number, by: clerk) }
        for note in naming {
            await #expect(throws: StepRefused.noteNamesPerson, "\(note)") {
                try await house.desk.decide.requireForAll(note, at: keys, by: clerk)
            }
            try await house.desk.decide.requireForAll(note, at: keys, by: other)
            try await house.desk.decide.requireForAll(note, at: [keys[0]], by: clerk)
        }
        for note in [nil, "不满一年"] {
            try await house.desk.decide.requireForAll(note, at: keys, by: clerk)
        }
    }
}
