import NIOCore
import HummingbirdTesting
import Hummingbird
import HTTPTypes
import Testing
import Web

@Suite struct GuardTests {
    private func client(
        _ surface: Surface, _ test: @Sendable @escaping (any TestClientProtocol) async throws -> Void
    ) async throws {
        let listener = try TestHouse().listener(surface) { $0.strictTransportSeconds = 31_536_000 }
        let router = listener.router()
        router.post("act") { request, context in
            _ = try await form(of: request, context)
            return "done"
        }
        router.group().add(middleware: BodyLimit(bytes: 200_000)).post("large") { request, context in
            _ = try await form(of: request, context)
            return "done"
        }
        try await listener.application(router).test(.router, test)
    }

    private static let kind: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

    @Test(arguments: Surface.allCases)
    func everyAnswerTellsTheBrowserItsLimits(surface: Surface) async throws {
        try await client(surface) { client in
            for path in ["/help", "/nowhere", "/livez"] {
                let headers = try await client.execute(uri: path, method: .get).headers
                let policy = try #require(headers[.contentSecurityPolicy])
                #expect(policy.hasPrefix("default-src 'none'; script-src 'self' 'nonce-"))
                #expect(!policy.contains("unsafe"))
                #expect(headers[.xContentTypeOptions] == "nosniff")
                #expect(headers[.cacheControl] == "no-store")
                let permissions = try #require(headers[HTTPField.Name("Permissions-Policy")!])
                #expect(permissions.contains("camera=(self)") == (surface == .terminal))
                #expect(permissions.contains("publickey-credentials-get=(self)") == (surface != .terminal))
                #expect(permissions.contains("publickey-credentials-create=(self)") == (surface != .terminal))
                #expect((headers[.strictTransportSecurity] != nil) == (surface != .terminal))
            }
        }
    }

    @Test(
        "ASVS 3.4.1, 3.4.2, 3.4.5, 3.4.6, 3.4.8, 3.5.8: no other site reads, frames, embeds or hears of a page"
    )
    func noOtherSiteGetsHoldOfAPage() async throws {
        try await client(.public) { client in
            for path in ["/help", "/nowhere", "/livez"] {
                let headers = try await client.execute(
                    uri: path, method: .get, headers: [.origin: "https://other.example"]
                ).headers
                func field(_ name: String) -> String? { headers[HTTPField.Name(name)!] }

                #expect(field("Strict-Transport-Security") == "max-age=31536000; includeSubDomains")
                #expect(field("Referrer-Policy") == "no-referrer")
                #expect(field("Cross-Origin-Opener-Policy") == "same-origin")
                #expect(field("Cross-Origin-Resource-Policy") == "same-origin")
                #expect(!headers.contains { $0.name.canonicalName.hasPrefix("access-control-") })
                let policy = try #require(headers[.contentSecurityPolicy])
                for part in [
                    "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'", "form-action 'self'",
                ] {
                    #expect(policy.contains("; " + part))
                }
            }
        }
    }

    @Test func theDeskTellsItselfAloneWhereSomebodyComesFrom() async throws {
        try await client(.staff) { client in
            let headers = try await client.execute(uri: "/help", method: .get).headers
            #expect(headers[HTTPField.Name("Referrer-Policy")!] == "same-origin")
        }
    }

    @Test func noTwoAnswersShareANonce() async throws {
        try await client(.public) { client in
            let first = try await client.execute(uri: "/help", method: .get).headers[.contentSecurityPolicy]
            let second = try await client.execute(uri: "/help", method: .get).headers[.contentSecurityPolicy]
            #expect(first != second)
        }
    }

    @Test(arguments: [
        ("Sec-Fetch-Site", "cross-site", false), ("Sec-Fetch-Site", "same-site", false),
        ("Sec-Fetch-Site", "same-origin", true), ("Origin", "https://evil.example", false),
        ("Origin", "null", false), ("Origin", "http://localhost", true),
    ])
    func anotherSitesFormIsRefused(name: String, value: String, isTaken: Bool) async throws {
        try await client(.public) { client in
            var headers = Self.kind
            headers[HTTPField.Name(name)!] = value
            let answer = try await client.execute(
                uri: "/act", method: .post, headers: headers, body: .init(string: "a=b"))
            #expect(answer.status == (isTaken ? .ok : .forbidden))
        }
    }

    @Test func aBodyAboveTheRoutesLimitIsRefused() async throws {
        try await client(.public) { client in
            let body = ByteBuffer(string: "a=" + String(repeating: "x", count: 70_000))
            let refused = try await client.execute(
                uri: "/act", method: .post, headers: Self.kind, body: body)
            let taken = try await client.execute(
                uri: "/large", method: .post, headers: Self.kind, body: body)
            #expect(refused.status == .contentTooLarge)
            #expect(taken.status == .ok)
        }
    }

    @Test(arguments: ["/%FF", "/a%00b", "/%0Ax"])
    func anAddressThatIsNotTextIsRefused(path: String) async throws {
        try await client(.public) { client in
            let answer = try await client.execute(uri: path, method: .get)
            #expect(answer.status == .badRequest)
        }
    }

    @Test func aBodyThatIsNoFormIsRefused() async throws {
        try await client(.public) { client in
            let answer = try await client.execute(
                uri: "/act", method: .post, headers: [.contentType: "text/plain"], body: .init(string: "a"))
            #expect(answer.status == .unsupportedMediaType)
        }
    }

    @Test(arguments: [Surface.public, .staff])
    func aSessionsCookieBelongsToOneSurfaceAndOneHost(surface: Surface) async throws {
        let listener = try TestHouse().listener(surface)
        let router = listener.router()
        router.get("in") { _, context in
            var response = Response(status: .ok)
            SessionCarrier.give("t0ken", to: &response, context)
            return response
        }
        router.get("who") { _, context in context.sessionToken ?? "nobody" }

        try await listener.application(router).test(.router) { client in
            let cookie = try #require(try await client.execute(uri: "/in", method: .get).headers[.setCookie])
            #expect(
                cookie
                    == "__Host-egret-\(surface.rawValue)=t0ken; Path=/; Secure; HttpOnly; SameSite=Strict")
            let other = surface == .public ? "staff" : "public"
            let own = try await client.execute(
                uri: "/who", method: .get, headers: [.cookie: "__Host-egret-\(surface.rawValue)=t0ken"])
            let foreign = try await client.execute(
                uri: "/who", method: .get, headers: [.cookie: "__Host-egret-\(other)=t0ken"])
            #expect(String(buffer: own.body) == "t0ken")
            #expect(String(buffer: foreign.body) == "nobody")
        }
    }
}
