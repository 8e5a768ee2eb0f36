public import Catalogue
import Documents
import Foundation

/// The layout of each service's paper, read once at start beside the catalogue.
public struct PaperLayouts: Sendable {
    private let byService: [ServiceID: DocumentLayout]

    /// - Throws: `LayoutProblem` with file, line and remedy; a service at terminals must have a layout.
    public init(_ catalogue: Catalogue) throws {
        var layouts: [ServiceID: DocumentLayout] = [:]
        for item in catalogue.items where item.selfService {
            let source =
                try item.paper?.layout(named: item.name, ends: item.result.validityDays != nil)
                ?? String(contentsOf: item.document, encoding: .utf8)
            layouts[item.id] = try DocumentLayout(
                yaml: source, file: "Services/\(item.id.rawValue)/document.yml")
        }
        byService = layouts
    }

    func layout(_ id: ServiceID) throws(CaseRefused) -> DocumentLayout {
        guard let layout = byService[id] else { throw .unknownService }
        return layout
    }
}
