import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Support
import Testing

@testable import Web

/// A form that waited for whoever wrote it to sign in again.
@Suite struct KeptFormTests {
    private struct SignedIn: MiddlewareProtocol {
        func handle(
            _ request: Request, context: EgretContext,
            next: (Request, EgretContext) async throws -> Response
        ) async throws -> Response {
            var context = context
            context.owner = "hers"
            return try await next(request, context)
        }
    }

    @Test(arguments: ["kept_for=hers&name=n": 200, "name=n": 200, "kept_for=another&name=n": 409])
    func itIsHersAlone(body: String, status: Int) async throws {
        let listener = try TestHouse().listener(.staff)
        let router = listener.router()
        router.add(middleware: SignedIn())
        router.post("things") { request, context in
            _ = try await form(of: request, context)
            return "taken"
        }
        try await listener.application(router).test(.router) { client in
            let answer = try await client.execute(
                uri: "/things", method: .post,
                headers: [.contentType: "application/x-www-form-urlencoded", .accept: "application/json"],
                body: ByteBuffer(string: body))
            #expect(answer.status.code == status)
        }
    }
}
