import Base
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Support
import Testing
import Web

@testable import Identity

/// The pages of the way by network certificate, in every language.
@Suite struct NetworkPageTests {
    private static let standings: [(name: String, standing: NetworkLogin.Standing)] = [
        ("waiting", .waiting(address: "https://app.example/n?request=1", isSlow: false)),
        ("slow", .waiting(address: "https://app.example/n?request=1", isSlow: true)),
        ("first", .first), ("agreed", .agreed(number: "3502**********9807")), ("refused", .refused),
        ("mismatch", .mismatch), ("unanswered", .unanswered), ("expired", .expired),
    ]

    @Test(arguments: Language.allCases)
    func eachStandingLooksAsReviewed(language: Language) async throws {
        let house = try await IdentityHouse(.sqlite)
        let (frame, key) = (house.frame, Token(house.world))
        let listener = Listener(.terminal, frame: frame, world: house.world)
        let router = listener.router()
        for (name, standing) in Self.standings {
            router.get("\(name)") { _, context in
                NetworkPage(standing: standing, keys: [key, key]).html(frame, context)
            }
        }
        try await listener.application(router).test(.router) { client in
            for (name, _) in Self.standings {
                let page = String(
                    buffer: try await client.execute(
                        uri: "/\(name)", method: .get,
                        headers: [.cookie: "egret_display=\(language.rawValue)"]
                    ).body)
                try expectSnapshot(
                    Self.readable(page, without: key),
                    named: "identity/network-\(name)-\(language.rawValue).html")
            }
        }
        #expect(frame.words.unknownKeys == [])
    }

    /// What stands between head and bar, one element a line, without the picture's dots and the key.
    private static func readable(_ page: String, without key: Token) -> String {
        let head = page.matches(
            of: /<meta http-equiv="refresh"[^>]*>|<h1>[^<]*<\/h1>|<p class="lead">[^<]*<\/p>/
        )
        .map { String($0.output) }.joined()
        let main = page.firstMatch(of: /<main[\s\S]*<\/main>/).map { String($0.output) } ?? ""
        return (head + main).replacing(key.rawValue, with: "key")
            .replacing(/src="data:[^"]*"/, with: "src=\"data:…\"").replacing("><", with: ">\n<") + "\n"
    }
}
