import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Stations
import Support
import Testing
import Web

@Suite struct StationsPageTests {
    @Test(arguments: zip(["zh-Hans", "en", "nan-Hant"], ["思明区", "Siming District", "思明區"]))
    func thePageSaysWhereAndWhetherItWorks(_ language: String, _ district: String) async throws {
        let house = try await StationsHouse(.sqlite)
        let machine = try await house.machine()
        _ = try await house.verbs.reportHealth(house.report(), from: machine.id)

        let page = try await get("/stations", of: house, language: language)

        #expect(page.contains(district))
        #expect(page.contains("样板南路 1 号"))
        #expect(page.contains("data-state=\"serving\""))
        #expect(page.contains(language == "en" ? "2 March 2026, 09:00" : "2026年3月2日 09:00"))
        #expect(!page.contains("[stations."))
        #expect(!page.contains(machine.id), "the public learns no terminal's id")
    }

    @Test func aNameWithMarkupStaysText() async throws {
        let house = try await StationsHouse(.sqlite)
        let old = StationsHouse.station
        try await house.verbs.seed([
            Station(
                id: "x", name: PlaceText(mandarin: "<script>alert(1)</script>"), address: old.address,
                division: old.division, latitudeMicrodegrees: 0, longitudeMicrodegrees: 0,
                hours: "09:00-17:00",
                owner: "x")
        ])

        let page = try await get("/stations", of: house, language: "zh-Hans")

        #expect(page.contains("&lt;script&gt;alert(1)"))
        #expect(!page.contains("<script>alert"))
    }

    @Test func programsReadTheSame() async throws {
        let house = try await StationsHouse(.sqlite)

        let text = try await get("/api/v1/stations", of: house, language: "en")

        let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let station = try #require((document?["stations"] as? [[String: Any]])?.first)
        #expect(station["id"] as? String == "siming-1")
        #expect(station["state"] as? String == "empty")
        #expect((station["name"] as? [String: String])?["nan-Hant"] == "湖濱樣板店")
        #expect(station["latitudeMicrodegrees"] as? Int == 24_470_500)
        #expect(station["owner"] == nil)
    }

    private func get(_ target: String, of house: StationsHouse, language: String) async throws -> String {
        let frame = try Frame(rooms: [StationsResources.bundle])
        let listener = Listener(.public, frame: frame, world: house.world)
        let router = listener.router()
        StationRoutes(queries: house.verbs.queries, frame: frame).add(to: router)
        return try await listener.application(router).test(.router) { client in
            let answer = try await client.execute(
                uri: target, method: .get, headers: [.acceptLanguage: language])
            #expect(answer.status == .ok)
            return String(buffer: answer.body)
        }
    }
}
