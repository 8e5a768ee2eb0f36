import Base
import Casework
import Catalogue
import Sandbox
import Staff
import Storage
import Support
import Testing

@testable import egret

/// What another city decides is decided by its own office at this desk, and it sees nothing else.
@Suite(.serialized) struct PartnerCityTests {
    private static let service = "disabled/certificate-replace"

    @Test(arguments: TestEngine.available)
    func itsOfficeDecidesAndItsPersonIsToldBefore(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let id = try #require(ServiceID(rawValue: Self.service))
            let page = try await FixtureJourneyTests.fill(id, as: "citizen-16", whole, citizen)
            #expect(page.path.hasSuffix("/check"), "\(page.path): \(page.text.words)")
            #expect(page.text.words.contains("Another city reads it too"), "\(page.text.words)")
            #expect(page.text.words.contains("Quanzhou"))
            let standing = try await citizen.submit(page)
            #expect(standing.text.words.contains("Quanzhou"), "\(standing.text.words)")
            let number = try #require(
                standing.path.split(separator: "/").dropFirst().first.map(String.init))
            let step = "/work/cases/\(number)/review"
            let person = try #require(whole.box.city.citizen(id: "citizen-16"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei")).number

            // The city's own offices have none of it, and neither has the other city's neighbour.
            for (id, region) in [("s-0861", "350203"), ("s-0862", nil), ("s-0863", "350600")] {
                let clerk = try await Official(
                    whole, id, department: "disabled", region: region, person: other)
                #expect(try await !clerk.get("/work").text.words.contains(number), "\(region ?? "city")")
                #expect(try await clerk.post(step + "/claim").status == 403)
            }
            let clerk = try await Official(
                whole, "s-0864", department: "disabled", region: "350500", person: other)
            let list = try await clerk.get("/work")
            #expect(list.text.words.contains(number) && list.text.words.contains("Quanzhou"))
            #expect(!list.text.html.contains("/work/export"), "no list leaves for another city")
            #expect(try await clerk.post("/work/export").status == 403)
            #expect(try await clerk.post(step + "/claim").place == step)
            let inside = try await clerk.get(step)
            #expect(inside.text.words.contains(person.name), "\(inside.text.words)")
            // Back to the city that took it in it may go; into no third one.
            #expect(inside.text.html.contains("<option value=\"disabled/3\""))
            #expect(!inside.text.html.contains("<option value=\"disabled/4/350600\""))
            #expect(try await clerk.post(step + "/approval").status == 303)
            let leaves = try await whole.leaves().filter { $0.contains("s-0864") && $0.contains(number) }
            #expect(leaves.contains { $0.contains("\"case.step-approved\"") }, "\(leaves)")
        }
    }

    @Test func whoServesAnotherCityHasItsQueueAndNothingOfThisOne() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let other = try #require(whole.box.city.citizen(id: "lin-wei")).number
            let clerk = try await Official(
                whole, "s-0871", roles: [.clerk, .supervisor, .operator], region: "350500", person: other)
            let refused = [
                "/people", "/approvals", "/revocations", "/catalogue/editor", "/catalogue/portal",
                "/exports", "/break-glass", "/volunteers", "/delays",
            ]
            for path in refused {
                let status = try await clerk.get(path).status
                #expect(status == 403, "\(path): \(status)")
            }
            #expect(try await clerk.get("/work").status == 200)
            let officer = try await Official(
                whole, "s-0872", roles: [.security], department: nil, region: nil, person: nil)
            let page = try await officer.get("/people").text
            #expect(page.html.contains("<option value=\"350500\">Quanzhou</option>"))
            #expect(
                try await officer.post(
                    "/people", [("name", "林样本"), ("department", "police"), ("region", "350500")]
                ).status == 200)
            #expect(
                try await officer.post(
                    "/people", [("name", "林样本"), ("department", "police"), ("region", "440300")]
                ).status >= 400, "nothing is agreed with it")
        }
    }
}
