import Audit
import Base
import Catalogue
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Stations
import Supervision
import Support
import Testing
import Web

@testable import Casework

/// What services ask about beside the five faces, and what everybody reads of it.
@Suite struct RatingFiguresTests {
    private static let bill = CaseHouse.id("water/bill-query")
    private static let own = ["zh-Hans": "账单看不看得懂", "en": "How clear the bill was", "nan-Hant": "帳單看有無"]

    /// A bill that is asked for, rated so many times, every third time badly and because of what the bill looked like.
    private func rate(_ times: Int, in house: CaseHouse) async throws {
        let rate = RateCase(
            engine: house.engine, audit: AuditLog(world: house.world), stations: house.stations.queries,
            world: house.world)
        let asked = try #require(house.catalogue[Self.bill]).ratingReasons
        for index in 0..<times {
            let isBad = index % 3 == 0
            try await rate(
                caseNumber: "case-\(index)", service: Self.bill.rawValue, terminal: RateCase.atHome,
                level: isBad ? .dissatisfied : .satisfied,
                reasons: Set(asked.filter { isBad && $0.label != nil || $0.id == "efficiency" }))
        }
    }

    private func page(_ house: CaseHouse, _ language: String) async throws -> String {
        let listener = Listener(.public, frame: house.frame, world: house.world)
        let router = listener.router()
        RatingFiguresRoutes(
            queries: RatingQueries(engine: house.engine), catalogue: house.catalogue, frame: house.frame
        ).add(to: router)
        return try await listener.application(router).test(.router) { client in
            let answer = try await client.execute(
                uri: "/ratings", method: .get, headers: [.acceptLanguage: language])
            #expect(answer.status == .ok)
            return String(buffer: answer.body)
        }
    }

    @Test func aServicesOwnQuestionStandsOnItsPageAndOnNoOther() async throws {
        let house = try await CaseHouse(.sqlite)
        for (service, isAsked) in [(Self.bill, true), (CaseHouse.insurance, false)] {
            let asked = try #require(house.catalogue[service]).ratingReasons
            let listener = Listener(.terminal, frame: house.frame, world: house.world)
            let router = listener.router()
            let (frame, key) = (house.frame, Token(house.world))
            router.get("rating") { _, context in
                RatingPage(action: "/x", skip: "/y", reasons: asked, key: key).html(frame, context)
            }
            try await listener.application(router).test(.router) { client in
                for (language, words) in Self.own {
                    let answer = try await client.execute(
                        uri: "/rating", method: .get, headers: [.acceptLanguage: language])
                    let page = String(buffer: answer.body)
                    #expect(page.contains(words) == isAsked)
                    #expect(page.contains("value=\"bill-clear\"") == isAsked)
                    #expect(page.contains("value=\"efficiency\"") && !page.contains("[rating."))
                }
            }
        }
    }

    @Test func aServiceThatFewHaveRatedIsNotShown() async throws {
        let house = try await CaseHouse(.sqlite)
        try await rate(9, in: house)
        let page = try await page(house, "en")
        #expect(!page.contains(Self.bill.rawValue) && page.contains("No service has enough ratings yet."))
    }

    @Test(arguments: ["zh-Hans", "en", "nan-Hant"])
    func everybodyReadsHowAServiceWasRatedAndWhatWasNamed(_ language: String) async throws {
        let house = try await CaseHouse(.sqlite)
        try await rate(12, in: house)

        let page = try await page(house, language)

        #expect(page.contains("href=\"/services/water/bill-query\""))
        #expect(page.contains("60.0") && page.contains("10"))
        #expect(page.contains(try #require(Self.own[language])))
        #expect(!page.contains("[rating") && !page.contains("case-"))
        if language == "en" {
            #expect(
                page.contains(
                    "How clear the bill was: named 4 times, 4 of them by people who were not satisfied"))
            #expect(page.contains("How fast it went: named 10 times, 4 of them"))
            #expect(!page.contains("The machine"), "nobody named it")
        }
    }
}
