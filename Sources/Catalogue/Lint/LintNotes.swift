import Base
import Foundation

/// The findings about one file, with the lines they belong to.
final class LintNotes {
    private(set) var findings: [CatalogueLint.Finding] = []
    private let file: String
    private let lines: [Substring]

    /// `file` is `<department>/<slug>/service.yml` or `bundles/<slug>.yml`, below the folder.
    init(_ file: String, in folder: URL) {
        self.file = file
        let text = (try? String(contentsOf: folder.appending(path: file), encoding: .utf8)) ?? ""
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    func error(at words: String, _ message: DefectText, _ remedy: DefectText) {
        add(.error, words, message, remedy)
    }

    func warning(at words: String, _ message: DefectText, _ remedy: DefectText) {
        add(.warning, words, message, remedy)
    }

    private func add(
        _ weight: CatalogueLint.Finding.Weight, _ words: String, _ message: DefectText, _ remedy: DefectText
    ) {
        let line = (lines.firstIndex { $0.contains(words) } ?? 0) + 1
        findings.append(
            .init(
                weight: weight,
                defect: CatalogueDefect(file: file, line: line, message: message, remedy: remedy)))
    }
}
