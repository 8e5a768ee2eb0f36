import Foundation
import Fuzzing
import Testing

/// What the fuzzer has learnt and found, tried again without it; `scripts/fuzz` looks for more.
@Suite struct DoorTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fuzz")

    @Test(arguments: Door.all.map(\.name))
    func everyInputThatWasEverTriedKeepsThePromises(name: String) throws {
        let door = try #require(Door.named(name))
        let inputs = try door.seeds() + Self.kept(of: name)

        for input in inputs {
            #expect(
                throws: Never.self, "\(input.count) bytes: \(Data(input.prefix(2_000)).base64EncodedString())"
            ) {
                try door.enter(input)
            }
        }
    }

    /// `EGRET_FUZZ_CHANGES` says how many a door (3,000).
    @Test(arguments: Door.all.map(\.name))
    func whatIsMadeOfThemByChangesKeepsThePromisesToo(name: String) throws {
        let door = try #require(Door.named(name))
        let changes = ProcessInfo.processInfo.environment["EGRET_FUZZ_CHANGES"].flatMap { Int($0) } ?? 3_000
        var mutator = Mutator(door, inputs: try door.seeds() + Self.kept(of: name), seed: 1)

        for _ in 0..<changes {
            let input = mutator.next()
            #expect(
                throws: Never.self, "\(input.count) bytes: \(Data(input.prefix(2_000)).base64EncodedString())"
            ) {
                try door.enter(input)
            }
        }
    }

    @Test(arguments: Door.all.map(\.name))
    func theSeedsAreSoundAndNeitherCutShortNorLeftOut(name: String) throws {
        let door = try #require(Door.named(name))
        let seeds = try door.seeds()

        #expect(seeds.count >= 2)
        #expect(seeds.allSatisfy { (1...door.bytesMax).contains($0.count) })
    }

    @Test func everyKeptInputBelongsToADoor() throws {
        let names = Set(Door.all.map(\.name))
        let corpora = try Self.files("Corpus")
        let found = try Self.files("Found")

        #expect(names.count == Door.all.count)
        #expect(Set(corpora).subtracting(names).sorted() == [])
        #expect(names.subtracting(corpora).sorted() == [], "doors without a corpus")
        for file in found { #expect(names.contains { file.hasPrefix($0 + "-") }, "\(file)") }
    }

    @Test func everyDoorHasItsMinuteAndItsRowInTheDocument() throws {
        let names = Door.all.map(\.name).sorted()
        let minutes = try String(contentsOf: Self.folder.appending(path: "minute"), encoding: .utf8)
        let guide = Self.folder.appending(path: "../../docs/fuzzing.md").standardizedFileURL
        let rows = try String(contentsOf: guide, encoding: .utf8)
            .matches(of: /(?m)^\| `([a-z-]+)` \| [^|]+ \| (?:[0-9]+|–) \|/).map { String($0.1) }

        #expect(
            minutes.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
                .sorted() == names)
        #expect(rows.sorted() == names)
    }

    private static func files(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: path).path)
            .filter { !$0.hasPrefix(".") }
    }

    /// The corpus of a door and what was found there.
    private static func kept(of name: String) throws -> [[UInt8]] {
        let corpus = try files("Corpus/\(name)").map { "Corpus/\(name)/\($0)" }
        let found = try files("Found").filter { $0.hasPrefix(name + "-") }.map { "Found/\($0)" }
        return try (corpus + found).map { [UInt8](try Data(contentsOf: folder.appending(path: $0))) }
    }
}
