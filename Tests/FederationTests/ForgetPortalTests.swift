import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing
import Web

@testable import Federation

/// What the portal said of somebody goes with her session, and does not wait for who comes next to the browser.
@Suite struct ForgetPortalTests {
    /// What a browser that keeps the portal's word is told of it by an answer that hands it a session, and leads somewhere.
    private func isForgotten(leadingTo place: String, begins: Bool = true) async throws -> Bool {
        let house = try await FederationHouse()
        let listener = house.listener
        let router = house.router(listener)
        router.get("session") { _, context in
            var response = Response.redirect(to: place)
            if begins { SessionCarrier.give("t0ken", to: &response, context) }
            return response
        }
        let cookies = try await listener.application(router).test(.router) { client in
            try await client.execute(
                uri: "/session", method: .get, headers: [.cookie: "\(PortalRoutes.cookie)=note"]
            ) { $0.headers[values: .setCookie] }
        }
        await house.engine.close()
        return cookies.contains { $0.hasPrefix("\(PortalRoutes.cookie)=;") && $0.contains("Max-Age=0") }
    }

    @Test(arguments: ["/account", "/account/second?next=%2Faccount", "/account/sign-in", "/?next=%2Fportal"])
    func aSignInByAnotherWayForgetsIt(place: String) async throws {
        #expect(try await isForgotten(leadingTo: place))
        #expect(try await !isForgotten(leadingTo: place, begins: false), "the same person goes on")
    }

    @Test(arguments: ["/portal/link", "/account/second?next=%2Fportal%2Flink"])
    func theSignInThatSheIsAskedForKeepsIt(place: String) async throws {
        #expect(try await !isForgotten(leadingTo: place))
    }

    @Test func aSignOutAtASitesWishForgetsIt() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            let pass = try await Visitor(client: visitor.client, house: house).get("/oidc/logout")
            let page = try await visitor.get(try #require(pass.next))
            let ended = try await visitor.post(
                "/oidc/logout",
                [
                    ("idempotency_key", try #require(page.field("idempotency_key"))),
                    ("request", try #require(page.field("request"))),
                ],
                headers: [
                    .cookie: "__Host-egret-public=\(visitor.cookie ?? ""); \(PortalRoutes.cookie)=note"
                ])

            let cookies = ended.headers[values: .setCookie]
            #expect(cookies.contains { $0.hasPrefix("__Host-egret-public=;") })
            #expect(cookies.contains { $0.hasPrefix("\(PortalRoutes.cookie)=;") && $0.contains("Max-Age=0") })
        }
    }
}
