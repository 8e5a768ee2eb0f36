import Hummingbird
import HummingbirdTesting
import HTTPTypes
import NIOCore
import Testing

@testable import Web

/// A page that was made for one person does not act for the next one who signs in on the same browser.
@Suite struct FormOwnerTests {
    private func site(
        _ surface: Surface, _ test: @Sendable @escaping (any TestClientProtocol) async throws -> Void
    ) async throws {
        let listener = try TestHouse().listener(surface)
        let router = listener.router()
        router.get("wish") { _, _ in
            element("main") {
                element("form", .method("post"), .action("/wish")) { void("input", .name("text")) }
                element("form", .method("get"), .action("/find")) { void("input", .name("text")) }
            }
        }
        router.post("wish") { request, context in
            try await form(of: request, context)["text"] ?? ""
        }
        try await listener.application(router).test(.router, test)
    }

    private func fields(_ who: String?, _ surface: Surface) -> HTTPFields {
        var fields: HTTPFields = [
            .accept: "text/html", .acceptLanguage: "en",
            .contentType: "application/x-www-form-urlencoded",
        ]
        if let who { fields[.cookie] = "\(SessionCarrier.cookieName(surface))=\(who)" }
        return fields
    }

    /// The mark on a page, and what comes of sending it.
    private func mark(_ client: any TestClientProtocol, _ who: String?, _ surface: Surface) async throws
        -> String?
    {
        let page = String(
            buffer: try await client.execute(uri: "/wish", method: .get, headers: fields(who, surface)).body)
        #expect(page.matches(of: /form_owner/).count == (who == nil || surface != .public ? 0 : 1), "\(page)")
        return page.firstMatch(of: /name="form_owner" value="([^"]+)"/).map { String($0.1) }
    }

    private func send(
        _ client: any TestClientProtocol, _ mark: String?, as who: String?, _ surface: Surface
    ) async throws -> (status: HTTPResponse.Status, text: String) {
        let answer = try await client.execute(
            uri: "/wish", method: .post, headers: fields(who, surface),
            body: ByteBuffer(string: (mark.map { "form_owner=\($0)&" } ?? "") + "text=mine"))
        return (answer.status, String(buffer: answer.body))
    }

    @Test func aFormActsForWhomItWasMadeAndForNobodyElse() async throws {
        try await site(.public) { client in
            let own = try #require(try await mark(client, "token-of-one", .public))
            #expect(!own.contains("token-of-one"))
            let nobodys = try await mark(client, nil, .public)
            #expect(nobodys == nil)
            let done = try await send(client, own, as: "token-of-one", .public)
            #expect(done.status == .ok && done.text == "mine")
            let other = try await send(client, own, as: "token-of-two", .public)
            #expect(other.status == .conflict && other.text.contains("This page is out of date"))
            #expect(!other.text.contains("mine"))
            // Whoever is signed out is asked to sign in, as ever; a program's form belongs to nobody.
            let signedOut = try await send(client, own, as: nil, .public)
            let program = try await send(client, nil, as: "token-of-two", .public)
            #expect(signedOut.status == .ok && program.status == .ok)
        }
    }

    @Test func theDeskAndTheTerminalKnowTheirPeopleOtherwise() async throws {
        try await site(.staff) { client in
            let none = try await mark(client, "token-of-one", .staff)
            #expect(none == nil)
        }
    }
}
