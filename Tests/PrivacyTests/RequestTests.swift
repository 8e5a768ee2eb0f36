import Audit
import Base
import Catalogue
import Foundation
import Storage
import Support
import Testing

@testable import Privacy

/// A request about one's own data, from its number to its answer.
@Suite struct RequestTests {
    @Test(arguments: TestEngine.available)
    func aQuestionIsAnsweredWithinItsClock(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let index = try await house.act(about: person)

        let number = try await house.make(house.question(index), of: person)
        try await house.verbs.work.take(number, by: house.officer("officer-1"))
        let shown = try await house.verbs.work.show(number, to: house.officer("officer-1")).request
        try await house.verbs.work.answer(number, with: "为您办件时打开。", by: house.officer("officer-1"))

        let (request, steps) = try await house.verbs.own.one(number, of: person)
        #expect(number.rawValue == "R202603020001")
        #expect(shown.text == "这是谁？")
        #expect(request.state == .answered)
        #expect(request.answer == "为您办件时打开。")
        #expect(request.aboutIndex == index)
        #expect(request.dueAt == request.madeAt + .seconds(15 * 86_400))
        #expect(steps.map(\.event) == [.made, .taken, .answered])
        #expect(await house.told.numbers == [number])
    }

    /// A number that was given after the backup stands in somebody's notes.
    @Test(arguments: TestEngine.available)
    func afterARestoreTheDaysNumbersGoOnAboveAllThatWereGiven(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let index = try await house.act(about: person)
        let lost = LostNumbers(restoredAt: house.clock.now)

        try await house.verbs.passOverNumbers(lost)
        let number = try await house.make(house.question(index), of: person)

        #expect(number.rawValue == "R20260302\(lost.last + 1)")
        #expect(RequestNumber(rawValue: number.rawValue) == number)
        #expect(try await house.verbs.own.one(number, of: person).request.state == .received)
    }

    @Test(arguments: TestEngine.available)
    func anothersRequestIsAsIfThereWereNone(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let (one, other) = (try await house.person(1), try await house.person(2))
        let index = try await house.act(about: one)
        let number = try await house.make(house.question(index), of: one)

        await #expect(throws: PrivacyRefused.unknownRequest) {
            _ = try await house.verbs.own.one(number, of: other)
        }
        await #expect(throws: PrivacyRefused.unknownRequest) {
            try await house.verbs.own.withdraw(number, of: other, requestID: "r")
        }
        await #expect(throws: PrivacyRefused.unknownAct) {
            _ = try await house.make(house.question(index), of: other)
        }
        await #expect(throws: PrivacyRefused.unknownAct) {
            _ = try await house.make(house.question(index + 1_000), of: other)
        }
        #expect(try await house.verbs.own.all(of: other) == [])
        #expect(try await house.verbs.own.all(of: one).map(\.number) == [number])
    }

    @Test(arguments: TestEngine.available)
    func theSecondLookIsAnotherOfficials(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let number = try await house.make(MakeRequest.Wish(.correction, topic: .name), of: person)
        try await house.verbs.work.refuse(
            number, because: .otherBody, text: "公安局登记", by: house.officer("officer-1"))

        house.clock.advance(by: .seconds(86_400))
        try await house.verbs.own.appeal(number, of: person, requestID: "r")
        await #expect(throws: PrivacyRefused.sameOfficial) {
            try await house.verbs.work.answer(number, with: "好", by: house.officer("officer-1"))
        }
        let due = try await house.verbs.own.one(number, of: person).request.dueAt
        try await house.verbs.work.answer(number, with: "已转公安局。", by: house.officer("officer-2"))

        #expect(due == house.clock.now + .seconds(30 * 86_400))
        let request = try await house.verbs.own.one(number, of: person).request
        #expect(request.state == .answeredAgain)
        #expect(request.reason == nil, "what was refused at first is not refused any more")
        await #expect(throws: PrivacyRefused.notNow) {
            try await house.verbs.own.appeal(number, of: person, requestID: "r")
        }
    }

    @Test(arguments: TestEngine.available)
    func officialsAreRemindedOnceAndWhatIsLateIsCounted(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let number = try await house.make(MakeRequest.Wish(.explanation, topic: .rules), of: person)

        house.clock.advance(by: .seconds(23 * 86_400 - 1))
        #expect(try await house.verbs.work.remind() == 0)
        house.clock.advance(by: .seconds(1))
        #expect(try await house.verbs.work.remind() == 1)
        #expect(try await house.verbs.work.remind() == 0)
        #expect(try await house.verbs.work.counts() == (1, 0))
        house.clock.advance(by: .seconds(7 * 86_400 + 1))

        #expect(try await house.verbs.work.counts() == (1, 1))
        let (request, steps) = try await house.verbs.own.one(number, of: person)
        #expect(request.isOverdue(at: house.clock.now))
        #expect(steps.map(\.event) == [.made, .reminded])
    }

    @Test(arguments: TestEngine.available)
    func theSameIsAskedOnceAndADayHasItsMeasure(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let wish = MakeRequest.Wish(.copy, topic: .everything)
        let first = try await house.make(wish, of: person)

        await #expect(throws: PrivacyRefused.alreadyAsked) { _ = try await house.make(wish, of: person) }
        for _ in 1..<MakeRequest.perDayMax {
            let last = try #require(try await house.verbs.own.all(of: person).first?.number)
            try await house.verbs.own.withdraw(last, of: person, requestID: "r")
            _ = try await house.make(wish, of: person)
        }
        let last = try #require(try await house.verbs.own.all(of: person).first?.number)
        try await house.verbs.own.withdraw(last, of: person, requestID: "r")
        await #expect(throws: PrivacyRefused.tooMany) { _ = try await house.make(wish, of: person) }
        house.clock.advance(by: .seconds(86_400))
        _ = try await house.make(wish, of: person)

        #expect(try await house.verbs.own.one(first, of: person).request.state == .withdrawn)
    }

    @Test(arguments: TestEngine.available)
    func whatIsNoChoiceIsRefused(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let index = try await house.act(about: person)
        let wishes = [
            MakeRequest.Wish(.copy, topic: .name),
            MakeRequest.Wish(.copy, topic: .everything, aboutIndex: index),
            MakeRequest.Wish(
                .question, topic: .other, aboutIndex: index, text: String(repeating: "长", count: 1_001)),
        ]

        for wish in wishes {
            await #expect(throws: PrivacyRefused.choiceUnknown) { _ = try await house.make(wish, of: person) }
        }
        await #expect(throws: PrivacyRefused.unknownAct) {
            _ = try await house.make(MakeRequest.Wish(.question, topic: .other, aboutIndex: -1), of: person)
        }
        await #expect(throws: PrivacyRefused.unknownAct) {
            _ = try await house.make(MakeRequest.Wish(.question, topic: .other, aboutIndex: .max), of: person)
        }
    }

    @Test(
        "ASVS 14.2.6: a list reads nothing of anybody, and every opening leaves a leaf that the person sees",
        arguments: TestEngine.available)
    func everyOpeningByAnOfficialLeavesALeafThatThePersonSees(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let number = try await house.make(MakeRequest.Wish(.explanation, topic: .rules), of: person)

        for _ in 1...4 { _ = try await house.verbs.work.show(number, to: house.officer("officer-1")) }
        _ = try await house.verbs.work.open()
        try await house.integrate()

        let looks = try await house.verbs.looked(person).looks.filter { $0.act.action == "request.opened" }
        #expect(looks.count == 4, "as many leaves as readings; the list reads nothing of hers")
        #expect(try await house.leaves("request.opened").count == 4)
        #expect(looks.allSatisfy { $0.act.actorName == "officer-1" && $0.act.caseNumber == number.rawValue })
    }

    @Test(arguments: TestEngine.available)
    func afterErasureNobodyReadsWhatWasWritten(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let index = try await house.act(about: person)
        let number = try await house.make(house.question(index), of: person)

        try await house.erase(person)

        await #expect(throws: PrivacyRefused.personErased) {
            _ = try await house.verbs.work.show(number, to: house.officer("officer-1"))
        }
        await #expect(throws: PrivacyRefused.personErased) {
            try await house.verbs.work.answer(number, with: "晚了", by: house.officer("officer-1"))
        }
        #expect(try await house.verbs.work.open().map(\.state) == [.received])
    }

    @Test(
        "ASVS 14.2.4: what a person writes and is answered is nowhere in clear",
        arguments: TestEngine.available)
    func whatIsWrittenIsNowhereInClear(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let index = try await house.act(about: person)
        let number = try await house.make(house.question(index), of: person)
        try await house.verbs.work.answer(number, with: "为您办件时打开。", by: house.officer("officer-1"))

        let stored = try await house.engine.read { db in
            try db.rows("SELECT text_sealed, answer_sealed FROM privacy_requests").flatMap {
                [try $0.bytes("text_sealed"), try $0.bytes("answer_sealed")]
            }
        }
        let leaves = try await house.leaves("request.made") + house.leaves("request.answered")

        #expect(stored.count == 2 && leaves.count == 2)
        for secret in ["这是谁？", "为您办件时打开。", "王小明"] {
            #expect(stored.allSatisfy { Data($0).range(of: Data(secret.utf8)) == nil })
            #expect(leaves.allSatisfy { !$0.contains(secret) })
        }
    }
}
