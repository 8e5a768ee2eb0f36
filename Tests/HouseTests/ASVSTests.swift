import Foundation
import Testing

/// The table of the Application Security Verification Standard against the standard's numbers and the tree's tests.
@Suite struct ASVSTests {
    static let table = "docs/asvs.md"

    /// How many requirements each section of release 5.0.0 has, chapter by chapter from the first; 17 has no rows of its own.
    static let sections: [[Int]] = [
        [2, 10, 12, 3, 3], [3, 3, 5, 2], [1, 3, 5, 8, 8, 1, 5], [5, 5, 2, 4], [1, 6, 3, 3],
        [3, 12, 8, 6, 8, 4, 2, 4], [3, 4, 2, 5, 3, 2], [4, 4, 3, 2], [3, 4], [2, 3, 5, 16, 5, 2, 3],
        [4, 5, 5, 4, 2, 2, 2], [5, 2, 5], [4, 6, 4, 7], [2, 8, 3], [5, 5, 7, 4], [1, 5, 4, 3, 4],
    ]

    struct Row {
        let id: String
        let level: Int
        let asked: String
        let shown: String

        /// What stands between backticks in the last column.
        var named: [String] { shown.matches(of: /`([^`]+)`/).map { String($0.1) } }
        /// Functions of both languages; of names that several files have, with the file's: `PortalTests.forged`.
        var tests: [String] {
            named.filter { name in
                let isTest = /test_[a-z0-9_]+|([A-Z][A-Za-z]+\.)?[a-z][A-Za-z0-9]+/
                return !files.contains(name) && name.wholeMatch(of: isTest) != nil
            }
        }
        var files: [String] {
            named.filter { name in
                !name.contains(" ") && !name.hasPrefix("/")
                    && (name.contains("/") || name.hasSuffix(".md") || name.hasSuffix(".resolved"))
            }
        }
    }

    static func rows() throws -> [Row] {
        try Repository.read(table).split(separator: "\n").compactMap { line in
            guard let row = line.wholeMatch(of: /\| ([0-9.]+) \| ([123]) \| (.+?) \| (.+) \|/) else {
                return nil
            }
            return Row(
                id: String(row.1), level: Int(row.2) ?? 0, asked: String(row.3), shown: String(row.4))
        }
    }

    /// Names of the tests of both languages, and the ids that stand in their names.
    static func tests() throws -> (names: Set<String>, ids: [(id: String, test: String)]) {
        var names: Set<String> = []
        var ids: [(String, String)] = []
        for file in try Repository.files("Tests") + Repository.files("Tests", suffix: ".py") {
            let suite = file.path.split(separator: "/").last.map { $0.prefix { $0 != "." } } ?? ""
            for test in file.text.matches(
                of: /@Test(\((?s:.{0,1500}?)\))?\s+(?:func|static func) ([a-zA-Z0-9]+)/)
            {
                let name = String(test.2)
                names.formUnion([name, "\(suite).\(name)"])
                let titled = String(test.1 ?? "").firstMatch(of: /"ASVS ([^:]+):/)?.1 ?? ""
                ids += titled.matches(of: /\d+\.\d+\.\d+/).map { (String($0.output), "\(suite).\(name)") }
            }
            for test in file.text.matches(of: /\ndef (test_[a-z0-9_A-Z]+)/) {
                let name = String(test.1)
                names.insert(name)
                if let id = name.firstMatch(of: /^test_asvs_(\d+)_(\d+)_(\d+)_/) {
                    ids.append(("\(id.1).\(id.2).\(id.3)", "\(suite).\(name)"))
                }
            }
        }
        return (names, ids)
    }

    private static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: Repository.root.appending(path: path).path)
    }

    @Test func everyRequirementOfTheStandardHasItsRowInOrder() throws {
        let expected = Self.sections.enumerated().flatMap { chapter, sections in
            sections.enumerated().flatMap { section, count in
                (1...count).map { "\(chapter + 1).\(section + 1).\($0)" }
            }
        }
        // 345 in all, twelve of them in chapter 17.
        #expect(expected.count == 345 - 12)

        let rows = try Self.rows()
        #expect(rows.map(\.id) == expected)
        // The release counts 70, 183 and 92, of which chapter 17 has 0, 7 and 5.
        #expect((1...3).map { level in rows.count { $0.level == level } } == [70, 176, 87])
    }

    @Test func everyRowNamesATestOrAFileOrSaysWhyNot() throws {
        let silent = try Self.rows().filter { row in
            row.tests.isEmpty && row.files.isEmpty
                && row.shown.prefixMatch(of: /(N\/A|not met|configuration): ./) == nil
        }

        #expect(silent.map(\.id) == [])
    }

    @Test func everyTestAndFileThatIsNamedExists() throws {
        let tests = try Self.tests().names
        #expect(tests.count > 800)

        for row in try Self.rows() {
            #expect(row.tests.filter { !tests.contains($0) } == [], "\(row.id)")
            #expect(row.files.filter { !Self.exists($0) } == [], "\(row.id)")
        }
    }

    @Test func everyTestThatCarriesAnIDStandsInItsRow() throws {
        let rows = Dictionary(try Self.rows().map { ($0.id, $0.tests) }, uniquingKeysWith: { $0 + $1 })
        let carried = try Self.tests().ids

        #expect(carried.count > 10)
        let missing = carried.filter { id, test in
            let named = rows[id] ?? []
            return !named.contains(test) && !named.contains(test.split(separator: ".").map(String.init)[1])
        }
        #expect(missing.map { "\($0.id): \($0.test)" } == [], "scripts/asvs writes them into \(Self.table)")
    }
}
