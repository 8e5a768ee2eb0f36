import Foundation
import Testing

/// The planted bugs in `Tests/Mutants`: each still fits the tree, says what it is, and has a test that catches it.
@Suite struct MutantTests {
    struct Mutant: Sendable, CustomTestStringConvertible {
        let file: String
        let header: [String: String]

        var testDescription: String { file }
        /// `Module.Suite/test`, as `swift test --filter` takes it.
        var test: String { header["Caught by"] ?? "" }

        init(_ file: String) throws {
            self.file = file
            let head = try Repository.read("Tests/Mutants/\(file)").prefix { $0 != "@" }
            header = head.split(separator: "\n").reduce(into: [:]) { header, line in
                let parts = line.split(separator: ": ", maxSplits: 1)
                if parts.count == 2 { header[String(parts[0])] = String(parts[1]) }
            }
        }
    }

    private static let all: [Mutant] = {
        let folder = Repository.root.appending(path: "Tests/Mutants").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".patch") }.sorted().compactMap { try? Mutant($0) }
    }()

    @Test func thereAreThePublishedBugsAndManyMore() {
        #expect(Self.all.count { $0.header["Class"] == "published" } == 4)
        #expect(Self.all.count >= 30)
        #expect(Set(Self.all.compactMap { $0.header["Class"] }).count >= 10)
    }

    @Test(arguments: all)
    func itSaysWhatItIs(mutant: Mutant) {
        #expect(mutant.header["Bug"]?.hasSuffix(".") == true)
        #expect(mutant.header["Class"]?.isEmpty == false)
        #expect(["yes", "no"].contains(mutant.header["Simulated"]))
    }

    @Test(arguments: all)
    func itStillFitsTheTree(mutant: Mutant) throws {
        let answer = try ForeignProgram.run(
            "git",
            ["-C", Repository.root.path, "apply", "--check", "Tests/Mutants/\(mutant.file)"])

        #expect(answer.status == 0, "\(answer.output)")
    }

    @Test(arguments: all)
    func theTestThatCatchesItExists(mutant: Mutant) throws {
        let match = try #require(mutant.test.wholeMatch(of: #/(\w+)\.(\w+)(?:/(\w+))?/#))
        let folder = Repository.root.appending(path: "Tests/\(match.1)")
        let text = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".swift") }
            .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
            .first { $0.contains("struct \(match.2) ") }
        let suite = try #require(text, "\(match.2)")

        #expect(match.3.map { suite.contains("func \($0)(") } != false)
    }

    @Test(arguments: all)
    func theTableSaysWhatCaughtIt(mutant: Mutant) throws {
        let name = mutant.file.dropLast(".patch".count)
        let rows = try Repository.read("docs/mutants.md").split(separator: "\n")
            .filter { $0.hasPrefix("| \(name) |") }

        #expect(rows.count == 1)
        let cells = rows.first?.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } ?? []
        #expect(cells.count == 6, "caught by nothing, or written by hand: \(cells)")
        #expect(cells.dropFirst(4).first.flatMap { Int($0) } != nil, "how long it took: \(cells)")
    }

    /// Below what is played: tried on the real engines and processes.
    private static let ground: Set = ["vault", "group commit", "PostgreSQL", "jobs", "outbox", "audit"]

    @Test(arguments: all)
    func aSimulatedDayFindsItOrTheHeaderSaysWhyNot(mutant: Mutant) throws {
        let table = try Repository.read("docs/mutants.md").split(separator: "\n")
        let name = mutant.file.dropLast(".patch".count)
        let seed = table.first { $0.hasPrefix("| \(name) |") }?.split(separator: "|").last
            .flatMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        let isSimulated = mutant.header["Simulated"] == "yes"
        let owesReason =
            seed == nil && (isSimulated || !Self.ground.contains(mutant.header["Class"] ?? ""))

        // The thousand days by which planted bugs are known.
        if let seed { #expect(isSimulated && (0...1_000).contains(seed)) }
        if owesReason { #expect(mutant.header["Why not"] != nil) }
        if let reason = mutant.header["Why not"] {
            #expect(seed == nil && table.contains("- \(name): \(reason)"))
        }
    }
}
