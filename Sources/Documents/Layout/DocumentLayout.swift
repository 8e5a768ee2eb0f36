/// How a kind of paper looks: `document.yml` of a service, read and checked.
public struct DocumentLayout: Hashable, Sendable {
    /// The most pages a paper may have.
    public static let pagesMax = 30
    /// A4, millimetres.
    static let pageWidth = 210.0
    static let pageHeight = 297.0

    public struct Margins: Hashable, Sendable {
        /// Millimetres.
        let top, right, bottom, left: Double
    }

    /// How large the text above the foot is.
    public enum TypeSize: String, Sendable, CaseIterable {
        case normal, large

        var factor: Double { self == .large ? 1.4 : 1 }
    }

    /// The file it was read from, for messages.
    public let file: String
    /// The text it was read from; kept with each paper so that a later edition looks the same.
    public let source: String
    public let margins: Margins
    public let typeSize: TypeSize
    public let blocks: [LayoutBlock]
    /// The small sentence at the foot of each page.
    let footNote: String

    /// Reads and checks a layout.
    ///
    /// - Throws: ``LayoutProblem`` at the first fault.
    public init(yaml source: String, file: String) throws(LayoutProblem) {
        let reader = LayoutReader(file: file)
        let root = try reader.root(of: source)
        self.file = file
        self.source = source
        margins = try reader.margins(of: root)
        typeSize = try reader.typeSize(of: root)
        blocks = try reader.blocks(of: root)
        footNote = try reader.footNote(of: root)
    }

    /// The fields the content must have: `name` for a value, `months.kind` for a column of a table.
    public var fieldsNeeded: Set<String> {
        blocks.reduce(into: []) { $0.formUnion($1.fieldsNeeded) }
    }

    /// What of a content this paper prints: nothing else is sealed with it, kept or vouched for.
    public func printed(of content: DocumentContent) -> DocumentContent {
        let printed = blocks.map(\.printed)
        let values = printed.reduce(into: Set()) { $0.formUnion($1.values) }
        let tables = Set(printed.compactMap(\.table))
        return DocumentContent(
            values: content.values.filter { values.contains($0.key) },
            tables: content.tables.filter { tables.contains($0.key) })
    }
}
