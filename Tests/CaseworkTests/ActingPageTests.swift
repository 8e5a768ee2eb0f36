import Base
import Casework
import Catalogue
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Support
import Testing
import Web

@testable import Representation

/// The pages of acting for another, at the terminal.
@Suite struct ActingPageTests {
    private func readable(_ page: String) -> String {
        page.replacing(/\/assets\/[0-9a-f]{8}\//, with: "/assets/…/")
            .replacing(/value="[0-9a-z]{26}"/, with: "value=\"…\"")
            .replacing(/value="[0-9a-f]{32}"/, with: "value=\"…\"")
            .replacing(/mandates\/[0-9a-z]{26}/, with: "mandates/…")
            .replacing("><", with: ">\n<") + "\n"
    }

    @Test(arguments: Language.allCases)
    func eachPageLooksAsReviewedAndNamesNobodyWhole(language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.mandate(from: .one, to: .two)
        try await house.kiosk(language: language.rawValue) { kiosk in
            let first = try await kiosk.identify(
                house, for: CaseHouse.insurance, .one, forAnother: true)
            #expect(first == "/acting")
            let whom = String(buffer: try await kiosk.get("/acting").body)
            let list = String(buffer: try await kiosk.post("/acting", ["whom": "child"]).body)
            let none = String(buffer: try await kiosk.post("/acting", ["whom": "mandate"]).body)
            let mandates = String(buffer: try await kiosk.get("/mandates").body)
            let wrong = try await kiosk.post(
                "/mandates", ["name": "林伟", "number": "1", "scope": "all", "days": "30"])

            #expect(wrong.status == .unprocessableContent)
            for (name, page) in [
                ("whom", whom), ("list", list), ("none", none), ("mandates", mandates),
            ] {
                for person in TestPerson.all {
                    #expect(!page.contains(person.name) && !page.contains(person.number.text), "\(name)")
                }
                #expect(page.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing")
                try expectSnapshot(readable(page), named: "acting/\(name)-\(language.rawValue).html")
            }
            let mended = String(buffer: wrong.body)
            for typed in ["林伟", "1", "all", "30"] {
                let isThere = mended.contains(" value=\"\(typed)\"")
                #expect(isThere, "\(typed) need not be typed again")
            }
            let checked = mended.matches(of: /value="([a-z0-9]+)" checked/).map { String($0.1) }
            #expect(checked == ["all", "30"])
        }
    }

    @Test(arguments: TestEngine.available)
    func theVisitGetsANewTokenTogetherWithTheOneItIsFor(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await house.kiosk { kiosk in
            _ = try await kiosk.identify(house, for: CaseHouse.insurance, .one, forAnother: true)
            let former = kiosk.session
            let list = String(buffer: try await kiosk.post("/acting", ["whom": "child"]).body)
            let choice = try #require(list.firstMatch(of: /name="choice" value="([0-9a-f]{32})"/)).1
            let chosen = try await kiosk.post(
                "/acting/choice", ["kind": "child", "choice": String(choice)])
            let place = try #require(chosen.headers[.location])

            #expect(chosen.headers[.egretActingFor]?.count == 64)
            #expect(chosen.headers[.egretSubject] == nil)
            #expect(place.hasPrefix("/cases/") && kiosk.session != former)
            kiosk.session = former
            #expect(try await kiosk.get(place).status == .unauthorized)
        }
    }

    @Test func whoGoesOnForHerselfIsAskedNoMore() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            _ = try await kiosk.identify(house, for: CaseHouse.insurance, .one, forAnother: true)
            let own = try await kiosk.post("/acting", ["whom": "self"])
            #expect(own.headers[.location]?.hasPrefix("/cases/") == true)
            #expect(own.headers[.egretActingFor] == nil)
        }
    }

    @Test func aSilentRegisterLeavesTheOtherWaysOpen() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            _ = try await kiosk.identify(house, for: CaseHouse.insurance, .one, forAnother: true)
            house.registers.become(.down)
            let page = try await kiosk.post("/acting", ["whom": "child"])
            #expect(page.status == .serviceUnavailable)
            #expect(String(buffer: page.body).contains("value=\"self\""))
            house.registers.become(.answers)
            #expect(try await kiosk.post("/acting", ["whom": "self"]).status == .seeOther)
        }
    }

    @Test func aServiceThatLetsNobodyActOffersItToNobody() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            let place = "/services/\(CaseHouse.residence.rawValue)"
            let page = String(buffer: try await kiosk.get(place).body)
            #expect(!page.contains("/start?whom=another"))
            #expect(try await kiosk.post(place + "/start?whom=another").status == .forbidden)
            let other = try await kiosk.get("/services/\(CaseHouse.insurance.rawValue)")
            #expect(String(buffer: other.body).contains("/start?whom=another"))
        }
    }
}
