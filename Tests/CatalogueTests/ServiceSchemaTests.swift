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

    /// Another implementation of JSON Schema must agree; it comes from PyPI into the environment of `make test`.
    @Test(
        .enabled(if: ProcessInfo.processInfo.environment["EGRET_VENV"] != nil),
        arguments: [(Repository.schema, "service.yml"), (Repository.slotsSchema, "slots.yml")])
    func everyServiceHoldsTheSchemaInAForeignValidator(_ schema: URL, _ name: String) throws {
        let environment = try #require(ProcessInfo.processInfo.environment["EGRET_VENV"])
        let process = Process()
        process.executableURL = URL(filePath: environment).appending(path: "bin/python3")
        process.arguments = [
            Repository.root.appending(path: "Tests/Foreign/catalogue/validate.py").path,
            schema.path, Repository.services.path, name,
        ]

        try process.run()
        process.waitUntilExit()

        #expect(process.terminationStatus == 0)
    }
}
