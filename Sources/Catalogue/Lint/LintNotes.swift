import Base
import Yams

/// The findings about one file, with the lines they belong to.
final class LintNotes {
    private(set) var findings: [CatalogueLint.Finding] = []
    private let file: String
    private let root: Node?

    /// `file` is `<department>/<slug>/service.yml`, `<department>/reasons.yml` or `bundles/<slug>.yml`, below the folder.
    init(_ file: String, in files: CatalogueFiles) {
        self.file = file
        root = LintPlace.root(of: file, in: files)
    }

    func error(at place: LintPlace, _ message: DefectText, _ remedy: DefectText) {
        add(.error, place, message, remedy)
    }

    func warning(at place: LintPlace, _ message: DefectText, _ remedy: DefectText) {
        add(.warning, place, message, remedy)
    }

    private func add(
        _ weight: CatalogueLint.Finding.Weight, _ place: LintPlace, _ message: DefectText,
        _ remedy: DefectText
    ) {
        findings.append(
            .init(
                weight: weight,
                defect: CatalogueDefect(
                    file: file, line: place.line(in: root), message: message, remedy: remedy)))
    }
}
