import Base
import Foundation
import Testing

/// What the desk's editor says of a service's files in Mandarin and Minnan, against what the sources say in English.
@Suite struct DefectWordsTests {
    static let languages: [Language] = [.mandarin, .minnan]

    /// Texts of those files that are no defects, each with what it is.
    private static let others = [
        "A bundle of services; not official.": "where a bundle comes from",
        "Each service by itself": "what a bundle costs",
    ]

    /// What the YAML parser says, of libyaml's scanner.c and parser.c and of Yams' Parser.swift: it is no source of ours.
    static let parsers = [
        "Maximum nesting level reached, set with yaml_set_max_nest_level())",
        "block sequence entries are not allowed in this context", "but found another document",
        "could not find expected ':'", "could not find expected directive name",
        "did not find URI escaped octet", "did not find expected '!'",
        "did not find expected ',' or ']'", "did not find expected ',' or '}'",
        "did not find expected '-' indicator", "did not find expected <document start>",
        "did not find expected <stream-start>",
        "did not find expected alphabetic or numeric character",
        "did not find expected comment or line break", "did not find expected digit or '.' character",
        "did not find expected hexdecimal number", "did not find expected key",
        "did not find expected node content", "did not find expected tag URI",
        "did not find expected version number", "did not find expected whitespace",
        "did not find expected whitespace or line break", "did not find the expected '>'",
        "found a tab character that violates indentation",
        "found a tab character where an indentation space is expected",
        "found an incorrect leading UTF-8 octet", "found an incorrect trailing UTF-8 octet",
        "found an indentation indicator equal to 0", "found character that cannot start any token",
        "found duplicate %TAG directive", "found duplicate %YAML directive",
        "found extremely long version number", "found incompatible YAML document",
        "found invalid Unicode character escape code", "found undefined alias",
        "found undefined tag handle", "found unexpected ':'", "found unexpected document indicator",
        "found unexpected end of stream", "found unexpected non-alphabetical character",
        "found unknown directive name", "found unknown escape character",
        "mapping keys are not allowed in this context", "mapping values are not allowed in this context",
    ]

    /// Everything that reads like words in the files that write what is wrong.
    private static let written: Set<String> = {
        // By its own type anywhere, by a reader's verbs in the catalogue.
        let writes = /DefectText|RuleFault\(|LintNotes|EditorDefect\(|LayoutProblem\(|PaperFault\(/
        let catalogueWrites = /refuse\(|report\.add\(/
        let sources = Repository.root.appending(path: "Sources")
        var written: Set<String> = []
        for path in (try? FileManager.default.subpathsOfDirectory(atPath: sources.path)) ?? []
        where path.hasSuffix(".swift") {
            guard let text = try? String(contentsOf: sources.appending(path: path), encoding: .utf8),
                text.contains(writes) || path.hasPrefix("Catalogue/") && text.contains(catalogueWrites)
            else { continue }
            written.formUnion(SourceLiterals.all(in: text).filter(isWords))
        }
        return written
    }()

    private static func isWords(_ text: String) -> Bool {
        text.contains(/[A-Za-z]{2}/) && (text.contains(" ") || text.contains(/^[A-Z][a-z]+$/))
    }

    private func table(_ language: Language) throws -> [String: String] {
        let file = Repository.root.appending(path: "Sources/Desk/Defects/\(language.rawValue).json")
        return try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
    }

    @Test(arguments: languages) func everyDefectIsSaidInEveryLanguage(_ language: Language) throws {
        let said = Set(try table(language).keys)
        let wanted = Self.written.subtracting(Self.others.keys).union(Self.parsers)

        #expect(wanted.count > 400, "the sources are read")
        #expect(wanted.subtracting(said).sorted() == [], "nobody has said it")
        #expect(said.subtracting(wanted).sorted() == [], "nobody writes it any more")
        #expect(Set(Self.others.keys).subtracting(Self.written).sorted() == [], "no longer there")
    }

    @Test(arguments: languages) func whatStandsInItStandsInEveryLanguage(_ language: Language) throws {
        func places(_ text: String) -> Set<String> {
            Set(text.matches(of: /\{[0-9]+\}/).map { String($0.0) })
        }

        for (english, said) in try table(language) {
            #expect(places(said) == places(english), "\(english)")
            #expect(said.contains(/\p{Han}/), "\(english)")
            // The sentence ends where it is shown.
            #expect(said.last.map { "。.".contains($0) } == false, "\(said)")
        }
    }

    @Test(arguments: languages) func theTableIsSorted(_ language: Language) throws {
        let file = Repository.root.appending(path: "Sources/Desk/Defects/\(language.rawValue).json")
        let keys = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap {
            $0.firstMatch(of: /^  "((?:[^"\\]|\\.)*)": "/).map { $0.1.replacing("\\\"", with: "\"") }
        }

        #expect(keys.count == (try table(language)).count)
        for (earlier, later) in zip(keys, keys.dropFirst()) {
            #expect(earlier.unicodeScalars.lexicographicallyPrecedes(later.unicodeScalars), "\(later)")
        }
    }

    @Test func literalsAreReadAsTheCompilerReadsThem() {
        let source = #"""
            // "no text"
            a("The list has \(items.count { $0 == ")" }) entries, and \(most) at most", b: "a\"b" + "https://x")
            let long = """
                One \(x) \
                two {validUntil}
                  three
                """
            """#

        #expect(
            SourceLiterals.all(in: source) == [
                "The list has {1} entries, and {2} at most", "a\"b", "https://x",
                "One {1} two {validUntil}\n  three",
            ])
    }
}
