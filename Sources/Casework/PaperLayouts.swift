public import Base
public import Catalogue
import Documents
import Synchronization

/// The layout of each service's paper, by the version of the service; read when it is first wanted.
public struct PaperLayouts: Sendable {
    private struct Key: Hashable {
        let service: ServiceID
        let version: Int
        let ends: Bool
    }

    private final class Shelf: Sendable {
        let layouts: Mutex<[Key: DocumentLayout]>

        init(_ layouts: [Key: DocumentLayout]) { self.layouts = Mutex(layouts) }
    }

    private let shelf: Shelf

    /// - Throws: `LayoutProblem` with file, line and remedy for a layout of a department's own that cannot be read.
    public init(_ catalogue: Catalogue) throws {
        shelf = Shelf([:])
        for item in catalogue.items where item.selfService && item.paper == nil { _ = try layout(item) }
    }

    private init(_ other: PaperLayouts) { shelf = Shelf(other.shelf.layouts.withLock { $0 }) }

    /// The same to begin with; what one reads later the other does not know.
    public func separate() -> PaperLayouts { PaperLayouts(self) }

    /// Reads every layout, the standard ones too.
    public func checkAll(_ catalogue: Catalogue) throws {
        for item in catalogue.items where item.selfService { _ = try layout(item) }
    }

    /// What of a version's layout cannot be read, for whoever reads versions that came after the start.
    public func fault(of item: ServiceItem) -> (line: Int, what: DefectText, remedy: DefectText)? {
        do {
            _ = try layout(item)
        } catch let problem as LayoutProblem {
            return (problem.line, problem.what, problem.remedy)
        } catch {
            // There is none, which the compiler says.
        }
        return nil
    }

    /// `ends` says whether this paper may be relied on for some days only; nil: as the service's do.
    func layout(_ item: ServiceItem, ends: Bool? = nil) throws -> DocumentLayout {
        let ends = ends ?? (item.result.validityDays != nil)
        let key = Key(service: item.id, version: item.version, ends: ends)
        if let layout = shelf.layouts.withLock({ $0[key] }) { return layout }
        guard
            let source = item.paper?.layout(
                named: item.name, ends: ends, isLicence: item.result.licence != nil) ?? item.layout
        else { throw CaseRefused.unknownService }
        let layout = try DocumentLayout(yaml: source, file: "Services/\(item.id.rawValue)/document.yml")
        shelf.layouts.withLock { $0[key] = layout }
        return layout
    }
}
