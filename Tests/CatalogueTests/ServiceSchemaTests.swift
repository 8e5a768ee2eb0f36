import Foundation
import Testing

@testable import Catalogue

@Suite struct ServiceSchemaTests {
    @Test func theSchemaAsksForTheKeysTheCompilerAsksFor() throws {
        let data = try Data(contentsOf: Repository.schema)
        let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let properties = try #require(schema["properties"] as? [String: Any])

        #expect(schema["required"] as? [String] == ServiceReader.required)
        #expect(Set(properties.keys) == Set(ServiceReader.required + ServiceReader.optional))
        #expect(schema["additionalProperties"] as? Bool == false)
    }

    @Test func theSchemaOfBookingsAsksForTheKeysTheCompilerAsksFor() throws {
        let data = try Data(contentsOf: Repository.slotsSchema)
        let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let properties = try #require(schema["properties"] as? [String: Any])

        #expect(schema["required"] as? [String] == SlotReader.required)
        #expect(Set(properties.keys) == Set(SlotReader.required + SlotReader.optional))
        #expect(schema["additionalProperties"] as? Bool == false)
    }

    @Test func theSchemaOfEventsInLifeAsksForTheKeysTheCompilerAsksFor() throws {
        let data = try Data(contentsOf: Repository.bundleSchema)
        let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let properties = try #require(schema["properties"] as? [String: Any])

        #expect(schema["required"] as? [String] == BundleReader.required)
        #expect(Set(properties.keys) == Set(BundleReader.required + BundleReader.optional))
        #expect(schema["additionalProperties"] as? Bool == false)
    }

    @Test func theSchemaOfReasonsKnowsTheKeysTheCompilerKnows() throws {
        let data = try Data(contentsOf: Repository.reasonsSchema)
        let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let properties = try #require(schema["properties"] as? [String: Any])
        let shared = try #require(schema["$defs"] as? [String: [String: Any]])
        let entry = try #require(shared["reasons"]?["items"] as? [String: Any])
        let keys = try #require(entry["properties"] as? [String: Any])

        #expect(schema["required"] as? [String] == ReasonReader.ownRequired)
        #expect(Set(properties.keys) == Set(ReasonReader.required))
        #expect(entry["required"] as? [String] == ReasonReader.entryRequired)
        #expect(Set(keys.keys) == Set(ReasonReader.entryRequired + ReasonReader.entryOptional))
        for part in [schema, entry] { #expect(part["additionalProperties"] as? Bool == false) }
    }

    @Test func whatIsPublishedIsTheContractUnderTheCitysOwnAddress() throws {
        let folder = Repository.root.appending(path: "Contract")
        let kept = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".schema.json") }
        #expect(Set(kept) == Set(FileSchema.allCases.map(\.name)))

        for schema in FileSchema.allCases {
            let kept = try String(contentsOf: folder.appending(path: schema.name), encoding: .utf8)
            let address = "https://city.example/api/v1/schemas/\(schema.name)"
            let published = try schema.text(publishedAt: "https://city.example/api/v1/schemas")
            let read = try JSONSerialization.jsonObject(with: Data(published.utf8)) as? [String: Any]

            #expect(published == kept.replacing("https://egret.invalid/\(schema.name)", with: address))
            #expect(read?["$id"] as? String == address)
        }
    }

    /// Another implementation of JSON Schema must agree; it comes from PyPI into the environment of `make test`.
    @Test(
        .enabled(if: ProcessInfo.processInfo.environment["EGRET_VENV"] != nil),
        arguments: [
            (Repository.schema, "*/*/service.yml"), (Repository.slotsSchema, "*/*/slots.yml"),
            (Repository.bundleSchema, "bundles/*.yml"), (Repository.reasonsSchema, "reasons.yml"),
            (Repository.reasonsSchema, "*/reasons.yml"),
        ])
    func everyFileHoldsItsSchemaInAForeignValidator(_ schema: URL, _ pattern: String) throws {
        let environment = try #require(ProcessInfo.processInfo.environment["EGRET_VENV"])
        let process = Process()
        process.executableURL = URL(filePath: environment).appending(path: "bin/python3")
        process.arguments = [
            Repository.root.appending(path: "Tests/Foreign/catalogue/validate.py").path,
            schema.path, Repository.services.path, pattern,
        ]

        try process.run()
        process.waitUntilExit()

        #expect(process.terminationStatus == 0)
    }
}
