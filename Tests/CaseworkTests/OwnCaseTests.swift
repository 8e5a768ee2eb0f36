import Base
import Casework
import Identity
import Storage
import Support
import Testing
import Wire

@Suite struct OwnCaseTests {
    @Test(arguments: TestEngine.available)
    func anUnfinishedFormWaitsAFortnight(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.open(for: house.visit())
        house.clock.advance(by: HandlingFigures().draftLife)
        #expect(try await house.open(for: house.visit(at: 1)) == number)
        house.clock.advance(by: .milliseconds(1))
        #expect(try await house.open(for: house.visit(at: 1)) != number)
        #expect(try await house.open(for: house.visit(.two, at: 2)) != number)
    }

    @Test(arguments: TestEngine.available)
    func aPaperThatDidNotComeOutWaitsADay(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.issued(for: house.visit())
        house.clock.advance(by: CaseFile.paperLife)
        #expect(try await house.open(for: house.visit(at: 1)) == number)
        house.clock.advance(by: .milliseconds(1))
        #expect(try await house.open(for: house.visit(at: 1)) != number)
    }

    @Test func anotherServiceIsAnotherCase() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit()
        let number = try await house.open(for: session)
        #expect(try await house.open(CaseHouse.insurance, for: session) != number)
        await #expect(throws: CaseRefused.unknownService) {
            _ = try await house.open(CaseHouse.id("police/nothing"), for: session)
        }
    }

    @Test(arguments: TestEngine.available)
    func anotherPersonsCaseIsAsIfItWereNot(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.issued(for: house.visit())
        let other = try await house.visit(.two, at: 1)
        let absent = try #require(CaseNumber(rawValue: number.rawValue.dropLast() + "7"))
        for number in [number, absent] {
            await #expect(throws: CaseRefused.unknownCase) {
                _ = try await house.verbs.owned(number, of: other)
            }
            await #expect(throws: CaseRefused.unknownCase) {
                try await house.verbs.fetch(number, of: other, requestID: "r")
            }
            await #expect(throws: CaseRefused.unknownCase) {
                try await house.verbs.answer("reason", with: "lost", in: number, of: other)
            }
            await #expect(throws: CaseRefused.unknownCase) {
                try await house.verbs.submit(number, of: other, requestID: "r")
            }
            await #expect(throws: CaseRefused.unknownCase) {
                _ = try await house.verbs.print.ticket(number, for: other, requestID: "r")
            }
        }
        #expect(house.registers.asked.count == 1)
        #expect(try await house.count("print_tickets") == 0)
    }

    @Test(arguments: TestEngine.available)
    func answersAreCheckedAndSealed(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: CaseHouse.insurance)
        let number = try await house.open(CaseHouse.insurance, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.answer(number, ["purpose": "housing", "receiver": " 样板小学 "], of: session)
        #expect(try await house.file(number).answers == ["purpose": "housing", "receiver": "样板小学"])
        let stored = try await house.engine.read { db in
            try db.rows("SELECT answers_sealed, record_sealed FROM cases").flatMap {
                [try $0.bytes("answers_sealed"), try $0.bytes("record_sealed")]
            }
        }
        #expect(stored.count == 2)
        for secret in ["样板小学", "housing", TestPerson.one.number.text, "陈静", "样板科技"] {
            #expect(!stored.contains { String(decoding: $0, as: UTF8.self).contains(secret) })
        }
        for leaf in try await house.leaves() {
            #expect(!leaf.contains("样板小学") && !leaf.contains(TestPerson.one.number.text), "\(leaf)")
        }
    }

    @Test(arguments: [
        ("receiver", "样板\u{202E}小学"), ("receiver", String(repeating: "长", count: 41)),
        ("receiver", "一\u{0}二"), ("purpose", "anything"), ("purpose", ""), ("nothing", "x"),
        ("receiver", "交 350205198503129834 收"),
    ])
    func whatIsNoAnswerIsNotKept(_ question: String, _ input: String) async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit(for: CaseHouse.insurance)
        let number = try await house.open(CaseHouse.insurance, for: session)
        await #expect(throws: (any Error).self) {
            try await house.verbs.answer(question, with: input, in: number, of: session)
        }
        #expect(try await house.file(number).answers.isEmpty)
        #expect(try await house.events(number) == [.opened])
    }

    @Test func whatIsSubmittedIsNotChanged() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit()
        let number = try await house.issued(for: session)
        await #expect(throws: CaseRefused.notNow) {
            try await house.verbs.answer("reason", with: "renewing", in: number, of: session)
        }
        #expect(try await house.file(number).answers["reason"] == "lost")
    }
}
