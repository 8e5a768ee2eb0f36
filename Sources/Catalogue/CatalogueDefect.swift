public import Base

/// One thing that is wrong in the catalogue's files, written for the person who can mend it.
public struct CatalogueDefect: Hashable, Sendable, CustomStringConvertible, Comparable {
    /// The file's path below the catalogue's folder.
    public let file: String
    /// 1 and up.
    public let line: Int
    public let message: DefectText
    public let remedy: DefectText

    /// `file:line: message: remedy`, as compilers write.
    public var description: String { "\(file):\(line): \(message). \(remedy)." }

    public static func < (a: CatalogueDefect, b: CatalogueDefect) -> Bool {
        (a.file, a.line, a.message.english) < (b.file, b.line, b.message.english)
    }
}

/// Everything that is wrong in the catalogue's files; while there is one defect, no service is offered.
public struct CatalogueDefects: Error, Sendable, CustomStringConvertible {
    /// Sorted by file and line, never empty.
    public let defects: [CatalogueDefect]

    public var description: String { defects.map(\.description).joined(separator: "\n") }
}
