import Foundation

/// The files of this repository, as a reader finds them.
enum Repository {
    struct File: Sendable {
        /// From the root, such as `Sources/Base/Instant.swift`.
        let path: String
        let text: String

        /// The lines that are not comments.
        var code: [Substring] {
            text.split(separator: "\n").filter { !$0.trimmingPrefix(while: \.isWhitespace).hasPrefix("//") }
        }

        /// The modules that the file imports.
        var imports: Set<String> {
            let pattern =
                /^(?:@\w+(?:\([^)]*\))? +)*(?:(?:public|package|internal|fileprivate|private) +)?import +(?:(?:struct|class|enum|protocol|typealias|func|var|let) +)?(\w+)/
            return Set(code.compactMap { $0.firstMatch(of: pattern).map { String($0.1) } })
        }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The Swift files below a folder, in order.
    static func swift(_ folder: String) throws -> [File] {
        try files(folder).filter { $0.path.hasSuffix(".swift") }
    }

    static func files(_ folder: String, suffix: String = ".swift") throws -> [File] {
        let base = root.appending(path: folder)
        return try FileManager.default.subpathsOfDirectory(atPath: base.path).sorted()
            .filter { $0.hasSuffix(suffix) }
            .map { File(path: "\(folder)/\($0)", text: try read("\(folder)/\($0)")) }
    }

    static func read(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The folders of `Sources` that hold Swift: the targets.
    static func targets() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path).filter {
            try !swift("Sources/\($0)").isEmpty
        }.sorted()
    }
}
