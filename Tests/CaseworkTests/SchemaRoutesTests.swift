import Catalogue
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Support
import Testing
import Web

@testable import Casework

/// What an editor asks for while a department writes.
@Suite struct SchemaRoutesTests {
    private func get(_ path: String, knowing tag: String? = nil) async throws -> TestResponse {
        let listener = Listener(.public, frame: try Frame(rooms: []), world: .frozen())
        let router = listener.router()
        try SchemaRoutes(base: "https://city.example").add(to: router)
        var headers: HTTPFields = [.accept: "application/json"]
        headers[.ifNoneMatch] = tag
        return try await listener.application(router).test(.router) { [headers] client in
            try await client.execute(uri: path, method: .get, headers: headers)
        }
    }

    @Test(arguments: FileSchema.allCases)
    func everyKindOfFileHasItsSchemaAtTheAddressItNames(schema: FileSchema) async throws {
        let answer = try await get("/api/v1/schemas/\(schema.name)")
        let text = Data(String(buffer: answer.body).utf8)
        let read = try JSONSerialization.jsonObject(with: text) as? [String: Any]

        #expect(answer.status == .ok)
        #expect(answer.headers[.contentType] == "application/schema+json")
        #expect(answer.headers[.cacheControl] == "public, max-age=60")
        #expect(read?["$id"] as? String == "https://city.example/api/v1/schemas/\(schema.name)")
    }

    @Test func whoHasItIsNotSentItAgain() async throws {
        let first = try await get("/api/v1/schemas/service.schema.json")
        let tag = try #require(first.headers[.eTag])

        let again = try await get("/api/v1/schemas/service.schema.json", knowing: tag)
        let other = try await get("/api/v1/schemas/slots.schema.json", knowing: tag)

        #expect(again.status == .notModified && again.body.readableBytes == 0)
        #expect(other.status == .ok && other.headers[.eTag] != tag)
    }

    @Test(arguments: ["routes.txt", "service.schema", "service", "%2E%2E%2Fservice.schema.json"])
    func nothingElseIsThere(name: String) async throws {
        #expect(try await get("/api/v1/schemas/\(name)").status == .notFound)
    }
}
