import Foundation

/// The findings about one service, with the lines of its file they belong to.
final class LintNotes {
    private(set) var findings: [CatalogueLint.Finding] = []
    private let file: String
    private let lines: [Substring]

    init(_ item: ServiceItem, in folder: URL) {
        file = "\(item.id.rawValue)/service.yml"
        let text = (try? String(contentsOf: folder.appending(path: file), encoding: .utf8)) ?? ""
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    func error(at words: String, _ message: String, _ remedy: String) {
        add(.error, words, message, remedy)
    }

    func warning(at words: String, _ message: String, _ remedy: String) {
        add(.warning, words, message, remedy)
    }

    private func add(
        _ weight: CatalogueLint.Finding.Weight, _ words: String, _ message: String, _ remedy: String
    ) {
        let line = (lines.firstIndex { $0.contains(words) } ?? 0) + 1
        findings.append(
            .init(
                weight: weight,
                defect: CatalogueDefect(file: file, line: line, message: message, remedy: remedy)))
    }
}
