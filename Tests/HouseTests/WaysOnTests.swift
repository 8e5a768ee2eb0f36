import Sandbox
import Storage
import Support
import Testing
import Web

@testable import egret

/// Who cannot go on where she is finds the way on there.
@Suite(.serialized) struct WaysOnTests {
    @Test func whatIsSaidInPlaceOfAServiceLeadsToTheOneItNames() async throws {
        try await WholeHouse.run(.sqlite) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "elder-94"))

            let page = try await citizen.identify(
                person, by: "face", service: "/services/civil/old-age-allowance")

            #expect(page.text.words.contains("look up your payments instead"), "\(page.text.words)")
            #expect(
                page.text.links.filter { $0.hasPrefix("/services/") }
                    == ["/services/civil/old-age-allowance-query"])
        }
    }

    /// WCAG 2.2, 3.2.6: help in one place, the last of the ways at the head of every page.
    @Test func helpIsInOnePlaceOnEveryPageOfThePublicSite() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            func site(_ path: String) async throws -> String {
                String(decoding: try await whole.fetch(whole.address(.public) + path).1, as: UTF8.self)
            }
            for path in [
                "/", "/services", "/services/civil/old-age-allowance", "/stations", "/verify",
                "/account/sign-in",
            ] {
                let page = try await site(path)
                let ways = try #require(page.firstRange(of: "<nav class=\"links\""), "\(path)")
                let end = try #require(page[ways.lowerBound...].firstRange(of: "</nav>"), "\(path)")
                let last = page[ways.lowerBound..<end.lowerBound].split(separator: "<li>").last ?? ""
                #expect(last.hasPrefix("<a href=\"/help\">"), "\(path): \(last)")
            }
            let help = try await site("/help")
            #expect(help.contains("12345") && help.contains("aria-current=\"page\""))
            #expect(!help.contains("<a class=\"button primary\""), "no way back that leads elsewhere")
        }
    }
}
