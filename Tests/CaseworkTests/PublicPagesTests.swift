import Audit
import Base
import Catalogue
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Stations
import Support
import Testing
import Web
import Wire

@testable import Casework

/// What everybody can read of services on the public site.
@Suite struct PublicPagesTests {
    private func site(
        _ house: CaseHouse, language: String = "en", isSignedIn: Bool = false,
        _ test: @Sendable (_ get: @Sendable (String) async throws -> TestResponse) async throws -> Void
    ) async throws {
        let listener = Listener(.public, frame: house.frame, world: house.world)
        let router = listener.router()
        PublicRoutes(
            frame: house.frame, world: house.world, catalogue: house.catalogue, choose: house.verbs.choose,
            stations: house.stations.queries, offersNetwork: false, isSignedIn: { _ in isSignedIn }
        ).add(to: router)
        try await listener.application(router).test(.router) { client in
            try await test { path in
                try await client.execute(
                    uri: path, method: .get,
                    headers: [.accept: "text/html", .acceptLanguage: language])
            }
        }
    }

    private func readable(_ page: String) -> String {
        page.replacing(/\/assets\/[0-9a-f]{8}\//, with: "/assets/…/")
            .replacing(/value="[0-9a-z]{26}"/, with: "value=\"…\"")
            .replacing("><", with: ">\n<") + "\n"
    }

    @Test(arguments: Language.allCases)
    func eachPageLooksAsReviewed(language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        try await site(house, language: language.rawValue) { get in
            for (name, path) in [
                ("all", "/services"), ("found", "/services?q=canbao"), ("topic", "/services?topic=birth"),
                ("service", "/services/\(CaseHouse.insurance.rawValue)"),
                ("card", "/services/\(CaseHouse.doors.rawValue)"),
                ("bundle", "/services/bundles/school-entry"),
                ("bundle-card", "/services/bundles/disability"),
            ] {
                let answer = try await get(path)
                let page = String(buffer: answer.body)
                #expect(answer.status == .ok, "\(path)")
                #expect(page.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing at \(path)")
                try expectSnapshot(readable(page), named: "services/\(name)-\(language.rawValue).html")
            }
        }
    }

    @Test func searchFindsAsTheTerminalDoesAndSaysWhenThereIsNothing() async throws {
        let house = try await CaseHouse(.sqlite)
        try await site(house) { get in
            let found = String(buffer: try await get("/services?q=juzhuzheng").body)
            #expect(found.contains("href=\"/services/police/residence-permit-endorsement\""))
            let nothing = try await get("/services?q=%3Cb%3Exqzj%3C/b%3E")
            #expect(nothing.status == .ok && !String(buffer: nothing.body).contains("<b>xqzj"))
            for path in [
                "/services/police/nothing", "/services/bundles/nothing", "/services/x/y",
                "/services/police/%00",
            ] {
                let status = try await get(path).status
                #expect(status == .notFound || status == .badRequest, "\(path)")
            }
        }
    }

    /// 证明, a word of many services: the number of places on the page is not given out as that of the services.
    @Test func aSearchThatFindsMoreThanItShowsSaysSo() async throws {
        let house = try await CaseHouse(.sqlite)
        try await site(house) { get in
            let found = String(buffer: try await get("/services?q=%E8%AF%81%E6%98%8E").body)
            #expect(found.contains("<h1>More than 24 services found, the nearest first</h1>"))
            #expect(found.ranges(of: "<h2><a href=\"/services/").count == 24)
        }
        try await house.kiosk { kiosk in
            let found = String(buffer: try await kiosk.get("/services?q=%E8%AF%81%E6%98%8E").body)
            #expect(found.contains("More than 24 services found"))
        }
    }

    @Test func noRowOfAServicesPageIsEmpty() async throws {
        let house = try await CaseHouse(.sqlite)
        try await site(house) { get in
            for item in house.catalogue.items {
                let page = String(buffer: try await get("/services/\(item.id.rawValue)").body)
                #expect(page.contains("summary-value"), "\(item.id.rawValue)")
                #expect(!page.contains("summary-value\"><bdi></bdi>"), "\(item.id.rawValue)")
            }
        }
    }

    @Test func aServiceIsBegunHereOnlyBySomebodyWhoIsSignedIn() async throws {
        let house = try await CaseHouse(.sqlite)
        let path = "/services/\(CaseHouse.details.rawValue)"
        let start = "action=\"/account/services/\(CaseHouse.details.rawValue)/start\""
        try await site(house) { get in
            let page = String(buffer: try await get(path).body)
            #expect(!page.contains(start) && page.contains("/account/sign-in?next="))
        }
        try await site(house, isSignedIn: true) { get in
            let page = String(buffer: try await get(path).body)
            #expect(page.contains(start))
            let card = String(buffer: try await get("/services/\(CaseHouse.doors.rawValue)").body)
            #expect(!card.contains("/start\"") && card.contains("Identity card + camera"))
            #expect(!card.contains("Agree on my phone"))
            // Not begun here, and yet no card is asked for.
            let none = String(buffer: try await get("/services/\(CaseHouse.insurance.rawValue)").body)
            #expect(!none.contains("/start\"") && none.contains("Agree on my phone"))
            #expect(!none.contains("National network identity app"), "this house does not offer it")
        }
    }

    @Test func aLifeEventIsBegunHereWhereOneOfItsServicesCanBeAndElseItSaysWhyNot() async throws {
        let house = try await CaseHouse(.sqlite)
        let newborn = CaseHouse.id("bundles/newborn")
        try await site(house, isSignedIn: true) { get in
            let all = String(buffer: try await get("/services").body)
            for bundle in house.catalogue.bundles {
                let path = "/services/\(bundle.id.rawValue)"
                #expect(all.contains("href=\"\(path)\""))
                let page = String(buffer: try await get(path).body)
                let isOnline = house.catalogue.parts(of: bundle.id).contains {
                    !$0.isForChild && OwnForms.isOnline($0.item)
                }
                #expect(page.contains("action=\"/account\(path)/start\"") == isOnline, "\(path)")
                #expect(page.contains("it cannot be begun here") == !isOnline, "\(path)")
                #expect(bundle.services.allSatisfy { page.contains("href=\"/services/\($0.rawValue)\"") })
            }
            let page = String(buffer: try await get("/services/\(newborn.rawValue)").body)
            #expect(page.contains("Here or at a station"))
            #expect(page.contains("At a station"))
            #expect(page.contains("For your child: at a station, with your identity card"))
        }
    }

    @Test(arguments: TestEngine.available)
    func itSaysWhereItCanBeHadNow(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let path = "/services/\(CaseHouse.insurance.rawValue)"
        try await site(house) { get in
            let page = String(buffer: try await get(path).body)
            #expect(page.contains("No station can do it just now"))
        }
        _ = try await house.stations.reportHealth(
            HealthReport(
                version: "1", cardReader: .ready, camera: .ready, printer: .ready, printerReasons: [],
                stopped: nil, clockMs: house.clock.now.milliseconds),
            from: house.terminals[0])
        try await site(house) { get in
            let page = String(buffer: try await get(path).body)
            #expect(page.contains("湖滨"))
        }
        try await house.stations.stopService(
            CaseHouse.insurance.rawValue, at: house.terminals[0], reason: "register-other-subject",
            by: .system("casework"))
        try await site(house) { get in
            let page = String(buffer: try await get(path).body)
            #expect(!page.contains("湖滨"))
            let other = "/services/\(CaseHouse.residence.rawValue)"
            let elsewhere = String(buffer: try await get(other).body)
            #expect(elsewhere.contains("湖滨"))
        }
    }
}
