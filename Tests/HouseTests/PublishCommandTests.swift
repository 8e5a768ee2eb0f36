import Base
import Catalogue
import Foundation
import Storage
import Support
import Testing

@testable import egret

/// What is published by files is held against the same paper as what is written at the desk.
@Suite struct PublishCommandTests {
    private static let service = "fund/deposit-proof"

    private func files(_ layout: (String) -> String) throws -> [String: String] {
        let folder = Repository.root.appending(path: "Services/\(Self.service)")
        func text(_ name: String) throws -> String {
            try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }
        return [
            "\(Self.service)/service.yml": try text("service.yml").replacing(
                /(?m)^version: \d+/, with: "version: 900", maxReplacements: 1),
            "\(Self.service)/document.yml": layout(try text("document.yml")),
        ]
    }

    private func faults(_ files: [String: String]) async throws -> [String] {
        try await with { house in
            try await PublishCommand.faults(in: files, from: house.world.now(), house)
        }
    }

    private func with<T: Sendable>(_ ask: (House) async throws -> T) async throws -> T {
        let box = try await HouseBox(.sqlite)
        let house = try await box.house()
        _ = try await Migrator(engine: house.engine, migrations: House.migrations, world: house.world).run()
        let answer = try await ask(house)
        await house.close()
        await box.remove()
        return answer
    }

    @Test func aWholePaperHasNoFault() async throws {
        #expect(try await faults(files { $0 }) == [])
    }

    @Test func aLayoutThatCannotBeReadIsNamedByItsLine() async throws {
        let broken = try files { $0.replacing("  - paragraph:", with: "  - paragraf:") }

        let found = try await faults(broken)

        #expect(found.count == 1)
        #expect(found[0].hasPrefix("\(Self.service)/document.yml:"), "\(found)")
        #expect(
            found[0].contains(#/document\.yml:[0-9]{1,3}: /#) && !found[0].contains("document.yml:1:"),
            "\(found)")
    }

    @Test func aFieldThatTheServiceLacksIsNamed() async throws {
        let lacking = try files { $0.replacing("{employer|dash}", with: "{employment|dash}") }

        let found = try await faults(lacking)

        #expect(found.count == 1)
        #expect(found[0].contains("employment"), "\(found)")
    }

    static let laws = [
        ("厦门市住房公积金新规（示例）", "", "warning"),
        ("住房公积金管理条例", "\n    validUntil: 2020-01-01", "error"),
    ]

    /// The list of laws comes with a release, and a new law may come before it; what is out of force nobody publishes.
    @Test(arguments: laws) func adviceIsPrintedAndAnErrorIsNotPublished(
        _ law: String, _ until: String, _ weight: String
    ) async throws {
        var files = try files { $0 }
        let path = "\(Self.service)/service.yml"
        let old = "  - title: 住房公积金管理条例\n    clause: 第三十六条"
        let source = try #require(files[path])
        try #require(source.contains(old))
        files[path] = source.replacing(
            old, with: "  - title: \(law)\n    clause: 第三十六条\(until)")

        let review = try await with { [files] house in
            try await PublishCommand.review(files, from: house.world.now(), house)
        }

        #expect(review.checked.map(\.service.rawValue) == [Self.service])
        #expect(review.isFit == (weight == "warning"))
        #expect(review.lines.count == 1, "\(review.lines)")
        #expect(review.lines.first?.contains(": \(weight): \(law) ") == true, "\(review.lines)")
    }

    @Test func aDayBeginsInChinaAndNothingIsOfferedBeforeItIsPublished() throws {
        let day = try #require(CalendarDate("2026-12-01"))
        let midnight = Instant(milliseconds: 1_796_054_400_000)  // 2026-11-30T16:00:00Z

        #expect(PublishCommand.moment(day, now: midnight + .seconds(-1)) == midnight)
        let noon = midnight + .seconds(43_200)
        #expect(PublishCommand.moment(day, now: noon) == noon)
    }

    @Test func aPaperThatDoesNotShowWhoseItIsIsRefused() async throws {
        let nobodys = try files {
            $0.replacing("{number}", with: "{account}").replacing("{name}", with: "{account}")
        }

        let found = try await faults(nobodys)

        #expect(found.count == 1)
        #expect(found[0].contains("does not show its holder"), "\(found)")
    }
}
