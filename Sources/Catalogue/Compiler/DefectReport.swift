import Base

/// Collects defects while files are read; lives as long as one compilation.
final class DefectReport {
    private(set) var defects: [CatalogueDefect] = []

    func add(_ file: String, _ line: Int, _ message: DefectText, remedy: DefectText) {
        defects.append(CatalogueDefect(file: file, line: line, message: message, remedy: remedy))
    }

    func add(_ defect: CatalogueDefect) { defects.append(defect) }

    /// Whether something is wrong in this file; then what is read by it would only say so again.
    func isDefective(_ file: String) -> Bool { defects.contains { $0.file == file } }

    func finish() throws {
        guard !defects.isEmpty else { return }
        throw CatalogueDefects(defects: defects.sorted())
    }
}
