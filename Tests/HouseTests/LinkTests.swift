import Foundation
import Testing

/// Links between the files of the repository, and the numbers of the decisions.
@Suite struct LinkTests {
    @Test func decisionsAreNumberedWithoutGaps() throws {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: Repository.root.appending(path: "docs/decisions").path
        ).filter { $0.hasSuffix(".md") && $0.first?.isNumber == true }.sorted()

        #expect(!names.isEmpty)
        #expect(names.map { Int($0.prefix(4)) } == names.indices.map { $0 + 1 })
        for name in names {
            let text = try Repository.read("docs/decisions/\(name)").lowercased()
            #expect(
                text.contains("context") && text.contains("decision") && text.contains("consequences"),
                "\(name)")
        }
    }

    @Test func everyLinkBetweenFilesLeadsSomewhere() throws {
        let roots = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path)
            .filter { $0.hasSuffix(".md") }.map { Repository.File(path: $0, text: try Repository.read($0)) }
        let pages = try roots + Repository.files("docs", suffix: ".md")
        let broken = pages.flatMap { page in
            page.text.matches(of: /\]\(([^)#\s]+)(?:#[^)]*)?\)/).map { String($0.1) }
                .filter { !$0.contains("://") && !$0.hasPrefix("mailto:") }
                .filter { target in
                    let base = Repository.root.appending(path: page.path).deletingLastPathComponent()
                    return !FileManager.default.fileExists(atPath: base.appending(path: target).path)
                }
                .map { "\(page.path): \($0)" }
        }

        #expect(broken == [])
    }
}
