import Audit
import Base
import Casework
import Catalogue
import Exchange
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Storage
import Support
import Testing
import Web

/// An application that is lodged in one request.
@Suite struct LodgeTests {
    static let answers = ["reason": "lost", "place": "hotel"]
    static let whole = Application(service: CaseHouse.residence.rawValue, answers: answers)

    private func lodged(_ answer: TestResponse) throws -> CaseNumber {
        struct Receipt: Decodable { let number: String, state: String }
        #expect(answer.status == .created)
        let receipt = try JSONDecoder().decode(Receipt.self, from: Data(String(buffer: answer.body).utf8))
        #expect(receipt.state == "submitted")
        #expect(answer.headers[.location] == "/cases/\(receipt.number)")
        return try #require(CaseNumber(rawValue: receipt.number))
    }

    @Test(arguments: TestEngine.available)
    func isSubmittedWithItsHistoryItsLeafAndItsJob(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await house.kiosk { kiosk in
            _ = try await kiosk.identify(house)
            let cases = try await house.count("cases")
            // The kiosk of the tests sends every act twice under its key.
            let number = try lodged(try await kiosk.postJSON("/cases", Self.whole))

            let file = try await house.file(number)
            #expect(file.state == .submitted)
            #expect(file.answers == Self.answers)
            #expect(file.record == nil)
            #expect(try await house.events(number) == [.opened, .submitted])
            #expect(try await house.count("cases") == cases + 1)
            #expect(try await house.count("jobs") == 1)
            #expect(try await house.acts("case.lodged") == 1)
        }
    }

    @Test(arguments: TestEngine.available)
    func anotherPayloadUnderTheSameKeyIsRefused(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await house.kiosk { kiosk in
            _ = try await kiosk.identify(house)
            _ = try lodged(try await kiosk.lodge(Self.whole, key: "00000000000000000000000001"))
            let other = Application(
                service: Self.whole.service, answers: ["reason": "lost", "place": "train"])
            let refused = try await kiosk.lodge(other, key: "00000000000000000000000001")

            #expect(refused.status == .unprocessableContent)
            #expect(String(buffer: refused.body).contains("/problems/key-reused"))
            #expect(try await house.acts("case.lodged") == 1)
        }
    }

    @Test(arguments: TestEngine.available)
    func aHundredAtOnceGetAHundredNumbers(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await house.kiosk { kiosk in
            _ = try await kiosk.identify(house)
            let numbers = Numbers()
            let lodge = kiosk.lodging()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<100 {
                    group.addTask {
                        let answer = try await lodge(
                            Self.whole, "000000000000000000000000" + String(100 + index).suffix(2))
                        await numbers.note(try lodged(answer))
                    }
                }
                try await group.waitForAll()
            }
            #expect(await numbers.distinct == 100)
            #expect(try await house.acts("case.lodged") == 100)
        }
    }

    @Test func everyAnswerThatCannotBeTakenIsNamed() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            _ = try await kiosk.identify(house)
            let cases = try await house.count("cases")
            let bad = Application(
                service: Self.whole.service, answers: ["reason": "whim", "a/b": "x"])
            let refused = try await kiosk.lodge(bad, key: "00000000000000000000000002")
            let problem = try JSONDecoder().decode(
                ProblemDocument.self, from: Data(String(buffer: refused.body).utf8))

            #expect(refused.status == .unprocessableContent)
            #expect(problem.type == "/problems/answers-refused")
            #expect(
                problem.errors?.map { "\($0.pointer) \($0.type)" } == [
                    "#/answers/reason /problems/answer-not-offered",
                    "#/answers/place /problems/answer-missing",
                    "#/answers/a~1b /problems/unknown-question",
                ])
            #expect(try await house.count("cases") == cases)
            #expect(try await house.count("idempotency_keys") > 0)
        }
    }

    @Test func withoutAPersonNothingIsLodged() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            let refused = try await kiosk.lodge(Self.whole, key: "00000000000000000000000003")

            #expect(refused.status == .unauthorized)
            #expect(try await house.count("cases") == 0)
            #expect(try await house.count("jobs") == 0)
        }
    }

    @Test(arguments: TestEngine.available)
    func whatIsLodgedWhileTheDepartmentIsSilentIsMadeInOrderWhenItAnswers(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        house.registers.become(.down)
        var numbers: [CaseNumber] = []
        try await house.kiosk { kiosk in
            _ = try await kiosk.identify(house)
            for index in 1...5 {
                _ = try lodged(
                    try await kiosk.lodge(Self.whole, key: "0000000000000000000000001\(index)"))
            }
        }
        numbers = try await house.submitted()
        let department = try #require(house.catalogue[CaseHouse.residence]).department
        let job = IssuePaperJob(house.parts, department: department)
        let asked = house.registers.asked.count
        // Days of silence: each round one case asks, and none runs out of attempts.
        for _ in 1...50 {
            _ = try await house.runJobs([job], atMost: 8)
            house.clock.advance(by: .seconds(3_600))
        }
        #expect(try await house.submitted().count == numbers.count)
        #expect(house.registers.asked.count - asked < 50 * 8)
        house.registers.become(.answers)
        let before = house.registers.asked.count
        house.clock.advance(by: .seconds(60))
        while try await house.runJobs([job], atMost: 8) > 0 {}

        #expect(try await house.submitted() == [])
        #expect(try await house.count("documents") == numbers.count)
        #expect(
            Set(house.registers.asked.dropFirst(before).map(\.caseNumber)) == Set(numbers.map(\.rawValue)))
    }

    @Test func aRegisterThatAnswersAboutAnotherStopsTheServiceAndTheJobForGood() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            _ = try await kiosk.identify(house)
            house.registers.become(.otherPerson)
            _ = try lodged(try await kiosk.lodge(Self.whole, key: "00000000000000000000000004"))
        }
        let department = try #require(house.catalogue[CaseHouse.residence]).department
        _ = try await house.runJobs([IssuePaperJob(house.parts, department: department)], atMost: 1)

        #expect(try await house.acts("service.stopped") == 1)
        #expect(try await house.count("documents") == 0)
        #expect(try await house.engine.read { db in try JobStore.counts(in: db)[.dead] } == 1)
    }
}

/// Numbers that several tasks were given.
private actor Numbers {
    private var seen: Set<CaseNumber> = []
    var distinct: Int { seen.count }
    func note(_ number: CaseNumber) { seen.insert(number) }
}

extension Kiosk {
    func lodge(_ application: Application, key: String) async throws -> TestResponse {
        try await lodging()(application, key)
    }

    /// A function that lodges as this kiosk does now, from any task.
    func lodging() -> @Sendable (Application, String) async throws -> TestResponse {
        let (client, session, terminal) = (client, session, terminal)
        return { application, key in
            var headers: HTTPFields = [.accept: "application/json", .contentType: "application/json"]
            headers[Kiosk.terminalHeader] = terminal
            headers[.egretSession] = session
            headers[.idempotencyKey] = key
            return try await client.execute(
                uri: "/cases", method: .post, headers: headers,
                body: ByteBuffer(bytes: try JSONEncoder().encode(application)))
        }
    }
}

extension CaseHouse {
    /// The cases whose paper is still to be made, in the order of their numbers.
    fileprivate func submitted() async throws -> [CaseNumber] {
        try await engine.read { db in
            try db.rows("SELECT number FROM cases WHERE state = 'submitted' ORDER BY number LIMIT 1000").map {
                try $0.value("number")
            }
        }
    }

    /// Runs due jobs one after the other, as a runner does.
    fileprivate func runJobs(_ handlers: [any JobHandler], atMost count: Int) async throws -> Int {
        let runner = JobRunner(
            engine: engine, handlers: handlers, world: world,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        return try await runner.runDue(atMost: count)
    }
}
