import NIOCore
import Hummingbird
import HTTPTypes
import Base
import Foundation
import HummingbirdTesting
import Support
import Testing
import Web

@Suite struct FrameTests {
    /// One element a line, and no hash that changes with a style sheet.
    private func readable(_ page: String) -> String {
        page.replacing(/\/assets\/[0-9a-f]{8}\//, with: "/assets/…/").replacing("><", with: ">\n<") + "\n"
    }

    @Test(arguments: Surface.allCases, Language.allCases)
    func eachFrameLooksAsReviewed(surface: Surface, language: Language) async throws {
        let listener = try TestHouse().listener(surface)

        try await listener.application(listener.router()).test(.router) { client in
            let page = try await client.execute(
                uri: "/help", method: .get, headers: [.cookie: "egret_display=\(language.rawValue)"])
            try expectSnapshot(
                readable(String(buffer: page.body)),
                named: "web/frame-\(surface.rawValue)-\(language.rawValue).html")
        }
        #expect(listener.frame.words.unknownKeys == [])
    }

    @Test func everyPartLooksAsReviewed() async throws {
        let listener = try TestHouse().listener(.terminal)

        try await listener.application(listener.router()).test(.router) { client in
            let page = try await client.execute(
                uri: "/dev/patterns", method: .get, headers: [.cookie: "egret_display=zh-Hans"])
            try expectSnapshot(readable(String(buffer: page.body)), named: "web/patterns.html")
        }
    }

    @Test(arguments: Surface.allCases)
    func aPageHasOneHeadingALanguageAndATitle(surface: Surface) async throws {
        let listener = try TestHouse().listener(surface)

        try await listener.application(listener.router()).test(.router) { client in
            let page = String(buffer: try await client.execute(uri: "/dev/patterns", method: .get).body)
            #expect(page.matches(of: /<h1[ >]/).count == 1)
            #expect(page.matches(of: /<main\b/).count == 1)
            #expect(page.contains("<title>办理居住证 · 白鹭政务</title>"))
            #expect(page.matches(of: /<img(?![^>]*alt=)/).isEmpty)
        }
    }

    @Test func everyControlHasItsLabel() async throws {
        let listener = try TestHouse().listener(.terminal)

        try await listener.application(listener.router()).test(.router) { client in
            let page = String(buffer: try await client.execute(uri: "/dev/patterns", method: .get).body)
            let controls = page.matches(
                of: /<(?:input|textarea) id="([^"]+)"|<input type="(?:radio|checkbox)" id="([^"]+)"/)
            #expect(controls.count >= 10)
            for control in controls {
                let id = try #require(control.output.1 ?? control.output.2)
                #expect(page.contains("for=\"\(id)\""), "\(id)")
            }
            let ids = page.matches(of: /\sid="([^"]+)"/).map { String($0.output.1) }
            #expect(ids.count == Set(ids).count)
            for reference in page.matches(of: /aria-describedby="([^"]+)"/) {
                for id in reference.output.1.split(separator: " ") { #expect(ids.contains(String(id))) }
            }
        }
    }

    @Test func largePrintGetsThreeTimesTheTime() async throws {
        let listener = try TestHouse().listener(.terminal)

        try await listener.application(listener.router()).test(.router) { client in
            let plain = String(buffer: try await client.execute(uri: "/help", method: .get).body)
            let large = String(
                buffer: try await client.execute(
                    uri: "/help", method: .get, headers: [.cookie: "egret_display=en.large"]
                ).body)
            #expect(
                plain.contains("data-mask-seconds=\"90\"") && plain.contains("data-answer-seconds=\"30\""))
            #expect(
                large.contains("data-mask-seconds=\"270\"") && large.contains("data-answer-seconds=\"90\""))
        }
    }

    @Test func whoeverIsLoggedInCanEndTheVisitFromEveryScreen() async throws {
        let listener = try TestHouse().listener(.terminal)

        try await listener.application(listener.router()).test(.router) { client in
            let page = String(
                buffer: try await client.execute(
                    uri: "/help", method: .get, headers: [.egretSession: Token(.frozen()).rawValue]
                ).body)
            #expect(page.contains("data-known=\"true\""))
            #expect(page.matches(of: /action="\/terminal\/end"/).count == 2)
        }
    }
}
