import Base
import Catalogue
import Exchange
import Foundation
import HTTPTypes
import HummingbirdTesting
import Identity
import NIOCore
import Storage
import Support
import Testing
import Web

@testable import Casework

/// An answer that goes no further than a register or an earlier answer lets it.
@Suite struct AnswerRuleTests {
    private static let rent = CaseHouse.id("fund/withdrawal-rent")
    private static let purchase = CaseHouse.id("fund/withdrawal-purchase")
    private static let answers = [
        "married": "no", "home": "market", "rent": "2800.00", "account": "6200001234567890011",
    ]

    /// A form for the rent, of an account that holds ten thousand yuan, all of which can be withdrawn.
    private func rent(_ house: CaseHouse, _ session: IdentifiedSession) async throws -> CaseNumber {
        let number = try await house.complete(Self.rent, Self.answers, for: session)
        try await house.replaceRecord(of: number) {
            $0["balance"] = .text("1000000")
            $0["available"] = .text("1000000")
        }
        return number
    }

    @Test(arguments: TestEngine.available)
    func nobodyWithdrawsMoreThanThereIs(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: Self.rent)
        let number = try await rent(house, session)

        let refused = try await #require(throws: AnswerRefused.self) {
            try await house.answer(number, ["amount": "10000.01"], of: session)
        }
        #expect(refused.question == "amount" && refused.slug == "answer-rule")
        #expect(refused.values(in: .english)["sentence"]?.contains("does not hold that much") == true)
        #expect(try await house.file(number).answers["amount"] == nil, "nothing is kept")

        // What the account holds is not always free.
        try await house.replaceRecord(of: number) { $0["available"] = .text("999999") }
        let bound = try await #require(throws: AnswerRefused.self) {
            try await house.answer(number, ["amount": "10000.00"], of: session)
        }
        #expect(bound.values(in: .english)["sentence"]?.contains("than can be withdrawn") == true)
        try await house.replaceRecord(of: number) { $0["available"] = .text("1000000") }

        try await house.answer(number, ["amount": "10000.00"], of: session)
        try await house.verbs.submit(number, of: session, requestID: "r")
        #expect(try await house.state(number) == .deciding)
    }

    /// The register was asked anew, and says less than when the answer was taken.
    @Test(arguments: TestEngine.available)
    func whatGoesNoMoreIsAskedAgainBeforeItIsHandedIn(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: Self.rent)
        let number = try await rent(house, session)
        try await house.answer(number, ["amount": "9000.00"], of: session)
        try await house.replaceRecord(of: number) { $0["balance"] = .text("500000") }

        let form = try await house.verbs.owned.form(number, of: session)
        #expect(form.next?.id == "amount" && !form.isComplete)
        let refused = try await #require(throws: AnswerRefused.self) {
            try await house.verbs.submit(number, of: session, requestID: "r")
        }
        #expect(refused.question == "amount")
        #expect(try await house.state(number) == .open)
    }

    @Test(
        arguments: TestEngine.available,
        [("en", "does not hold that much"), ("zh-Hans", "账户余额没有这么多")])
    func theSentenceStandsAtTheFieldInTheReadersLanguage(
        _ engine: TestEngine, _ said: (language: String, sentence: String)
    ) async throws {
        let house = try await CaseHouse(engine)
        try await house.kiosk(language: said.language) { kiosk in
            let place = try await kiosk.identify(house, for: Self.rent)
            _ = try await kiosk.follow(place)
            for question in ["married", "home", "rent"] {
                try await kiosk.post(
                    "\(place)/questions/\(question)", ["answer": Self.answers[question] ?? ""])
            }
            let number = try #require(CaseNumber(rawValue: String(place.dropFirst("/cases/".count))))
            try await house.replaceRecord(of: number) { $0["balance"] = .text("1000000") }
            let page = "\(place)/questions/amount"

            let refused = try await kiosk.post(page, ["answer": "20000.00"])
            #expect(refused.status == .unprocessableContent)
            #expect(String(buffer: refused.body).contains(said.sentence))
            #expect(String(buffer: refused.body).contains("20000.00"), "what she typed stands there")

            _ = try await kiosk.post(page, ["answer": "9000.00"])
            #expect(!String(buffer: try await kiosk.get(page).body).contains(said.sentence))
            try await house.replaceRecord(of: number) { $0["balance"] = .text("500000") }
            #expect(try await kiosk.follow(place).path == page)
            #expect(String(buffer: try await kiosk.get(page).body).contains(said.sentence))
            let submitted = try await kiosk.post(place + "/submission")
            #expect(submitted.headers[.location] == page + "?from=check")
        }
    }

    /// The later answer breaks what held of the earlier question only while it was not there.
    @Test(arguments: TestEngine.available)
    func aRuleOverTwoAnswersWaitsForBoth(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: Self.purchase)
        let day = CalendarDate(daysSince1970: CalendarDate(inChinaAt: house.clock.now).daysSince1970 - 30)
        let number = try await house.complete(
            Self.purchase,
            [
                "relation": "self", "type": "new", "recorded": "yes", "bought": day.description,
                "amount": "5000.00", "account": "6200001234567890011", "phone": "13800000000",
            ], for: session)
        // Asked for only of who has it on record.
        try await house.answer(number, ["contract": "XM1"], of: session)
        try await house.replaceRecord(of: number) { $0["available"] = .text("100000000") }
        var form = try await house.verbs.owned.form(number, of: session)
        #expect(form.broken.isEmpty && form.next?.id == "paid")

        try await house.answer(number, ["paid": "2000.00"], of: session)
        form = try await house.verbs.owned.form(number, of: session)
        #expect(form.next?.id == "amount")
        await #expect(throws: AnswerRefused.self) {
            try await house.answer(number, ["amount": "2000.01"], of: session)
        }
        try await house.answer(number, ["amount": "2000.00"], of: session)
        try await house.verbs.submit(number, of: session, requestID: "r")

        #expect(try await house.state(number) == .deciding)
    }

    @Test(arguments: TestEngine.available)
    func whatNoRegisterSaysRefusesNobodyAndIsForTheClerk(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: Self.rent)
        let number = try await rent(house, session)
        try await house.replaceRecord(of: number) { $0["balance"] = .text("-") }
        try await house.answer(number, ["amount": "9000.00"], of: session)
        try await house.verbs.submit(number, of: session, requestID: "r")

        let form = try await house.verbs.owned.form(number, of: session)
        #expect(form.file.state == .deciding && form.broken.isEmpty)
        #expect(form.unchecked.map(\.question.id) == ["amount"])
        let rule = form.unchecked.first?.requirement.rule.source
        #expect(rule == "answer.amount <= fund/contributions.balance")
    }

    /// A whole application is held to the same rules, each refusal at its own answer.
    @Test func aWholeApplicationIsHeldToTheSameRules() async throws {
        let house = try await CaseHouse(.sqlite)
        let item = try #require(house.catalogue[CaseHouse.id("medical/remote-care-filing")])
        let today = try #require(CalendarDate("2026-03-02"))
        var answers = [
            "kind": "referral", "province": "other", "place": "上海市", "hospital": "上海样板医院",
            "referral-by": "厦门样板第一医院", "start": "2026-03-10", "return": "2026-03-09",
            "contact": "13800000000",
        ]
        func checked() throws(AnswersRefused) -> [String: String] {
            try Application(service: item.id.rawValue, answers: answers)
                .checked(against: item, of: nil, on: today)
        }
        let refused = try #require(throws: AnswersRefused.self) { try checked() }
        #expect(refused.answers.map(\.question) == ["return"])
        #expect(refused.parts.map(\.pointer) == ["#/answers/return"])
        #expect(refused.parts.first?.refusal.slug == "answer-rule")

        answers["return"] = "2026-03-10"
        #expect(try checked()["return"] == "2026-03-10")
    }
}
