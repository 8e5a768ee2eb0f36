import Foundation
import HTTPTypes
import Hummingbird
import Notices
import Storage
import Support
import Testing
import Web

@testable import egret

/// What others may rely on, kept in `Contract/`; `SNAPSHOT=record` writes it anew for a person to review as a diff.
@Suite struct ContractTests {
    @Test func theRoutesAreThoseOfTheContract() async throws {
        try expectContract(try await Self.routes().joined(separator: "\n") + "\n", named: "routes.txt")
    }

    @Test(arguments: TestEngine.available)
    func theSchemaIsThatOfTheContract(engine: TestEngine) async throws {
        let database = try await engine.make(House.migrations)
        let text = try await SchemaDump.text(of: database)
        await database.close()

        try expectContract(text, named: "schema.\(engine.rawValue).sql")
    }

    @Test func everyPathForProgramsIsDescribedAndExists() async throws {
        let described: Set<String> = Set(try Self.described().map { "\($0.0) \($0.1)" })
        let routes = try await Self.routes().filter { !$0.hasPrefix("staff ") && !$0.contains(" HEAD ") }
        let routed: Set<String> = Set(
            routes.map { String($0.drop { $0 != " " }.dropFirst()).replacing("/**", with: "/{path}") })
        let machines = routed.filter { route in
            Self.programsMarks.contains { route.contains($0) } || route.hasSuffix("z")
        }

        #expect(described.count >= 16)
        #expect(described.subtracting(routed).sorted() == [])
        #expect(machines.subtracting(described).sorted() == [])
    }

    /// A receiver that holds what comes against the contract refuses none of it.
    @Test func everyNoticeThatReceiversGetIsDescribed() throws {
        let text = try Repository.read("Contract/openapi.yaml")
        let kinds = NoticeKind.allCases.map { "case.\($0.rawValue)" }.joined(separator: ", ")
        #expect(text.contains("enum: [\(kinds)]"), "\(kinds)")
    }

    @Test func everyRouteThatTakesADocumentIsDescribed() throws {
        let taking = try RoutesWithDocuments()
        let described = Set(try Self.described().map { "\($0.0) \($0.1)" })

        #expect(taking.found.count >= 7)
        #expect(taking.found.subtracting(described).sorted() == [])
        #expect(taking.unreached.sorted() == [], "documents that are read for no route that could be found")
    }

    /// What stands in the address of a route that answers with a document or a file, or is told one.
    private static let programsMarks = [
        " /api/", " /audit/", ".json", " /terminals/", "print-tickets", " /papers/", "POST /session/",
        "POST /identification/card", "POST /identification/face",
    ]

    @Test func theDescriptionIsSoundOpenAPI() throws {
        guard let python = ForeignProgram.python else {
            #expect(!ForeignProgram.isRequired, "EGRET_VENV names no Python")
            return
        }
        let script = """
            import sys, yaml
            from openapi_spec_validator import validate
            validate(yaml.safe_load(open(sys.argv[1])))
            """
        let answer = try ForeignProgram.run(
            python, ["-c", script, Repository.root.appending(path: "Contract/openapi.yaml").path])

        #expect(answer.status == 0, "\(answer.output)")
    }

    /// `surface METHOD /path` of every route, from the routers themselves.
    static func routes() async throws -> [String] {
        let box = try await HouseBox(.sqlite)
        let house = try await box.house()
        let listeners: [(Surface, Router<EgretContext>)] = [
            (.public, try house.publicRouter(house.publicListener())),
            (.staff, house.staffRouter(house.staffListener())),
            (.terminal, house.terminalRouter(house.terminalListener())),
        ]
        let lines = listeners.flatMap { surface, router in
            router.routes.map { "\(surface.rawValue) \($0.method.rawValue) \($0.path)" }.sorted()
        }
        await house.close()
        await box.remove()
        return lines
    }

    /// Method and path of every operation in `openapi.yaml`, whose paths stand alone on their lines.
    private static func described() throws -> [(String, String)] {
        var path = ""
        var found: [(String, String)] = []
        for line in try Repository.read("Contract/openapi.yaml").split(separator: "\n") {
            if let match = line.wholeMatch(of: #/ {2}(/\S*):/#) { path = String(match.1) }
            if let match = line.wholeMatch(of: #/ {4}(get|post|put|delete|patch):/#), !path.isEmpty {
                found.append((match.1.uppercased(), path))
            }
            if line.hasPrefix("components:") { break }
        }
        return found
    }
}

/// Expects the text to be the one kept in `Contract/<name>`.
func expectContract(
    _ text: String, named name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let file = Repository.root.appending(path: "Contract/\(name)")
    if ProcessInfo.processInfo.environment["SNAPSHOT"] == "record" {
        try text.write(to: file, atomically: true, encoding: .utf8)
        return
    }
    let kept = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    guard kept != text else { return }
    let new = Set(text.split(separator: "\n"))
    let old = Set(kept.split(separator: "\n"))
    let difference = old.subtracting(new).map { "- \($0)" } + new.subtracting(old).map { "+ \($0)" }
    Issue.record(
        """
        Contract/\(name) differs; when that is meant, record it with SNAPSHOT=record
        \(difference.sorted().prefix(40).joined(separator: "\n"))
        """, sourceLocation: sourceLocation)
}
