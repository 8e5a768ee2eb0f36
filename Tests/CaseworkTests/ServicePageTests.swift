import Base
@testable import Catalogue
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Support
import Testing
import Web

@testable import Casework

/// What a terminal tells of a service before anybody begins it.
@Suite struct ServicePageTests {
    private func readable(_ page: String) -> String {
        page.replacing(/\/assets\/[0-9a-f]{8}\//, with: "/assets/…/")
            .replacing(/value="[0-9a-z]{26}"/, with: "value=\"…\"")
            .replacing("><", with: ">\n<") + "\n"
    }

    @Test(arguments: Language.allCases)
    func eachPageLooksAsReviewed(language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk(language: language.rawValue) { kiosk in
            for (name, service) in [
                ("instant", CaseHouse.insurance), ("promised", CaseHouse.endorsement),
                ("charged", CaseHouse.id("police/driving-licence-renewal")),
                ("event", CaseHouse.id("bundles/after-death")),
            ] {
                let page = String(buffer: try await kiosk.get("/services/\(service.rawValue)").body)
                #expect(page.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing")
                try expectSnapshot(readable(page), named: "kiosk/\(name)-\(language.rawValue).html")
            }
        }
    }

    @Test(arguments: Language.allCases)
    func inLargePrintThePageSaysTheSame(language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk(language: language.rawValue) { kiosk in
            kiosk.isLarge = true
            for (name, service) in [
                ("large", CaseHouse.endorsement), ("large-event", CaseHouse.id("bundles/newborn")),
            ] {
                let page = String(buffer: try await kiosk.get("/services/\(service.rawValue)").body)
                #expect(page.contains("class=\"kiosk large\""))
                #expect(page.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing")
                try expectSnapshot(readable(page), named: "kiosk/\(name)-\(language.rawValue).html")
            }
        }
    }

    @Test(arguments: Language.allCases)
    func noMarkOfWhereAServiceComesFromPassesForOfficial(language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        let phrases = house.frame.words.phrases(language)
        let marks = Provenance.Mark.allCases.map { phrases("kiosk.provenance.\($0.rawValue)") }
        #expect(Set(marks).count == marks.count)
        let not = [Language.english: "not official", .mandarin: "非官方", .minnan: "毋是官方"]
        for mark in marks { #expect(mark.contains(try #require(not[language])), "\(mark)") }
    }

    @Test(arguments: Language.allCases)
    func everyServiceSaysWhoWhatWhenHowMuchAndWhereToTurn(language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        let phrases = house.frame.words.phrases(language)
        let items = house.catalogue.items.filter { $0.selfService && $0.id != CaseHouse.insurance }
        try await house.kiosk(language: language.rawValue) { kiosk in
            for item in items {
                let page = String(buffer: try await kiosk.get("/services/\(item.id.rawValue)").body)
                let told =
                    item.conditions.map { $0[language] } + [
                        item.result.name[language], item.fee.basis[language], item.remedies.review[language],
                        item.remedies.litigation[language], item.remedies.supervision[language],
                        phrases("kiosk.provenance.\(item.provenance.mark.rawValue)"),
                    ]
                for text in told {
                    #expect(page.contains(Self.escaped(text)), "\(item.id.rawValue): \(text)")
                }
                if item.fee.fen > 0, item.fee.lines.isEmpty {
                    #expect(page.contains("\(item.fee.fen / 100)."))
                }
                #expect(page.contains(">\(item.promisedTime.amount)") || item.promisedTime.amount == 0)
            }
        }
    }

    @Test func whatIsFreeIsNotSaidOnceMoreBeforeItIsHandedIn() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            let place = try await kiosk.identify(house)
            try await kiosk.post("\(place)/questions/reason", ["answer": "lost"])
            try await kiosk.post("\(place)/questions/place", ["answer": "hotel"])
            let page = String(buffer: try await kiosk.get("\(place)/check").body)

            #expect(!page.contains("<dt>Fee</dt>"))
        }
    }

    @Test func whatACaseCostsIsItsOwnSum() async throws {
        let house = try await CaseHouse(.sqlite)
        let item = try #require(house.catalogue[CaseHouse.id("police/hongkong-macau-endorsement")])
        let facts = ServiceFacts(item, house.frame.words.phrases(.english), .english)
        func said(_ fen: Int64, _ exemption: LocalText? = nil) -> String {
            facts.fee(of: ServiceFee.Due(fen: fen, exemption: exemption)).value
        }
        let free = LocalText(mandarin: "免", english: "Free below fourteen", minnan: "免")
        #expect(said(4_500).contains("45.00 yuan") && said(0).contains("Nothing is owed"))
        #expect(said(0, free).contains("Free below fourteen"))
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
            .replacing("'", with: "&#39;")
    }
}
