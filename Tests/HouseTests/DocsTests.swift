import ArgumentParser
import Foundation
import Testing

@testable import egret

/// What is written about the house against the house.
@Suite struct DocsTests {
    static let runbook = "docs/runbook.md"

    /// Every command a person can type, such as `egret terminals code`.
    static var commands: [String] { names(of: Egret.self, after: []).map { $0.joined(separator: " ") } }

    private static func names(of command: any ParsableCommand.Type, after path: [String]) -> [[String]] {
        let name = command.configuration.commandName ?? "\(command)".lowercased()
        let here = path + [name]
        let below = command.configuration.subcommands
        return below.isEmpty ? [here] : below.flatMap { names(of: $0, after: here) }
    }

    /// Every key that a doc comment below "Configuration keys" names.
    static func keys() throws -> [String] {
        try (Repository.swift("Sources/egret/Wiring") + Repository.swift("Sources/egret/Commands"))
            .flatMap { file in
                file.text.split(separator: "\n").filter { $0.contains("/// - `") }.flatMap { line in
                    // `a.b` (string …) and `a.c` (int …): what stands before the colon.
                    line.prefix { $0 != ":" }.matches(of: /`([a-z][a-z.-]*)` \(/).map { String($0.1) }
                }
            }
    }

    @Test func everyCommandIsInTheRunbook() throws {
        let text = try Repository.read(Self.runbook)

        #expect(Self.commands.count > 15)
        #expect(Self.commands.filter { !text.contains($0) } == [])
    }

    @Test func everyConfigurationKeyIsInTheRunbook() throws {
        let text = try Repository.read(Self.runbook)
        let keys = try Self.keys()

        #expect(keys.count > 25)
        #expect(keys.filter { !text.contains("`\($0)`") } == [])
    }

    @Test func everyConfigurationKeyThatIsReadIsDescribed() throws {
        let read = try Repository.swift("Sources/egret").flatMap { file in
            file.text.matches(of: /forKey:\s*"([a-z.-]+)"/).map { String($0.1) }
        }

        #expect(read.count > 25)
        #expect(Set(read).subtracting(try Self.keys()).sorted() == [])
    }
}
