import Base
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Support
import Testing
import Web

@testable import Identity

/// The page that asks for password and code once more.
@Suite struct ProofPageTests {
    @Test(arguments: ["password", "code"])
    func aMistakeIsSaidWhereItWasMade(field: String) async throws {
        let house = try await IdentityHouse(.sqlite)
        let (frame, key) = (house.frame, Token(house.world))
        let listener = Listener(.public, frame: frame, world: house.world)
        let router = listener.router()
        router.get("proof") { _, context in
            ProofPage(
                errors: [FieldError(field, "Not so.")], ways: [.password, .totp], next: "/account",
                offer: nil,
                key: key
            ).html(frame, context)
        }
        try await listener.application(router).test(.router) { client in
            let page = String(buffer: try await client.execute(uri: "/proof", method: .get).body)
            #expect(page.contains("href=\"#\(field)\""), "the summary leads there")
            let wrong = page.matches(of: /<input[^>]*aria-invalid="true"[^>]*>/).map { String($0.output) }
            #expect(wrong.count == 1 && wrong[0].contains("id=\"\(field)\""), "\(wrong)")
        }
    }
}
