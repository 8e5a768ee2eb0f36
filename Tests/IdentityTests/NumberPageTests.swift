import Base
import Hummingbird
import HummingbirdTesting
import Support
import Testing
import Web

@testable import Identity

/// The pages on which a person sets her phone, on a terminal and in her account.
@Suite struct NumberPageTests {
    /// A terminal's browser may be anybody's program: what it is told to keep for a form it offers to the next person.
    @Test(arguments: [Surface.terminal, .public])
    func onlyHerOwnBrowserFillsThemIn(surface: Surface) async throws {
        let house = try await IdentityHouse(.sqlite)
        let (frame, key) = (house.frame, Token(house.world))
        let phone = try #require(Phone("13900000001"))
        let listener = Listener(surface, frame: frame, world: house.world)
        let router = listener.router()
        router.get("number") { _, context in
            NumberPage(present: nil, error: nil, key: key).html(frame, context)
        }
        router.get("code") { _, context in
            NumberCodePage(phone: phone, error: nil, key: key, againKey: key).html(frame, context)
        }
        try await listener.application(router).test(.router) { client in
            for (place, word) in [("/number", "tel"), ("/code", "one-time-code")] {
                let page = String(buffer: try await client.execute(uri: place, method: .get).body)
                #expect(page.contains("autocomplete=\"off\"") == (surface == .terminal), "\(place)")
                #expect(page.contains("autocomplete=\"\(word)\"") == (surface == .public), "\(place)")
            }
        }
    }
}
